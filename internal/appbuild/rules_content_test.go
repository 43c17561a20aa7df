package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// contentRules are about saved searches, lookups, views and pictures; those of
// a kind that the app does not have hold for want of any.
var contentRules = []rule{
	{"check_saved_searches_are_complete", func(t *testing.T, s subject) {
		// No check of AppInspect since 4; the rule stands all the same.
		for name, search := range s.confIfAny(t, "default/savedsearches.conf") {
			require.NotEmpty(t, search["search"], name)
			require.NotEmpty(t, search["description"], name)
		}
	}},
	{"check_for_sched_saved_searches_earliest_time", scheduledHave("dispatch.earliest_time")},
	{"check_for_sched_saved_searches_latest_time", scheduledHave("dispatch.latest_time")},
	{"check_for_gratuitous_cron_scheduling", func(t *testing.T, s subject) {
		for name, search := range s.confIfAny(t, "default/savedsearches.conf") {
			if cron, ok := search["cron_schedule"]; ok {
				fields := strings.Fields(cron)
				require.Len(t, fields, 5, name)
				require.Regexp(t, `^(\d+(,\d+){0,11}|\*/([5-9]|[1-5]\d))$`, fields[0], "%s: at most 12 runs an hour", name)
			}
		}
	}},
	{"check_for_real_time_saved_searches_for_cloud", func(t *testing.T, s subject) {
		for name, search := range s.confIfAny(t, "default/savedsearches.conf") {
			for _, key := range []string{"dispatch.earliest_time", "dispatch.latest_time"} {
				require.False(t, strings.HasPrefix(search[key], "rt"), name)
			}
		}
	}},
	{"check_for_sched_saved_searches_action_script_filename", searchesLack("action.script.filename")},
	{"check_for_saved_searches_populate_lookup", searchesLack("action.populate_lookup")},
	{"check_saved_searches_send_no_mail", searchesLack("action.email.to")},
	{"check_lookups_allow_list", func(t *testing.T, s subject) {
		for name := range s.below("lookups") {
			require.Regexp(t, `^lookups/[a-z0-9_]+\.csv$`, name)
		}
	}},
	{"check_lookup_csv_is_valid", func(t *testing.T, s subject) {
		for name, data := range s.below("lookups") {
			require.True(t, utf8.Valid(data), name)
			rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll() // wants as many columns in every row
			require.NoError(t, err, name)
			require.GreaterOrEqual(t, len(rows), 2, name)
			require.GreaterOrEqual(t, len(rows[0]), 2, name)
			require.LessOrEqual(t, len(strings.Join(rows[0], ",")), 4096, name)
		}
	}},
	{"check_all_lookups_are_used", func(t *testing.T, s subject) {
		used := map[string]bool{}
		for _, lookup := range s.confIfAny(t, "default/transforms.conf") {
			used[lookup["filename"]] = true
		}
		for name := range s.below("lookups") {
			require.True(t, used[path.Base(name)], name)
		}
	}},
	{"check_transforms_conf_for_external_cmd", func(t *testing.T, s subject) {
		for name, lookup := range s.confIfAny(t, "default/transforms.conf") {
			require.NotContains(t, lookup, "external_cmd", name)
		}
	}},
	{"check_collections_conf_for_specified_name_field_type", func(t *testing.T, s subject) {
		for name, collection := range s.confIfAny(t, "default/collections.conf") {
			for key, value := range collection {
				if strings.HasPrefix(key, "field.") {
					require.Contains(t, []string{"string", "number", "bool", "time", "cidr"}, value, "%s: %s", name, key)
				}
			}
		}
	}},
	{"check_for_datamodel_acceleration", func(t *testing.T, s subject) {
		require.Empty(t, s.confIfAny(t, "default/datamodels.conf"))
	}},
	{"check_that_all_xml_files_are_well_formed", func(t *testing.T, s subject) {
		for name, data := range s.below("default/data/ui") {
			reader := xml.NewDecoder(bytes.NewReader(data))
			for {
				_, err := reader.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				require.NoError(t, err, name)
			}
		}
	}},
	{"check_simplexml_standards_version", func(t *testing.T, s subject) {
		for name, data := range s.below("default/data/ui/views") {
			var view struct {
				XMLName     xml.Name
				Version     string `xml:"version,attr"`
				Label       string `xml:"label"`
				Description string `xml:"description"`
				Definition  string `xml:"definition"`
			}
			require.NoError(t, xml.Unmarshal(data, &view), name)
			require.Contains(t, []string{"1.1", "2"}, view.Version, name)
			if view.Version == "2" {
				require.Equal(t, "dashboard", view.XMLName.Local, name)
				require.NotEmpty(t, view.Label, name)
				require.NotEmpty(t, view.Description, name)
				require.True(t, json.Valid([]byte(view.Definition)), "%s: the definition is no JSON", name)
			}
		}
	}},
	{"check_js_use_in_views", func(t *testing.T, s subject) {
		for name, data := range s.below("default/data/ui") {
			require.NotRegexp(t, `(?i)<script|javascript:|\bon(click|load|error)=|\bscript="`, string(data), name)
		}
	}},
	{"check_hotlinking_splunk_web_libraries", func(t *testing.T, s subject) {
		for name, data := range s.below("default/data/ui") {
			require.NotRegexp(t, `(?i)(src|href)="https?://`, string(data), name)
		}
	}},
	{"check_static_directory_file_allow_list", func(t *testing.T, s subject) {
		sizes := map[string][2]int{
			"appIcon.png": {36, 36}, "appIcon_2x.png": {72, 72}, "appIconAlt.png": {36, 36}, "appIconAlt_2x.png": {72, 72},
			"appLogo.png": {160, 40}, "appLogo_2x.png": {320, 80},
		}
		for name, data := range s.below("static") {
			require.Equal(t, "static", path.Dir(name))
			picture, err := png.DecodeConfig(bytes.NewReader(data))
			require.NoError(t, err, name)
			require.Equal(t, sizes[path.Base(name)], [2]int{picture.Width, picture.Height}, name)
			delete(sizes, path.Base(name))
		}
		require.Empty(t, sizes)
	}},
	{"check_editing_and_proofreading", func(t *testing.T, s subject) {
		link := regexp.MustCompile(`\]\(([^)\s#:]+)[)#]`)
		for name, data := range s.below("docs") {
			for _, match := range link.FindAllStringSubmatch(string(data), -1) {
				s.needs(t, path.Join(path.Dir(name), match[1]), name)
			}
		}
		unfinished := regexp.MustCompile(`\b(TODO|FIXME|XXX|lorem ipsum)\b`)
		for name, data := range s.data {
			if isText(name) {
				require.Empty(t, string(unfinished.Find(data)), name)
			}
		}
	}},
}

// needs wants a file that another one links.
func (c content) needs(t *testing.T, name, from string) {
	t.Helper()
	_, ok := c.data["concurrentsessions/"+name]
	require.True(t, ok, "%s links %s, which does not ship", from, name)
}

// scheduledHave wants a key of every scheduled search; one that starts with a
// pipe reads no index by itself.
func scheduledHave(key string) func(t *testing.T, s subject) {
	return func(t *testing.T, s subject) {
		for name, search := range s.confIfAny(t, "default/savedsearches.conf") {
			if search["enableSched"] == "1" && !strings.HasPrefix(search["search"], "|") {
				require.NotEmpty(t, search[key], name)
			}
		}
	}
}

// searchesLack wants a key of no saved search.
func searchesLack(key string) func(t *testing.T, s subject) {
	return func(t *testing.T, s subject) {
		for name, search := range s.confIfAny(t, "default/savedsearches.conf") {
			require.NotContains(t, search, key, name)
		}
	}
}
