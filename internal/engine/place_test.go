package engine

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to string
		km       float64
	}{
		{"59.91,10.75", "59.91,10.75", 0},
		{"0,0", "0,180", 20015},
		{"90,0", "-90,50", 20015},
		{"-40.9646,-136.91", "40.9646,43.09", 20015}, // where rounding makes more than half the way round
		{"59.91,10.75", "59.33,18.07", 416},          // Oslo, Stockholm
		{"40.71,-74.01", "51.51,-0.13", 5570},        // New York, London
		{"0,179.9", "0,-179.9", 22},                  // over the date line
	} {
		a, ok := parsePlace([]byte(c.from))
		require.True(t, ok)
		b, ok := parsePlace([]byte(c.to))
		require.True(t, ok)
		require.InDelta(t, c.km, a.distance(b), 1, "%s to %s", c.from, c.to)
		require.InDelta(t, a.distance(b), b.distance(a), 1e-9)
	}
	for _, text := range []string{"", "1", "1,", ",1", "x,1", "1,x", "91,0", "-91,0", "0,181", "NaN,0", "0,Inf", "1,2,3"} {
		_, ok := parsePlace([]byte(text))
		require.False(t, ok, text)
	}
}

func TestTopSpeed(t *testing.T) {
	t.Parallel()
	const oslo, stockholm = "59.91,10.75", "59.33,18.07"
	at := func(origin string, seconds epoch.Micros, place string) oracleRow {
		row := one(origin, seconds*epoch.Second)
		if place != "" {
			row = row.showing(sighting.Location, place)
		}
		return row
	}
	for name, c := range map[string]struct {
		rows      []oracleRow
		km, hours float64 // of the fastest move
	}{
		"an hour":             {[]oracleRow{at("A", 0, oslo), at("B", 3600, stockholm)}, 416, 1},
		"half an hour":        {[]oracleRow{at("A", 0, oslo), at("B", 1800, stockholm)}, 416, 0.5},
		"slowly":              {[]oracleRow{at("A", 0, "0,0"), at("B", 7200, "0,0.01")}, 1, 2},
		"at once":             {[]oracleRow{at("A", 0, oslo), at("B", 0, stockholm)}, 416, 1. / 3600},
		"the fastest counts":  {[]oracleRow{at("A", 0, oslo), at("B", 3600, stockholm), at("A", 3700, oslo)}, 416, 1. / 36},
		"of two the first":    {[]oracleRow{at("A", 0, "0,0"), at("B", 3600, "0,6"), at("C", 10800, "0,18")}, 667, 1},
		"one origin does not": {[]oracleRow{at("A", 0, oslo), at("A", 60, stockholm), at("B", 3600, stockholm)}, 0, 1},
		"not known":           {[]oracleRow{at("A", 0, oslo), at("B", 60, "")}, 0, 1},
		"no place on earth":   {[]oracleRow{at("A", 0, oslo), at("B", 60, "here,there")}, 0, 1},
		"the same place":      {[]oracleRow{at("A", 0, oslo), at("B", 60, oslo)}, 0, 1},
		"duplicates are moot": {[]oracleRow{at("A", 0, oslo), at("A", 0, oslo), at("B", 3600, stockholm), at("B", 3600, stockholm)}, 416, 1},
		// One origin in two places at one moment: the move is from the one whose
		// text is last, and from one that is known.
		"two at once":          {[]oracleRow{at("A", 0, oslo), at("A", 0, stockholm), at("B", 3600, stockholm)}, 416, 1},
		"not known and known":  {[]oracleRow{at("A", 0, oslo), at("A", 0, ""), at("B", 3600, stockholm)}, 416, 1},
		"not known, both ways": {[]oracleRow{at("A", 0, ""), at("B", 60, "")}, 0, 1},
	} {
		for _, order := range []string{"in order", "the other way round"} {
			found := run(t, Plan{Window: 7200 * epoch.Second, When: when("dc(origin)>1")}, c.rows)
			require.Len(t, found, 1, name)
			require.InDelta(t, c.km, found[0].Distance, 0.5, "%s, %s", name, order)
			require.InDelta(t, found[0].Distance/c.hours, found[0].TopSpeed, 1e-6, "%s, %s", name, order)
			slices.Reverse(c.rows)
		}
	}
}
