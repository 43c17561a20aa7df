package command

import (
	"fmt"
	"slices"
	"strings"

	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// tell says what was left out and why: rows that gave no sighting at level
// INFO, and a warning for each role that matters and never had a value.
func tell(m *conversation.Messages, tally detect.Tally, roles []project.RoleUse, plan detect.Plan) {
	if tally.Rows == 0 {
		return
	}
	counted := plan.Engine.When.Attributes()
	for _, role := range roles {
		if role.Had || !role.Needed && !isCounted(role.Name, counted) {
			continue
		}
		m.Add(conversation.Warn, "%s never had a value in %d rows; tried the fields %s. Check that the add-on that extracts them is installed, or name the field by an option",
			role.Name, tally.Rows, strings.Join(role.Fields, ", "))
	}
	for _, s := range tally.Skipped() {
		m.Add(conversation.Info, "%s of %d: %s", rowsOf(s.Rows), tally.Rows, Why(s.Skip))
	}
}

func isCounted(role string, counted []sighting.Attribute) bool {
	a, ok := sighting.AttributeByName(role)
	return ok && slices.Contains(counted, a)
}

func rowsOf(n uint64) string {
	if n == 1 {
		return "skipped 1 row"
	}
	return fmt.Sprintf("skipped %d rows", n)
}

// Why says in words why a row gives no sighting.
func Why(s project.Skip) string {
	switch s.Reason {
	case project.NotJSON:
		return "_raw is no JSON object"
	case project.NoTime:
		return s.Field + " is no time"
	case project.BadFirst, project.BadLast:
		return s.Field + " is no time, so the row's span is not known"
	case project.LastBeforeFirst:
		return s.Field + " lies before the row's first time"
	case project.AcrossSlices:
		return "the row's span crosses a slice of the clock, which mode=tumbling cannot place"
	case project.Filtered:
		return "not among the events that the source's published search looks at"
	case project.NoKey:
		return s.Field + " has no value, so the row belongs to no session"
	case project.NoSource:
		return s.Field + " has no value"
	case project.NotAddress:
		return s.Field + " is no address: a provider's own name, or not readable"
	case project.TrustedNetwork:
		return "from a trusted network"
	case project.IgnoredIdentity:
		return "of an ignored identity"
	case project.TooMany:
		return "more combinations of key and source values than an event can have"
	}
	return s.Reason.String()
}
