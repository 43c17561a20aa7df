package faults

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// times are what may stand in _time. A user who is seen at this time from two
// networks is found if it is one, under the time that is given; the finding's
// neighbours stay.
var times = []struct{ text, found string }{
	{"1700000000.123456", "1700000000.123456"},
	{"1700000000.1234569999999999999999999999", "1700000000.123456"},
	{"+1700000000", "1700000000"},
	{" 1700000000 ", "1700000000"},
	{"01700000000", "1700000000"},
	{"1e9", ""},
	{"0x10", ""},
	{"1_700_000_000", ""},
	{"1,700,000,000", ""},
	{"1700000000s", ""},
	{"1700000000 1700000000", ""},
	{"NaN", ""},
	{"nan", ""},
	{"Inf", ""},
	{"+Inf", ""},
	{"-Infinity", ""},
	{"1e308", ""},
	{"-1e308", ""},
	{"1e-308", ""},
	{strings.Repeat("9", 400), ""},
	{"9223372036854775807", ""},
	{"-9223372036854775808", ""},
	{"18446744073709551616", ""},
	{"9223372036854", ""},
	{"1000000000001", ""},
	{"999999999999.999999", "999999999999.999999"}, // year 33658
	{"1000000000000", "1000000000000"},
	{"-999999999999", "-999999999999"},
	{"-1", "-1"}, // 1969
	{"-0.5", "-0.5"},
	{"-62135596800", "-62135596800"}, // year 1
	{"253402300800", "253402300800"}, // year 10000
	{"0.000001", "0.000001"},
	{"0", ""}, // stands for no time
	{"-0", ""},
	{"0.0000001", ""},
	{"", ""},
	{"now", ""},
	{"\x00", ""},
	{"١٧٠٠٠٠٠٠٠٠", ""}, // Arabic digits
	{"2023-11-14T22:13:20Z", "1700000000"},
	{"2023-11-14T22:13:20.5+01:00", "1699996400.5"},
	{"2023-11-14T22:13:60Z", "1700000040"}, // a leap second
	{"2023-02-30T00:00:00Z", ""},
	{"0001-01-01T00:00:00Z", "-62135596800"},
	{"9999-12-31T23:59:59Z", "253402300799"},
}

func TestTimes(t *testing.T) {
	t.Parallel()
	for _, row := range times {
		t.Run(fmt.Sprintf("%.40q", row.text), func(t *testing.T) {
			t.Parallel()
			for _, window := range []string{"5m", "100000d", "all"} {
				l := small("window=" + window)
				l.bodies[1] += fmt.Sprintf("%[1]q,traveller,\"192.0.2.1\",,,\n%[1]q,traveller,\"203.0.113.1\",,,\n", row.text)
				if strings.ContainsAny(row.text, "\x00") {
					l.bodies[1] = strings.ReplaceAll(l.bodies[1], `\x00`, "\x00")
				}
				if row.found != "" {
					l.findings++
				}
				o := calm(t, l)
				require.Equal(t, row.found != "", strings.Contains(o.last().body, "\n"+row.found+",traveller,"))
			}
		})
	}
}

// A clock that jumps: the rows of a request lie years before or after those of
// the one before, within the request too. What is found is what is found when
// all times are in order, since each of the years is for itself.
func TestClockJumps(t *testing.T) {
	t.Parallel()
	const year = 31_556_952
	for seed := range uint64(either(100, 3)) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			ordered := &load{args: []string{"by=user", "memory_limit=1MB"}}
			jumping := &load{args: ordered.args}
			var rows []string
			for years := -20; years < 20; years++ {
				var body strings.Builder
				body.WriteString(usualHeader)
				for n := range 300 {
					src := []string{"192.0.2.1", "198.51.100.1"}[n/200] // the last third moved
					row := fmt.Sprintf("\"%d\",\"user-%d\",%q,,,\n", 1_700_000_000+years*year+n/100, n%100, src)
					body.WriteString(row)
					rows = append(rows, row)
				}
				ordered.bodies = append(ordered.bodies, body.String())
				ordered.findings += 100
			}
			want := calm(t, ordered)
			rand.New(rand.NewPCG(seed, 0)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			for from := 0; from < len(rows); from += 1000 {
				jumping.bodies = append(jumping.bodies, usualHeader+strings.Join(rows[from:min(from+1000, len(rows))], ""))
			}
			requireSameFindings(t, want, play(t, jumping, setting{}))
		})
	}
}
