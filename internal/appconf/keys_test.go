package appconf

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// known are the keys that the specifications of Splunk 9.x allow in the files
// that the app ships, and those of Enterprise Security's own alert actions.
// A key is a name or, between slashes, a pattern.
var known = map[string][]string{
	"analyticstories.conf": {
		"category", "last_updated", "version", "references", "maintainers", "spec_version", "searches", "description",
		"narrative", "type", "asset_type", "confidence", "explanation", "how_to_implement", "annotations",
		"known_false_positives", "providing_technologies",
	},
	"app.conf": {
		"is_configured", "state", "build", "is_visible", "label", "supported_themes", "show_in_nav", "author",
		"description", "version", "id", "name", "check_for_updates", `/reload\.[a-z]+/`,
	},
	"collections.conf": {"enforceTypes", `/field\.[a-z_]+/`, `/accelerated_fields\.[a-z_]+/`, "replicate", "replication_dump_strategy", "type"},
	"commands.conf":    {"chunked", "filename", "is_risky", "maxwait", "maxchunksize", `/command\.arg\.\d+/`, "run_in_preview"},
	"distsearch.conf":  {`/concurrentsessions_[a-z]+/`}, // names of our choice
	"macros.conf":      {"args", "definition", "validation", "errormsg", "iseval", "description"},
	"searchbnf.conf": {
		"syntax", "simplesyntax", "alias", "description", "shortdesc", `/example\d/`, `/comment\d/`, "usage", "tags", "related",
	},
	"server.conf": {`/conf_replication_include\.[a-z]+/`},
	"transforms.conf": {
		"external_type", "collection", "fields_list", "match_type", "max_matches", "min_matches", "default_match",
		"case_sensitive_match", "filename", "batch_index_query", "allow_caching",
	},
	"savedsearches.conf": {
		"disabled", "search", "description", "enableSched", "cron_schedule", "schedule_window", "allow_skew",
		"realtime_schedule", "counttype", "relation", "quantity", "is_visible", "actions", "request.ui_dispatch_app",
		`/dispatch\.(earliest_time|latest_time|index_earliest|index_latest|ttl|rt_backfill)/`,
		`/alert\.(digest_mode|suppress|suppress\.fields|suppress\.period|track|severity|expires)/`,
		"action.correlationsearch.enabled", "action.correlationsearch.label", "action.correlationsearch.detection_type",
		"action.correlationsearch.annotations", "action.correlationsearch.metadata",
		"action.risk", `/action\.risk\.param\.(_risk_message|_risk|_risk_score|verbose)/`,
		"action.notable",
		`/action\.notable\.param\.(rule_title|rule_description|security_domain|severity|nes_fields|_entities|next_steps|recommended_actions)/`,
		`/action\.notable\.param\.(drilldown_searches|drilldown_dashboards|extract_assets|extract_identities|investigation_type|verbose)/`,
	},
	"default.meta": {"access", "export", "owner"},
}

// TestKnownKeys finds misspelled keys, which Splunk ignores in silence.
func TestKnownKeys(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "default", "*.conf"))
	require.NoError(t, err)
	require.Greater(t, len(files), 8)
	for _, path := range append(files, filepath.Join(root, "metadata", "default.meta")) {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			require.Contains(t, known, name, "add the keys of its specification")
			f, err := ReadFile(path)
			require.NoError(t, err)
			for _, s := range f.Stanzas {
				require.NotEqual(t, "default", s.Name)
				for _, key := range s.Keys {
					require.True(t, slices.ContainsFunc(known[name], func(pattern string) bool { return allows(pattern, key) }),
						"[%s] %s", s.Name, key)
				}
			}
		})
	}
}

func allows(pattern, key string) bool {
	if inner, ok := strings.CutPrefix(pattern, "/"); ok {
		return regexp.MustCompile("^(?:" + strings.TrimSuffix(inner, "/") + ")$").MatchString(key)
	}
	return pattern == key
}

// The specification that ships with the app is that of the file.
func TestStoriesFitTheirSpecification(t *testing.T) {
	a := app(t)
	// Keys before the first stanza aside, a specification is no .conf file.
	text := read(t, "app/README/analyticstories.conf.spec")
	for _, s := range a.Stories.Stanzas {
		kind, _, _ := strings.Cut(s.Name, "://")
		_, of, found := strings.Cut(text, "\n["+kind+"://")
		require.True(t, found, s.Name)
		of, _, _ = strings.Cut(of, "\n[")
		for _, key := range s.Keys {
			require.Regexp(t, `(?m)^`+key+` = `, of, s.Name)
			require.NotEmpty(t, s.Get(key), "%s: %s", s.Name, key)
		}
	}
}
