package engine

import (
	"maps"
	"slices"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// This file says what an episode is, one short function per statement, slowly
// and without any cleverness. The engine must agree with it on everything.
// Every moment is a whole microsecond and every stretch here has both its
// ends in it. The statements, by number:
//
//  1. A row is a sighting of one key; a multivalue attribute gives it all its values.
//  2. A missing value is no value. Keys are never lumped together.
//  3. What a sighting shows is present from then on for one window, both ends
//     included. A moment is hot iff the condition holds on the distinct values present.
//  4. Hot time of one key, pauses of at most one window included, is an episode.
//     Its trigger is its first moment; its members are the sightings from one
//     window before the trigger to the end.
//  5. An endless window: hot for ever, and every sighting is a member. Tumbling
//     windows: each slice floor(t/window) alone.
//  6. Evidence in order of (time, origin): switches, closest gap, interleaved.
//  7. Order and duplicates of rows do not matter; episodes come by (trigger, key).
//  8. Reported are the triggers in [since, until). The two windows before a moment
//     decide alone whether it is a trigger.
//  9. By index time: reported is what is hot on the rows indexed before until and
//     not on those before since, with its trigger two windows into the search.
//
// A row may stand for many events: it is present from its first event to one
// window after its last (aggregated rows).

// oracleRow is one sighting: what it shows, whose it is, and when.
type oracleRow struct {
	sighting.Sighting
	sighting.Seen
}

// stretch is from its first moment to its last, both included.
type stretch struct{ first, last epoch.Micros }

func (i stretch) meets(j stretch) bool { return i.first <= j.last && j.first <= i.last }

// oracle finds the episodes to report.
func oracle(plan Plan, rows []oracleRow) []Episode {
	var found []Episode
	for _, own := range oracleGroups(plan, rows) {
		for _, hot := range oracleEpisodes(plan, own) {
			if oracleReports(plan, own, hot) {
				found = append(found, oracleDescribe(plan, own, hot))
			}
		}
	}
	slices.SortFunc(found, oracleOrder)
	return found
}

// oracleCounts: a row with last before first, or across a slice when tumbling,
// is skipped.
func oracleCounts(plan Plan, row oracleRow) bool {
	if row.Last < row.First {
		return false
	}
	return plan.Mode != Tumbling || oracleSlice(plan, row.First) == oracleSlice(plan, row.Last)
}

// oracleSlice is statement 5: floor(t/window).
func oracleSlice(plan Plan, t epoch.Micros) epoch.Micros {
	slice := t / plan.Window
	if slice*plan.Window > t { // division rounds up below zero
		slice--
	}
	return slice
}

// oracleGroups: only sightings of one key count together (statements 1 and 2);
// when tumbling, only those of one slice (statement 5).
func oracleGroups(plan Plan, rows []oracleRow) [][]oracleRow {
	var groups [][]oracleRow
	for _, row := range rows {
		if !oracleCounts(plan, row) {
			continue
		}
		at := slices.IndexFunc(groups, func(group []oracleRow) bool {
			return slices.Equal(group[0].Key, row.Key) &&
				(plan.Mode != Tumbling || oracleSlice(plan, group[0].First) == oracleSlice(plan, row.First))
		})
		if at < 0 {
			groups = append(groups, nil)
			at = len(groups) - 1
		}
		groups[at] = append(groups[at], row)
	}
	return groups
}

// oraclePresence is statement 3: from the sighting on for one window; statement
// 5: to the end of the slice, or for ever; a row that stands for many events:
// from the first of them to one window after the last.
func oraclePresence(plan Plan, row oracleRow) stretch {
	switch plan.Mode {
	case Tumbling:
		return stretch{row.First, (oracleSlice(plan, row.First)+1)*plan.Window - 1}
	case Endless:
		return stretch{row.First, epoch.Forever}
	default:
		return stretch{row.First, row.Last + plan.Window}
	}
}

// oracleHot is statement 3: does the condition hold on the distinct values that
// are present from p to q without a break? With p = q: at that moment.
func oracleHot(plan Plan, own []oracleRow, p, q epoch.Micros) bool {
	var present [sighting.NumCountable]map[string]bool
	for _, row := range own {
		if shown := oraclePresence(plan, row); shown.first <= p && q <= shown.last {
			for attribute := range present {
				present[attribute] = withAll(present[attribute], row.Shows[attribute])
			}
		}
	}
	var counts condition.Counts
	for attribute, values := range present {
		counts[attribute] = len(values)
	}
	return plan.When.Holds(&counts)
}

func withAll(set map[string]bool, values []string) map[string]bool {
	if set == nil {
		set = map[string]bool{}
	}
	for _, value := range values {
		set[value] = true
	}
	return set
}

// oracleHotTime is statement 4: the hot time, in pieces. What is present changes
// only where some presence begins or ends, so it is enough to look at those
// moments and at the time between two of them.
func oracleHotTime(plan Plan, own []oracleRow) []stretch {
	changes := map[epoch.Micros]bool{}
	for _, row := range own {
		shown := oraclePresence(plan, row)
		changes[shown.first], changes[shown.last] = true, true
	}
	var pieces []stretch
	moments := slices.Sorted(maps.Keys(changes))
	for i, moment := range moments {
		if i > 0 && oracleHot(plan, own, moments[i-1], moment) {
			pieces = append(pieces, stretch{moments[i-1], moment})
		}
		if oracleHot(plan, own, moment, moment) {
			pieces = append(pieces, stretch{moment, moment})
		}
	}
	return pieces
}

// oracleEpisodes is statement 4: hot time whose pause is at most one window is
// one episode.
func oracleEpisodes(plan Plan, own []oracleRow) []stretch {
	var episodes []stretch
	for _, piece := range oracleHotTime(plan, own) {
		last := len(episodes) - 1
		if last >= 0 && piece.first-episodes[last].last <= plan.Window {
			episodes[last].last = piece.last
		} else {
			episodes = append(episodes, piece)
		}
	}
	return episodes
}

// oracleMembers is statement 4: all sightings from one window before the trigger
// to the end, a row if any part of it is; statement 5: all sightings
// of the key, when the window is endless.
func oracleMembers(plan Plan, own []oracleRow, hot stretch) []oracleRow {
	var members []oracleRow
	for _, row := range own {
		if plan.Mode == Endless || (stretch{row.First, row.Last}).meets(stretch{hot.first - plan.Window, hot.last}) {
			members = append(members, row)
		}
	}
	return members
}

// oracleReports is statement 8, or 9 with ByIndexTime.
func oracleReports(plan Plan, own []oracleRow, hot stretch) bool {
	if plan.ByIndexTime {
		return oracleReportsByIndexTime(plan, own, hot)
	}
	return (!plan.Since.Set || plan.Since.At <= hot.first) &&
		(!plan.Until.Set || hot.first < plan.Until.At)
}

// oracleReportsByIndexTime is statement 9: a moment that is hot on the rows
// indexed before Until alone, none that is hot on the rows indexed before Since
// alone, and a trigger two windows after the search's earliest time.
func oracleReportsByIndexTime(plan Plan, own []oracleRow, hot stretch) bool {
	return oracleHotWithin(plan, oracleIndexedBeforeUntil(plan, own), hot) &&
		!oracleHotWithin(plan, oracleIndexedBeforeSince(plan, own), hot) &&
		(!plan.Earliest.Set || hot.first >= plan.Earliest.At+2*plan.Window)
}

// oracleHotWithin: do these rows alone make a moment of the episode hot?
func oracleHotWithin(plan Plan, rows []oracleRow, episode stretch) bool {
	return slices.ContainsFunc(oracleHotTime(plan, rows), episode.meets)
}

// oracleIndexedBeforeUntil is statement 9: a row without an index time counts as
// indexed in [Since, Until), so it is among these.
func oracleIndexedBeforeUntil(plan Plan, own []oracleRow) (before []oracleRow) {
	for _, row := range own {
		if !row.HasIndexed || !plan.Until.Set || row.Indexed < plan.Until.At {
			before = append(before, row)
		}
	}
	return before
}

// oracleIndexedBeforeSince is statement 9: a row without an index time counts as
// indexed in [Since, Until), so it is not among these.
func oracleIndexedBeforeSince(plan Plan, own []oracleRow) (before []oracleRow) {
	for _, row := range own {
		if row.HasIndexed && plan.Since.Set && row.Indexed < plan.Since.At {
			before = append(before, row)
		}
	}
	return before
}

// oracleDescribe gives the episode its evidence.
func oracleDescribe(plan Plan, own []oracleRow, hot stretch) Episode {
	members := oracleMembers(plan, own, hot)
	points := oraclePoints(members)
	gap, hasGap := oracleClosestGap(points)
	first, last := oracleFirstLast(members)
	return Episode{
		Key:         own[0].Key,
		Trigger:     hot.first,
		End:         oracleEnd(plan, hot),
		First:       first,
		Last:        last,
		Count:       oracleCount(members),
		Shows:       oracleShows(members),
		Switches:    oracleSwitches(points),
		ClosestGap:  gap,
		HasGap:      hasGap,
		Interleaved: oracleInterleaved(points),
		Ongoing:     oracleOngoing(plan, own, hot),
	}
}

// oracleEnd: a slice ends where the next one begins.
func oracleEnd(plan Plan, hot stretch) epoch.Micros {
	if plan.Mode == Tumbling {
		return hot.last + 1
	}
	return hot.last
}

// oracleFirstLast is statement 4: the smallest and largest member times.
func oracleFirstLast(members []oracleRow) (first, last epoch.Micros) {
	first, last = members[0].First, members[0].Last
	for _, row := range members {
		first, last = min(first, row.First), max(last, row.Last)
	}
	return first, last
}

// oracleCount: the number of events behind the members.
func oracleCount(members []oracleRow) (count uint64) {
	for _, row := range members {
		count += row.Count
	}
	return count
}

// oracleShows: the distinct values of all members, sorted.
func oracleShows(members []oracleRow) (shows [sighting.NumAttributes][]string) {
	for attribute := range shows {
		var values map[string]bool
		for _, row := range members {
			values = withAll(values, row.Shows[attribute])
		}
		shows[attribute] = slices.Sorted(maps.Keys(values))
	}
	return shows
}

// oracleOngoing: is the search's latest time a hot moment of this episode?
func oracleOngoing(plan Plan, own []oracleRow, hot stretch) bool {
	latest := plan.Latest.At
	return plan.Latest.Set && hot.first <= latest && latest <= hot.last && oracleHot(plan, own, latest, latest)
}

// oracleOrder is statement 7: by trigger, then key.
func oracleOrder(a, b Episode) int {
	if a.Trigger != b.Trigger {
		if a.Trigger < b.Trigger {
			return -1
		}
		return 1
	}
	return slices.Compare(a.Key, b.Key)
}
