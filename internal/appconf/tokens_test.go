package appconf

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/basesearch"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/project"
)

// columnsOf are the columns of a detection's results.
func columnsOf(t *testing.T, d Detection) (names []string) {
	t.Helper()
	plan := planOf(t, d)
	for _, column := range finding.NewLayout(plan.KeyColumns(), plan.Attributes()).Columns() {
		names = append(names, column.Name)
	}
	return append(names, "risk_score") // by the macro cs_risk_score
}

func planOf(t *testing.T, d Detection) *project.Plan {
	t.Helper()
	plan, err := project.Compile(project.Spec{
		Profile: profileOf(t, d), Origin: basesearch.DefaultOrigin, OriginNeeded: true, IndexTime: true,
	})
	require.NoError(t, err)
	return plan
}

// Every token is a column, and so is every field that an alert action names.
func TestTokensAreColumns(t *testing.T) {
	each(t, func(t *testing.T, _ *App, d Detection) {
		columns := columnsOf(t, d)
		for _, key := range messageKeys {
			text := d.Get(key)
			if strings.HasPrefix(key, "action.notable.") && d.Get("action.notable") != "1" {
				require.Empty(t, text, key)
				continue
			}
			require.NotEmpty(t, Tokens(text), key)
			require.NotContains(t, Fill(text, func(string) string { return "" }), "$", key)
			for _, name := range Tokens(text) {
				require.Contains(t, columns, name, key)
			}
		}
		for name := range strings.SplitSeq(d.Get("alert.suppress.fields"), ",") {
			require.Contains(t, columns, name)
		}
		for name := range strings.SplitSeq(d.Get("action.notable.param.nes_fields"), ",") {
			require.Contains(t, append(columns, ""), name)
		}
		// These would take the place of what the risk action says.
		for _, name := range []string{
			"risk_object", "risk_object_type", "threat_object", "search_name", "severity", "urgency", "owner", "status", "host", "source", "sourcetype", "index",
		} {
			require.NotContains(t, columns, name)
		}
	})
}

// The risk action: the user, and what the thief came with.
func TestRisk(t *testing.T) {
	each(t, func(t *testing.T, _ *App, d Detection) {
		type entry struct {
			Field       string `json:"risk_object_field"`
			Type        string `json:"risk_object_type"`
			Score       int    `json:"risk_score"`
			ThreatField string `json:"threat_object_field"`
			ThreatType  string `json:"threat_object_type"`
		}
		var risk, entities []entry
		parse(t, d.Get("action.risk.param._risk"), &risk)
		want := []entry{{Field: "user", Type: "user", Score: profileOf(t, d).BaseScore}, {ThreatField: "src", ThreatType: "ip_address"}}
		if d.Profile != "authentication" {
			want = append(want, entry{ThreatField: "user_agent", ThreatType: "http_user_agent"})
		}
		require.Equal(t, want, risk)
		for _, e := range risk {
			require.Contains(t, columnsOf(t, d), e.Field+e.ThreatField)
		}
		if d.Get("action.notable") == "1" {
			parse(t, d.Get("action.notable.param._entities"), &entities)
			require.Equal(t, want[:1], entities)
		}
	})
}

// Drilldowns: the detection itself, the user's risk, the events; each can be
// expanded and has the search's own range or the last seven days.
func TestDrilldowns(t *testing.T) {
	each(t, func(t *testing.T, a *App, d Detection) {
		var list []struct {
			Name, Search string
			Earliest     string `json:"earliest_offset"`
			Latest       string `json:"latest_offset"`
		}
		parse(t, d.Get("action.notable.param.drilldown_searches"), &list)
		require.Len(t, list, 3)
		require.Equal(t, d.Get("search")+` | search user="$user$"`, list[0].Search)
		require.Contains(t, list[1].Search, `normalized_risk_object="$user$"`)
		require.Equal(t, []string{"7d", "0"}, []string{list[1].Earliest, list[1].Latest})
		allowed := append(columnsOf(t, d), "info_min_time", "info_max_time")
		for _, drilldown := range list {
			require.NotContains(t, drilldown.Search, "starthoursago")
			if drilldown.Earliest != "7d" {
				require.Equal(t, []string{"$info_min_time$", "$info_max_time$"}, []string{drilldown.Earliest, drilldown.Latest})
			}
			for _, name := range Tokens(drilldown.Name + drilldown.Search) {
				require.Contains(t, allowed, name)
			}
			_, err := a.Macros.Expand(drilldown.Search)
			require.NoError(t, err)
			for _, macro := range Calls(drilldown.Search) {
				require.True(t, strings.HasPrefix(macro, "cs_"), "%s is not seen by Enterprise Security", macro)
			}
		}
	})
}

// The rows that reach the command have exactly the fields that it asks for.
func TestFieldsAreThoseOfTheCommand(t *testing.T) {
	each(t, func(t *testing.T, a *App, d Detection) {
		if d.Profile == "authentication" {
			t.Skip("tstats gives what the data model has")
		}
		spl, err := a.Macros.Expand(d.Get("search"))
		require.NoError(t, err)
		commands := Pipeline(spl)
		list, found := strings.CutPrefix(commands[1], "fields ")
		require.True(t, found, commands[1])
		var names []string
		for name := range strings.SplitSeq(list, ", ") {
			names = append(names, strings.Trim(name, `"`))
		}
		require.ElementsMatch(t, planOf(t, d).RequiredFields(), names)
		require.Equal(t, "fields - _raw", commands[2])

		// The lists are asked about the source that the command reads.
		src := profileOf(t, d).Roles[profile.Src]
		var quoted []string
		for _, name := range append(append([]string(nil), src.Extracted...), src.Raw...) {
			if strings.Contains(name, ".") {
				name = "'" + name + "'"
			}
			quoted = append(quoted, name)
		}
		require.Contains(t, commands[3], "cs_src=coalesce("+strings.Join(quoted, ", ")+")")
	})
}
