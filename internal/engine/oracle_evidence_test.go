package engine

import (
	"cmp"
	"slices"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// oraclePoint is an origin seen at a time.
type oraclePoint struct {
	at     epoch.Micros
	origin string
}

// oraclePoints is statement 6: the members in order of (time, origin). A row that
// stands for many events is seen at both its ends; one without an
// origin says nothing about origins.
func oraclePoints(members []oracleRow) []oraclePoint {
	var points []oraclePoint
	for _, row := range members {
		for _, origin := range row.Shows[sighting.Origin] {
			points = append(points, oraclePoint{row.First, origin}, oraclePoint{row.Last, origin})
		}
	}
	slices.SortFunc(points, func(a, b oraclePoint) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.origin, b.origin))
	})
	return points
}

// oracleSwitches is statement 6: neighbours with different origins.
func oracleSwitches(points []oraclePoint) (switches int) {
	for i := range points {
		if i > 0 && points[i].origin != points[i-1].origin {
			switches++
		}
	}
	return switches
}

// oracleClosestGap is statement 6: the smallest distance between two points with
// different origins, if there are two origins.
func oracleClosestGap(points []oraclePoint) (gap epoch.Micros, has bool) {
	for _, a := range points {
		for _, b := range points {
			if a.origin == b.origin || a.at > b.at {
				continue
			}
			if distance := b.at - a.at; !has || distance < gap {
				gap, has = distance, true
			}
		}
	}
	return gap, has
}

// oracleInterleaved is statement 6: an origin is seen strictly before and strictly
// after another one.
func oracleInterleaved(points []oraclePoint) bool {
	for _, before := range points {
		for _, between := range points {
			for _, after := range points {
				if before.origin == after.origin && before.origin != between.origin &&
					before.at < between.at && between.at < after.at {
					return true
				}
			}
		}
	}
	return false
}
