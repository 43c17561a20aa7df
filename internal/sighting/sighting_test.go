package sighting_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/sighting"
)

func TestIsMissing(t *testing.T) {
	t.Parallel()
	for _, value := range []string{
		"", " ", "-", "0", "unknown", "Unknown", "UNKNOWN", "null", "NULL", "none", "None", "n/a", "N/A", "undefined", "(null)", "<null>", "<NULL>",
		"  -  ", "\tnull\n", "00000000-0000-0000-0000-000000000000",
	} {
		require.True(t, sighting.IsMissing([]byte(value)), "%q", value)
	}
	for _, value := range []string{
		"a", "--", "00", "0.0", "unknown user", "nil", "na", "(none)", "00000000-0000-0000-0000-000000000001",
		"00000000-0000-0000-0000-0000000000000", strings.Repeat("0", 1000), "ünknown",
	} {
		require.False(t, sighting.IsMissing([]byte(value)), "%q", value)
	}
}

func TestIsMissingAllocatesNothing(t *testing.T) {
	value := []byte("  00000000-0000-0000-0000-00000000000A ")
	require.Zero(t, testing.AllocsPerRun(100, func() { sighting.IsMissing(value) }))
}

func TestAttributeNames(t *testing.T) {
	t.Parallel()
	for a := range sighting.NumAttributes {
		got, ok := sighting.AttributeByName(a.String())
		require.True(t, ok)
		require.Equal(t, a, got)
	}
	_, ok := sighting.AttributeByName("nope")
	require.False(t, ok)
}
