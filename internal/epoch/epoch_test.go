package epoch_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
)

func TestParse(t *testing.T) {
	t.Parallel()
	noon := epoch.Micros(time.Date(2026, 3, 10, 12, 0, 5, 0, time.UTC).UnixMicro())
	for text, want := range map[string]epoch.Micros{
		"1700000000":                     1700000000 * epoch.Second,
		"1700000000.5":                   1700000000*epoch.Second + 500000,
		" 1700000000.500 ":               1700000000*epoch.Second + 500000,
		"1700000000.1234567":             1700000000*epoch.Second + 123456,
		"1700000000.":                    1700000000 * epoch.Second,
		"-1.5":                           -1500000,
		"-0.0000019":                     -1,
		"+7":                             7 * epoch.Second,
		"2026-03-10T12:00:05Z":           noon,
		"2026-03-10t12:00:05z":           noon,
		"2026-03-10 12:00:05":            noon,
		"2026-03-10T12:00:05":            noon,
		"2026-03-10T12:00:05.1234567Z":   noon + 123456,
		"2026-03-10T12:00:05.123456789Z": noon + 123456,
		"2026-03-10T13:00:05+01:00":      noon,
		"2026-03-10T05:00:05.000-0700":   noon,
		"2026-03-10 12:00:05.12+00:00":   noon + 120000,
		"2026-03-10T12:00:05,5Z":         noon + 500000,
		"3/10/2026 12:00:05 PM":          noon,
		"03/10/2026 12:00:05 PM":         noon,
		"2024-02-29T00:00:00Z":           epoch.Micros(time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC).UnixMicro()),
		"1969-12-31T23:59:59.75Z":        -250000,
		"2016-12-31T23:59:60Z":           epoch.Micros(time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()),
		"1000000000000":                  epoch.Max,
		"-1000000000000":                 epoch.Min,
		"0":                              0,
	} {
		got, ok := epoch.Parse([]byte(text))
		require.True(t, ok, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{
		"", " ", "-", ".", ".5", "NaN", "Inf", "-inf", "1e308", "1.7e9", "0x10", "1,5", "12a", "1..2", "1.2.3",
		"1000000000001", "1000000000000.000001", "99999999999999999999999999999999",
		"2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z",
		"2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00:00:00.Z",
		"2026-01-01T00:00:00+1", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+00:60", "2026-01-01T00:00:00+000:0",
		"2026-01-01T00:00:00X", "2026-01-01", "2026-1-1T00:00:00Z", "2026-01-01_00:00:00", "13/40/2026 12:00:05 PM",
		"yesterday at noon, or so", strings.Repeat("9", 1<<20),
	} {
		_, ok := epoch.Parse([]byte(text))
		require.False(t, ok, text)
	}
}

func TestParseScaledTellsUnitsBySize(t *testing.T) {
	t.Parallel()
	const want = 1689075609 * epoch.Second
	for text, plus := range map[string]epoch.Micros{
		"1689075609":           0,
		"1689075609.25":        250000,
		"1689075609123":        123000,
		"1689075609123456":     123456,
		"2023-07-11T11:40:09Z": 0,
	} {
		got, ok := epoch.ParseScaled([]byte(text))
		require.True(t, ok, text)
		require.Equal(t, want+plus, got, text)
	}
	for _, text := range []string{"", "x", "1e12", "9999999999999999999"} {
		_, ok := epoch.ParseScaled([]byte(text))
		require.False(t, ok, text)
	}
}

// A time as text is the exact fraction that it stands for, so parsing is the
// reverse of writing, and both agree with rational arithmetic.
func TestAppendAndParse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := epoch.Micros(rapid.Int64Range(int64(epoch.Min), int64(epoch.Max)).Draw(t, "m"))
		text := m.String()
		want := new(big.Rat).SetFrac64(int64(m), int64(epoch.Second))
		got, ok := new(big.Rat).SetString(text)
		require.True(t, ok, text)
		require.Zero(t, want.Cmp(got), text)
		if _, frac, has := strings.Cut(text, "."); has {
			require.LessOrEqual(t, len(frac), 6)
			require.False(t, strings.HasSuffix(frac, "0"), text)
		}
		back, ok := epoch.Parse([]byte(text))
		require.True(t, ok, text)
		require.Equal(t, m, back)
	})
}

func TestParseAgreesWithTimePackage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMicro(rapid.Int64Range(-30_000_000_000_000_000, 100_000_000_000_000_000).Draw(t, "at"))
		zone := time.FixedZone("", 60*rapid.IntRange(-14*60, 14*60).Draw(t, "zone"))
		layout := rapid.SampledFrom([]string{
			time.RFC3339Nano, "2006-01-02T15:04:05.000000Z07:00", "2006-01-02T15:04:05.000000-0700", "2006-01-02 15:04:05.000000000-07:00",
		}).Draw(t, "layout")
		got, ok := epoch.Parse([]byte(at.In(zone).Format(layout)))
		require.True(t, ok)
		require.Equal(t, at.UnixMicro(), int64(got))
	})
}

// Days that there are, and those that there are not. Every seventh year meets
// each place in the 400 years after which the calendar repeats.
func TestDatesAgreeWithTimePackage(t *testing.T) {
	t.Parallel()
	text := []byte("0000-00-00T01:02:03Z")
	for year := 0; year < 10_000; year += 7 {
		for month := range 14 {
			for _, day := range []int{0, 1, 28, 29, 30, 31, 32} {
				copy(text, fmt.Sprintf("%04d-%02d-%02d", year, month, day))
				want, err := time.Parse(time.RFC3339, string(text))
				got, ok := epoch.Parse(text)
				if ok != (err == nil) || ok && want.UnixMicro() != int64(got) {
					require.Fail(t, "differs from package time", "%s: %d %v", text, got, ok)
				}
			}
		}
	}
}

// Ten digits with a fraction take a path of their own: a sign before them
// changes the path, not the time.
func TestTenDigitsAsAnyOthers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9]{9,11}(\.[0-9]{0,8})?`).Draw(t, "text")
		if rapid.Bool().Draw(t, "spoil") {
			at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
			text = text[:at] + rapid.SampledFrom([]string{".", "/", ":", " ", "x", "", "\xff", "-"}).Draw(t, "by") + text[at+1:]
		}
		got, ok := epoch.Parse([]byte(text))
		want, wantOK := epoch.Parse([]byte("+" + text))
		if text[:1] != strings.Trim(text[:1], " -") { // no digit to begin with
			return
		}
		require.Equal(t, wantOK, ok, text)
		require.Equal(t, want, got, text)
	})
}

func TestParsingAllocatesNothing(t *testing.T) {
	for _, text := range []string{"1700000000.123", "1700000000", "2014-06-11T08:19:59.000-0700", "2026-03-10T12:00:05Z", "-", ""} {
		text := []byte(text)
		require.Zero(t, testing.AllocsPerRun(100, func() { epoch.Parse(text) }), string(text))
	}
}

func BenchmarkParse(b *testing.B) {
	for _, text := range []string{"1700000000", "1700000000.123", "1700000000.123456", "17.5", "2014-06-11T08:19:59.000-0700"} {
		b.Run(text, func(b *testing.B) {
			text := []byte(text)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				epoch.Parse(text)
			}
		})
	}
}

func TestSlice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ m, width, want int64 }{
		{0, 300, 0}, {299, 300, 0}, {300, 300, 1}, {-1, 300, -1}, {-300, 300, -1}, {-301, 300, -2},
	} {
		require.Equal(t, c.want, epoch.Micros(c.m).Slice(epoch.Micros(c.width)), c)
	}
}

func TestParseSpan(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]epoch.Micros{
		"90": 90 * epoch.Second, "90s": 90 * epoch.Second, "5m": 300 * epoch.Second, "5min": 300 * epoch.Second,
		"24h": 86400 * epoch.Second, "1H": 3600 * epoch.Second, "7d": 7 * 86400 * epoch.Second, "2w": 14 * 86400 * epoch.Second,
		"1.5h": 5400 * epoch.Second, "0.000001": 1, "250ms": 250000, "1us": 1, "100000d": epoch.MaxSpan,
	} {
		got, err := epoch.ParseSpan(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "0", "0s", "-5m", "m", "5 m", "5x", "5mm", "1e3", "100001d", "100000.5d", "0.0000001", "99999999999999w", "all"} {
		_, err := epoch.ParseSpan(text)
		require.ErrorIs(t, err, epoch.ErrSpan, text)
	}
}
