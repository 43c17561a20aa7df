package samples

import (
	"slices"
	"time"
)

// stays is where everybody is while nothing happens. No stay overlaps a
// step of the same person elsewhere by less than a window.
func stays() []stay {
	return []stay{
		{avery, "07:40:00", "08:43:00", cable.at("198.51.100.12"), chromeWindows, 0},
		{avery, "09:33:00", "16:50:00", desk, chromeWindows, newSession},
		{noor, "08:00:00", "12:05:00", desk, chromeMac, 0},
		{noor, "13:00:00", "16:45:00", desk, chromeMac, 0},
		{tove, "07:55:00", "11:00:00", cable.at("2001:db8:5:10:9c1e:44ff:fe02:7a31"), chromeMac, 0},
		{tove, "11:05:00", "16:10:00", cable.at("2001:db8:5:10:21f7:90aa:6b3d:e8c4"), chromeMac, 0},
		{ellis, "08:30:00", "16:30:00", cable.at("198.51.100.40"), chromeMac, 0},
		{jory, "08:10:00", "17:00:00", fibre.at("192.0.2.61"), edgeWindows, 0},
		{wren, "09:00:00", "16:40:00", cable.at("198.51.100.90"), chromeWindows, 0},
		{sol, "09:10:00", "15:45:00", cable.at("2001:db8:5:22::9"), chromeMac, 0},
		{perrin, "08:05:00", "16:20:00", desk, chromeWindows, 0},
		{senna, "09:00:00", "15:00:00", cable.at("198.51.100.112"), safariPhone, 0},
		{kit, "08:20:00", "10:58:00", cable.at("198.51.100.131"), safariTablet, 0},
		{lumi, "10:00:00", "16:00:00", desk, chromeMacUpdated, newSession},
		{bo, "09:30:00", "16:30:00", fibre.at("192.0.2.92"), chromeWindows, 0},
		{dara, "08:00:00", "16:00:00", cable.at("198.51.100.171"), chromeWindows, 0},
		{tomas, "08:40:00", "17:05:00", desk, edgeWindows, 0},
		{mika, "07:50:00", "16:00:00", cable.at("198.51.100.23"), chromeWindows, 0},
		{oda, "09:20:00", "16:55:00", desk, edgeWindows, 0},
		{remy, "08:15:00", "10:03:00", cable.at("198.51.100.61"), chromeMac, 0},
		{remy, "10:40:00", "15:30:00", cable.at("198.51.100.61"), chromeMac, 0},
		{ines, "08:00:00", "13:08:00", fibre.at("192.0.2.77"), chromeWindows, 0},
		{deploy, "07:30:00", "17:00:00", fibre.at("192.0.2.80"), awsCLI, 0},
	}
}

// everyday invents what goes on during a stay, about every pause.
func (s source) everyday(p *pen, st stay) []moment {
	if st.who.bot && !s.bots {
		return nil
	}
	var list []moment
	end := clock(st.to)
	for t := clock(st.from); ; {
		t = t.Add(time.Duration(float64(s.pause) * (0.3 + 1.4*p.rng.Float64()))).Truncate(time.Millisecond)
		if t.After(end) {
			return list
		}
		m := moment{at: t, who: st.who, from: st.place, with: st.with, how: st.how}
		if st.who.bot || p.chance(40) {
			m.op = p.pick(s.noise...)
		}
		list = append(list, m)
	}
}

// day writes the whole day of a source in the order of arrival: most events
// at once, a few minutes late, a few twice.
func (s source) day() [][]byte {
	type arrival struct {
		at   time.Time
		line []byte
	}
	p := newPen(s.File)
	var log []arrival
	write := func(m moment) {
		line := s.write(p, m).line()
		at := m.at.Add(time.Duration(p.rng.IntN(2000)) * time.Millisecond)
		if p.chance(3) {
			at = at.Add(time.Duration(60+p.rng.IntN(500)) * time.Second)
		}
		log = append(log, arrival{at, line})
		if m.how.has(twice) || p.chance(2) {
			log = append(log, arrival{at.Add(time.Duration(5+p.rng.IntN(60)) * time.Second), line})
		}
	}
	for _, sc := range scenes() {
		if sc.in.has(s.file) {
			for _, m := range sc.moments() {
				write(m)
			}
		}
	}
	for _, st := range stays() {
		for _, m := range s.everyday(p, st) {
			write(m)
		}
	}
	slices.SortStableFunc(log, func(a, b arrival) int { return a.at.Compare(b.at) })
	lines := make([][]byte, len(log))
	for i, a := range log {
		lines[i] = a.line
	}
	return lines
}
