package epoch

import "encoding/binary"

// parseInstant reads YYYY-MM-DDTHH:MM:SS with Z behind it and perhaps a point
// and three digits between, as most logs write times: it is [parseDateTime] for
// these, eight bytes at a time.
//
//	2026-01-02T03:04:05.678Z
//	└─ 8 ──┘└─ 8 ──┘
//	           └─ 8 ──┘
func parseInstant(text []byte) (Micros, bool) {
	n := len(text)
	if n != len("0000-00-00T00:00:00Z") && n != len("0000-00-00T00:00:00.000Z") || text[n-1] != 'Z' {
		return 0, false
	}
	// Digits become their values, and what stands between them 0.
	date := binary.LittleEndian.Uint64(text) ^ dateShape
	dayHour := binary.LittleEndian.Uint64(text[8:]) ^ dayHourShape
	clock := binary.LittleEndian.Uint64(text[11:]) ^ clockShape
	between := date&dateBetween | dayHour&dayHourBetween | clock&clockBetween
	// More than 9 shows in the upper half of a byte once 6 is added.
	high := date | dayHour | clock | (date + sixes) | (dayHour + sixes) | (clock + sixes)
	if between != 0 || high&0xf0f0f0f0f0f0f0f0 != 0 {
		return 0, false
	}
	year := int(pair(date, 0)*100 + pair(date, 2))
	month, day := uint(pair(date, 5)), uint(pair(dayHour, 0))
	hour, minute, sec := pair(clock, 0), pair(clock, 3), pair(clock, 6)
	if month-1 > 11 || day < 1 || day > 28 && day > daysIn(year, month) || hour > 23 || minute > 59 || sec > 60 {
		return 0, false
	}
	m := Micros(daysBefore(year, month)+int64(day-1))*86_400*Second + Micros(hour*3600+minute*60+sec)*Second
	if n > len("0000-00-00T00:00:00Z") {
		tens := two(text[20], text[21])
		if text[19] != '.' || tens == notTwo || !isDigit(text[22]) {
			return 0, false
		}
		m += Micros(tens*10+uint(text[22]-'0')) * 1000
	}
	return m, true
}

const (
	dateShape    = zeros ^ ('0'^'-')<<32 ^ ('0'^'-')<<56 // 0000-00-
	dayHourShape = zeros ^ ('0'^'T')<<16 ^ ('0'^':')<<40 // 00T00:00
	clockShape   = zeros ^ ('0'^':')<<16 ^ ('0'^':')<<40 // 00:00:00
	sixes        = 0x0606060606060606

	dateBetween    = 0xff<<32 | 0xff<<56
	dayHourBetween = 0xff<<16 | 0xff<<40
	clockBetween   = 0xff<<16 | 0xff<<40
)

// pair reads two of the digits, the first one in the byte i.
func pair(digits uint64, i int) uint64 {
	return digits>>(8*i)&0xf*10 + digits>>(8*i+8)&0xf
}
