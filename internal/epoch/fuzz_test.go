package epoch_test

import (
	"bytes"
	"math/big"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
)

var (
	number = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]*)?$`)
	span   = regexp.MustCompile(`^\+?[0-9]+(\.[0-9]*)?([A-Za-z]*)$`)
)

// cut is the number's whole microseconds, what is finer cut off.
func cut(text string) *big.Int {
	if strings.HasSuffix(text, ".") {
		text += "0"
	}
	r, _ := new(big.Rat).SetString(text)
	r.Mul(r, big.NewRat(int64(epoch.Second), 1))
	return new(big.Int).Quo(r.Num(), r.Denom())
}

// FuzzParse holds seconds against exact arithmetic and RFC 3339 against the
// time package; what is read is printed and read again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"1700000000.5", "2026-03-10T12:00:05.1234567+01:00", "3/10/2026 12:00:05 PM", "-0.000001", "2026-02-30T00:00:00",
		"1700000000000", "1700000000000000", "+5.", "1e9", "2026-03-10 12:00:05-0700",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m, ok := epoch.Parse(text)
		blank, blankOK := epoch.Parse([]byte(" " + string(text) + "\n"))
		require.Equal(t, ok, blankOK, "blanks around it change nothing")
		require.Equal(t, m, blank)

		trimmed := string(bytes.TrimSpace(text))
		isNumber := number.MatchString(trimmed)
		if isNumber {
			want := cut(trimmed)
			require.Equal(t, want.IsInt64() && want.Int64() >= int64(epoch.Min) && want.Int64() <= int64(epoch.Max), ok)
			if ok {
				require.Equal(t, want.Int64(), int64(m))
			}
		}
		scaled, scaledOK := epoch.ParseScaled(text)
		if !isNumber || ok && m < 100_000_000_000*epoch.Second {
			require.Equal(t, ok, scaledOK)
			require.Equal(t, m, scaled, "seconds are told from milliseconds")
		}
		if !ok {
			return
		}
		again, ok := epoch.Parse(m.Append(nil))
		require.True(t, ok)
		require.Equal(t, m, again)
		if at, err := time.Parse(time.RFC3339Nano, trimmed); err == nil {
			require.Equal(t, at.UnixMicro(), int64(m))
		}
	})
}

// FuzzParseSpan holds spans against exact arithmetic, both what is accepted
// and what is refused.
func FuzzParseSpan(f *testing.F) {
	for _, seed := range []string{"90", "5m", "1.5h", "0.0000009s", "250ms", "100000d", "100000.000001d", "-5m", "9w9", "5µs", "1.us", "+1MIN"} {
		f.Add(seed)
	}
	seconds := map[string]string{
		"": "1", "s": "1", "sec": "1", "secs": "1", "second": "1", "seconds": "1", "ms": "1/1000", "us": "1/1000000",
		"m": "60", "min": "60", "mins": "60", "minute": "60", "minutes": "60", "h": "3600", "hr": "3600", "hrs": "3600", "hour": "3600", "hours": "3600",
		"d": "86400", "day": "86400", "days": "86400", "w": "604800", "week": "604800", "weeks": "604800",
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := epoch.ParseSpan(text)
		parts := span.FindStringSubmatch(text)
		if parts == nil || seconds[strings.ToLower(parts[2])] == "" {
			require.ErrorIs(t, err, epoch.ErrSpan)
			return
		}
		n := cut(strings.TrimSuffix(text, parts[2])) // microseconds, were the unit seconds
		unit, _ := new(big.Rat).SetString(seconds[strings.ToLower(parts[2])])
		length := new(big.Rat).Mul(new(big.Rat).SetInt(n), unit)
		want := new(big.Int).Quo(length.Num(), length.Denom())
		most := big.NewInt(int64(epoch.MaxSpan))
		if want.Sign() == 0 || want.Cmp(most) > 0 || n.Cmp(most) > 0 {
			require.ErrorIs(t, err, epoch.ErrSpan)
			return
		}
		require.NoError(t, err)
		require.Equal(t, want.Int64(), int64(m))
		again, err := epoch.ParseSpan(m.String() + "s")
		require.NoError(t, err)
		require.Equal(t, m, again)
	})
}
