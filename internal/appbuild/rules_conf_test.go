package main

import (
	"encoding/json"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// confRules are about the app's identity, its rights and the .conf files that
// every version of it has.
var confRules = []rule{
	{"check_config_file_parsing", func(t *testing.T, s subject) {
		for name, data := range s.data {
			if path.Ext(name) == ".conf" || path.Ext(name) == ".meta" {
				_, err := parseConf(string(data))
				require.NoError(t, err, name)
			}
		}
	}},
	{"check_no_default_stanzas", func(t *testing.T, s subject) {
		for name := range s.below("default") {
			if path.Ext(name) == ".conf" {
				require.NotContains(t, s.conf(t, name), "default", name)
			}
		}
	}},
	{"check_version_is_valid_semver", func(t *testing.T, s subject) {
		version := s.release.version
		require.Regexp(t, `^\d+\.\d+\.\d+$`, version)
		app := s.conf(t, "default/app.conf")
		require.Equal(t, version, app["launcher"]["version"])
		require.Equal(t, version, app["id"]["version"])
		require.Equal(t, version, s.manifest(t).Info.ID.Version)
		require.True(t, strings.Contains(string(s.file(t, "README.md")), "\nVersion "+version+"\n"), "README.md says another version")
	}},
	{"check_for_valid_package_id", func(t *testing.T, s subject) {
		app := s.conf(t, "default/app.conf")
		require.Equal(t, "concurrentsessions", app["package"]["id"])
		require.Equal(t, "concurrentsessions", app["id"]["name"])
	}},
	{"check_that_directory_name_matches_package_id", func(t *testing.T, s subject) {
		require.Equal(t, s.conf(t, "default/app.conf")["package"]["id"]+"/", s.headers[0].Name)
		require.Equal(t, "concurrentsessions", s.manifest(t).Info.ID.Name)
	}},
	{"check_that_app_name_config_is_valid", func(t *testing.T, s subject) {
		require.Regexp(t, `^[A-Za-z][A-Za-z0-9._]*[A-Za-z0-9_]$`, s.conf(t, "default/app.conf")["package"]["id"])
	}},
	{"check_for_valid_ui_label", func(t *testing.T, s subject) {
		app := s.conf(t, "default/app.conf")
		require.Regexp(t, `^.{5,80}$`, app["ui"]["label"])
		require.NotContains(t, app["ui"]["label"], "Splunk")
		require.LessOrEqual(t, len(app["launcher"]["description"]), 200)
		if themes := app["ui"]["supported_themes"]; themes != "" {
			require.Contains(t, themes, "light")
		}
	}},
	{"check_that_setup_has_not_been_performed", func(t *testing.T, s subject) {
		install := s.conf(t, "default/app.conf")["install"]
		require.Equal(t, "0", install["is_configured"])
		require.Regexp(t, `^[1-9]\d*$`, install["build"])
	}},
	{"check_for_updates_disabled", func(t *testing.T, s subject) {
		require.Equal(t, "0", s.conf(t, "default/app.conf")["package"]["check_for_updates"])
	}},
	{"check_no_install_source_checksum", func(t *testing.T, s subject) {
		install := s.conf(t, "default/app.conf")["install"]
		require.NotContains(t, install, "install_source_checksum")
		require.NotContains(t, install, "install_source_local_checksum")
	}},
	{"check_reload_trigger_for_all_custom_confs", func(t *testing.T, s subject) {
		triggers := s.conf(t, "default/app.conf")["triggers"]
		for name := range s.below("default") {
			if own, isConf := strings.CutSuffix(path.Base(name), ".conf"); isConf && !splunkConfs[own] {
				require.Equal(t, "simple", triggers["reload."+own], name)
			}
		}
	}},
	{"check_for_trigger_stanza", func(t *testing.T, s subject) {
		for key := range s.conf(t, "default/app.conf")["triggers"] {
			require.False(t, splunkConfs[strings.TrimPrefix(key, "reload.")], "Splunk reloads %s by itself", key)
		}
	}},
	{"check_custom_conf_replication", func(t *testing.T, s subject) {
		shclustering := s.confIfAny(t, "default/server.conf")["shclustering"]
		for name := range s.below("default") {
			if own, isConf := strings.CutSuffix(path.Base(name), ".conf"); isConf && !splunkConfs[own] {
				require.Equal(t, "true", shclustering["conf_replication_include."+own], name)
			}
		}
	}},
	{"check_server_conf_only_contains_custom_conf_sync_stanzas_or_diag_stanza", func(t *testing.T, s subject) {
		for stanza := range s.confIfAny(t, "default/server.conf") {
			require.Contains(t, []string{"shclustering", "diag"}, stanza)
		}
	}},
	{"check_ignored_parameters_v2_command", func(t *testing.T, s subject) {
		for stanza, keys := range s.conf(t, "default/commands.conf") {
			for key := range keys {
				require.Regexp(t, `^(chunked|filename|is_risky|maxwait|maxchunksize|run_in_preview|command\.arg\.\d+)$`, key, stanza)
			}
			require.Regexp(t, `^[a-z][a-z0-9]*$`, stanza)
		}
	}},
	{"check_commands_conf_python_required", func(t *testing.T, s subject) {
		for _, keys := range s.conf(t, "default/commands.conf") {
			require.NotContains(t, keys, "python.version")
			require.NotContains(t, keys, "python.required")
		}
	}},
	{"check_distsearch_conf_for_concerning_replicated_file_size", func(t *testing.T, s subject) {
		require.NotContains(t, s.conf(t, "default/distsearch.conf")["replicationSettings"], "concerningReplicatedFileSize")
	}},
	{"check_default_meta_exists", func(t *testing.T, s subject) {
		s.file(t, "metadata/default.meta")
	}},
	{"check_meta_default_write_access", func(t *testing.T, s subject) {
		require.Equal(t, access, s.conf(t, "metadata/default.meta")[""]["access"])
	}},
	{"check_kos_are_accessible", func(t *testing.T, s subject) {
		meta := s.conf(t, "metadata/default.meta")
		for stanza, keys := range meta {
			if given, ok := keys["access"]; ok {
				require.Contains(t, given, "sc_admin", stanza)
			}
		}
		for _, kind := range []string{"commands", "searchbnf"} {
			require.Equal(t, access, meta[kind]["access"], kind)
			require.Equal(t, "system", meta[kind]["export"], kind)
		}
	}},
	{"check_validate_json_data_is_well_formed", func(t *testing.T, s subject) {
		manifest := s.manifest(t)
		require.Equal(t, "2.0.0", manifest.SchemaVersion)
		require.Equal(t, []string{"_standalone", "_distributed", "_search_head_clustering"}, manifest.SupportedDeployments)
		require.Equal(t, []string{"_search_heads"}, manifest.TargetWorkloads)
	}},
	{"check_basic_readme", func(t *testing.T, s subject) {
		readme := string(s.file(t, "README.md"))
		for _, heading := range []string{"Requirements", "Install", "Configure", "Run", "Troubleshooting", "Support"} {
			require.True(t, strings.Contains(readme, "\n## "+heading+"\n"), "README.md has no section %s", heading)
		}
	}},
	{"check_link_includes_contact_info", func(t *testing.T, s subject) {
		_, support, _ := strings.Cut(string(s.file(t, "README.md")), "\n## Support\n")
		require.Contains(t, support, "maintainers")
	}},
	{"check_custom_commands", func(t *testing.T, s subject) {
		require.True(t, strings.Contains(string(s.file(t, "README.md")), "search command `concurrentsessions`"))
		require.Contains(t, s.conf(t, "default/searchbnf.conf"), "concurrentsessions-command")
	}},
	{"check_documentation_language", func(t *testing.T, s subject) {
		for name, data := range s.data {
			if path.Ext(name) == ".md" {
				require.Regexp(t, `(?i)\bthe\b`, string(data), name)
			}
		}
	}},
}

// access is what every role may read and admins may write.
const access = "read : [ * ], write : [ admin, sc_admin ]"

// splunkConfs are the conf types of Splunk that the app uses. Any other type
// is the app's own, or Enterprise Security's.
var splunkConfs = map[string]bool{
	"app": true, "collections": true, "commands": true, "distsearch": true, "eventtypes": true, "macros": true, "props": true,
	"savedsearches": true, "searchbnf": true, "server": true, "tags": true, "transforms": true, "workflow_actions": true,
}

type manifest struct {
	SchemaVersion string
	Info          struct {
		ID struct{ Name, Version string }
	}
	SupportedDeployments, TargetWorkloads []string
}

func (c content) manifest(t *testing.T) manifest {
	t.Helper()
	var m manifest
	require.NoError(t, json.Unmarshal(c.file(t, "app.manifest"), &m))
	return m
}
