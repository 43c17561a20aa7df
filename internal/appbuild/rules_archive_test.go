package main

import (
	"archive/tar"
	"bytes"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// archiveRules are about the package as a tar file.
var archiveRules = []rule{
	{"check_that_splunk_app_package_valid_compressed_file", func(t *testing.T, s subject) {
		require.Equal(t, ".spl", path.Ext(s.fileName))
		require.True(t, bytes.HasPrefix(s.spl, []byte{0x1f, 0x8b}), "gzip")
	}},
	{"check_that_splunk_app_package_name_does_not_start_with_period", func(t *testing.T, s subject) {
		require.Equal(t, "concurrentsessions-"+s.release.version+"-"+s.target.name+".spl", s.fileName)
	}},
	{"check_that_splunk_app_package_size_is_below_128_mb", func(t *testing.T, s subject) {
		// The upload limit of Splunkbase and Splunk Cloud; no check of AppInspect.
		require.Less(t, len(s.spl), 128_000_000)
	}},
	{"check_that_splunk_app_package_does_not_contain_files_outside_of_app", func(t *testing.T, s subject) {
		for _, h := range s.headers {
			require.Equal(t, path.Clean(h.Name), strings.TrimSuffix(h.Name, "/"))
			require.True(t, strings.HasPrefix(h.Name, "concurrentsessions/"), h.Name)
		}
	}},
	{"check_that_splunk_app_package_extracts_to_visible_directory", func(t *testing.T, s subject) {
		require.Equal(t, "concurrentsessions/", s.headers[0].Name)
	}},
	{"check_that_extracted_splunk_app_does_not_contain_prohibited_directories_or_files", func(t *testing.T, s subject) {
		for _, h := range s.headers {
			for part := range strings.SplitSeq(strings.TrimSuffix(h.Name, "/"), "/") {
				require.False(t, strings.HasPrefix(part, "."), h.Name)
				require.NotContains(t, []string{"__MACOSX", "users"}, part)
			}
		}
	}},
	{"check_that_local_does_not_exist", func(t *testing.T, s subject) {
		require.Empty(t, s.below("local"))
	}},
	{"check_that_extracted_splunk_app_does_not_contain_invalid_directories", func(t *testing.T, s subject) {
		for _, h := range s.headers {
			if h.Typeflag == tar.TypeDir {
				require.EqualValues(t, 0o755, h.Mode, h.Name)
			}
		}
	}},
	{"check_that_extracted_splunk_app_does_not_contain_files_with_invalid_permissions", func(t *testing.T, s subject) {
		for _, h := range s.headers {
			require.Contains(t, []int64{0o644, 0o755}, h.Mode, h.Name)
		}
	}},
	{"check_for_expansive_permissions", func(t *testing.T, s subject) {
		for _, h := range s.headers {
			require.Zero(t, h.Mode&0o022, "%s can be written by others", h.Name)
		}
	}},
	{"check_symlink_outside_app", func(t *testing.T, s subject) {
		for _, h := range s.headers {
			require.Contains(t, []byte{tar.TypeReg, tar.TypeDir}, h.Typeflag, h.Name)
		}
	}},
	{"check_package_compression", func(t *testing.T, s subject) {
		for name := range s.data {
			require.NotRegexp(t, `\.(zip|gz|tgz|tar|spl|dependencies)$`, name)
		}
	}},
	{"check_filenames_for_spaces", func(t *testing.T, s subject) {
		for name := range s.data {
			require.NotContains(t, name, " ")
		}
	}},
	{"check_for_compiled_python", func(t *testing.T, s subject) {
		for name := range s.data {
			require.NotRegexp(t, `\.py[co]?$`, name)
		}
	}},
	{"check_that_extracted_splunk_app_does_not_contains_only_app_conf_file", func(t *testing.T, s subject) {
		require.Greater(t, len(s.below("default")), 1)
	}},
	{"check_default_data_ui_file_allow_list", func(t *testing.T, s subject) {
		for name := range s.below("default/data/ui") {
			require.Contains(t, []string{"views", "nav", "panels"}, path.Base(path.Dir(name)))
			require.Equal(t, ".xml", path.Ext(name), name)
		}
	}},
	{"check_metadata_allow_list", func(t *testing.T, s subject) {
		for name := range s.below("metadata") {
			require.Equal(t, "metadata/default.meta", name)
		}
	}},
	{"check_for_local_meta", func(t *testing.T, s subject) {
		require.NotContains(t, s.data, "concurrentsessions/metadata/local.meta")
	}},
	{"check_conf_deny_lists", func(t *testing.T, s subject) {
		// check_limits_conf, check_wmi_conf_deny_list and the like, as one.
		denied := strings.Fields(`audit authentication authorize bookmarks crawl datatypesbnf default-mode deployment
			deploymentclient health inputs instance.cfg limits literals messages outputs passwords pubsub restmap
			segmenters serverclass source-classifier sourcetypes splunk-launch telemetry user-seed wmi
			workload_policy workload_pools workload_rules`)
		for name := range s.below("default") {
			require.False(t, slices.Contains(denied, strings.TrimSuffix(path.Base(name), ".conf")), name)
			require.NotContains(t, []string{"setup.xml"}, path.Base(name))
		}
	}},
}
