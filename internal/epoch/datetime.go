package epoch

// parseDateTime reads YYYY-MM-DD(T| )HH:MM:SS[.fraction][zone], where the
// fraction has any number of digits and zone is Z, ±HH:MM, ±HHMM or missing.
func parseDateTime(text []byte) (Micros, bool) {
	const shape = "0000-00-00T00:00:00"
	if len(text) < len(shape) {
		return 0, false
	}
	t := (*[len(shape)]byte)(text)
	if t[4] != '-' || t[7] != '-' || t[13] != ':' || t[16] != ':' || t[10] != 'T' && t[10] != 't' && t[10] != ' ' {
		return 0, false
	}
	century, years, month, day := two(t[0], t[1]), two(t[2], t[3]), two(t[5], t[6]), two(t[8], t[9])
	hour, minute, sec := two(t[11], t[12]), two(t[14], t[15]), two(t[17], t[18])
	if century > 99 || years > 99 || month-1 > 11 || hour > 23 || minute > 59 || sec > 60 {
		return 0, false
	}
	year := int(100*century + years)
	if day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	seconds := daysBefore(year, month)*86_400 + int64(day-1)*86_400 + int64(hour*3600+minute*60+sec)
	rest := text[len(shape):]
	var frac Micros
	if len(rest) > 0 && (rest[0] == '.' || rest[0] == ',') {
		i, unit := 1, Second/10
		for ; i < len(rest) && isDigit(rest[i]); i++ {
			frac += unit * Micros(rest[i]-'0')
			unit /= 10
		}
		if i == 1 {
			return 0, false
		}
		rest = rest[i:]
	}
	offset, ok := parseZone(rest)
	if !ok {
		return 0, false
	}
	return Micros(seconds)*Second + frac - offset, true
}

// notTwo is what two gives for bytes that are no digits: more than any two are.
const notTwo = 128

// two reads two digits.
func two(tens, ones byte) uint {
	if !isDigit(tens) || !isDigit(ones) {
		return notTwo
	}
	return uint(tens-'0')*10 + uint(ones-'0')
}

func isLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func daysIn(year int, month uint) uint {
	if month == 2 && isLeap(year) {
		return 29
	}
	return [...]uint{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month]
}

// daysBefore counts the days from 1970 to the first of a month, in the
// calendar of today continued back to the year 0.
func daysBefore(year int, month uint) int64 {
	const to1970 = 719_528 // from the first of January of the year 0
	days := year*365 + int([...]uint16{0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}[month])
	if year > 0 {
		y := year - 1
		days += y/4 - y/100 + y/400 + 1 // the year 0 is a leap year
	}
	if month > 2 && isLeap(year) {
		days++
	}
	return int64(days - to1970)
}

// parseZone reads Z, ±HH:MM, ±HHMM or nothing and gives the offset east of UTC.
func parseZone(zone []byte) (Micros, bool) {
	if len(zone) == 0 || string(zone) == "Z" || string(zone) == "z" {
		return 0, true
	}
	sign := Second
	if zone[0] == '-' {
		sign = -Second
	} else if zone[0] != '+' {
		return 0, false
	}
	var hours, minutes uint
	switch {
	case len(zone) == 5:
		hours, minutes = two(zone[1], zone[2]), two(zone[3], zone[4])
	case len(zone) == 6 && zone[3] == ':':
		hours, minutes = two(zone[1], zone[2]), two(zone[4], zone[5])
	default:
		return 0, false
	}
	if hours > 23 || minutes > 59 {
		return 0, false
	}
	return sign * Micros(hours*3600+minutes*60), true
}
