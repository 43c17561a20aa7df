package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"image/png"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPackageRules holds the rules of AppInspect that a package can break
// without anybody noticing here; each subtest has its check's name.
func TestPackageRules(t *testing.T) {
	r, spl := packed(t, targets[0])
	c := unpack(t, spl)
	file := targets[0].packageFile(r)
	binaryName := "concurrentsessions/" + targets[0].binaries[0].path

	t.Run("check_that_splunk_app_package_valid_compressed_file", func(t *testing.T) {
		require.Equal(t, ".spl", path.Ext(file))
	})
	t.Run("check_that_splunk_app_package_name_does_not_start_with_period", func(t *testing.T) {
		require.Equal(t, "concurrentsessions-"+r.version+"-linux_x86_64.spl", file)
	})
	t.Run("check_that_splunk_app_package_does_not_contain_files_outside_of_app", func(t *testing.T) {
		for _, h := range c.headers {
			require.Equal(t, path.Clean(h.Name), strings.TrimSuffix(h.Name, "/"))
			require.True(t, strings.HasPrefix(h.Name, "concurrentsessions/"), h.Name)
		}
	})
	t.Run("check_that_splunk_app_package_extracts_to_visible_directory", func(t *testing.T) {
		require.Equal(t, "concurrentsessions/", c.headers[0].Name)
	})
	t.Run("check_that_extracted_splunk_app_does_not_contain_prohibited_directories_or_files", func(t *testing.T) {
		for _, h := range c.headers {
			for part := range strings.SplitSeq(strings.TrimSuffix(h.Name, "/"), "/") {
				require.False(t, strings.HasPrefix(part, "."), h.Name)
				require.NotContains(t, []string{"local", "__MACOSX", "local.meta"}, part)
			}
		}
	})
	t.Run("check_that_extracted_splunk_app_does_not_contain_invalid_directories", func(t *testing.T) {
		for _, h := range c.headers {
			if h.Typeflag == tar.TypeDir {
				require.EqualValues(t, 0o755, h.Mode, h.Name)
			}
		}
	})
	t.Run("check_that_extracted_splunk_app_does_not_contain_files_with_invalid_permissions", func(t *testing.T) {
		for _, h := range c.headers {
			require.Contains(t, []int64{0o644, 0o755}, h.Mode, h.Name)
		}
	})
	t.Run("check_for_bin_files", func(t *testing.T) {
		for _, h := range c.headers {
			if h.Typeflag == tar.TypeReg {
				require.Equal(t, path.Base(path.Dir(h.Name)) == "bin", h.Mode&0o111 != 0, h.Name)
			}
		}
	})
	t.Run("check_package_compression", func(t *testing.T) {
		for name := range c.data {
			require.NotRegexp(t, `\.(zip|gz|tgz|tar|spl|dependencies)$`, name)
		}
	})
	t.Run("check_filenames_for_spaces", func(t *testing.T) {
		for name := range c.data {
			require.NotContains(t, name, " ")
		}
	})
	t.Run("check_version_is_valid_semver", func(t *testing.T) {
		require.Regexp(t, `^\d+\.\d+\.\d+$`, r.version)
		app := c.conf(t, "default/app.conf")
		require.Equal(t, r.version, app["launcher"]["version"])
		require.Equal(t, r.version, app["id"]["version"])
		var manifest struct {
			Info struct{ ID struct{ Version string } }
		}
		require.NoError(t, json.Unmarshal(c.data["concurrentsessions/app.manifest"], &manifest))
		require.Equal(t, r.version, manifest.Info.ID.Version)
		require.Contains(t, string(c.data["concurrentsessions/README.md"]), "\nVersion "+r.version+"\n")
	})
	t.Run("check_for_valid_package_id", func(t *testing.T) {
		app := c.conf(t, "default/app.conf")
		require.Equal(t, "concurrentsessions", app["package"]["id"])
		require.Equal(t, "concurrentsessions", app["id"]["name"])
	})
	t.Run("check_for_valid_ui_label", func(t *testing.T) {
		app := c.conf(t, "default/app.conf")
		require.Regexp(t, `^.{5,80}$`, app["ui"]["label"])
		require.NotContains(t, app["ui"]["label"], "Splunk")
		require.LessOrEqual(t, len(app["launcher"]["description"]), 200)
	})
	t.Run("check_for_updates_disabled", func(t *testing.T) {
		require.Equal(t, "0", c.conf(t, "default/app.conf")["package"]["check_for_updates"])
	})
	t.Run("check_command_scripts_exist_for_cloud", func(t *testing.T) {
		command := c.conf(t, "default/commands.conf")["concurrentsessions"]
		require.Equal(t, "true", command["chunked"])
		require.Equal(t, path.Base(binaryName), command["filename"])
		require.Contains(t, c.data, binaryName)
	})
	t.Run("check_commands_conf_python_required", func(t *testing.T) {
		require.NotContains(t, c.conf(t, "default/commands.conf")["concurrentsessions"], "python.version")
	})
	t.Run("check_idx_binary_compatibility", func(t *testing.T) {
		denied := c.conf(t, "default/distsearch.conf")["replicationDenylist"]
		// AppInspect looks below the package's file name, Splunk below the app's id.
		for _, folder := range []string{file, "concurrentsessions"} {
			inBundle := "apps/" + folder + strings.TrimPrefix(binaryName, "concurrentsessions")
			require.True(t, slices.ContainsFunc(slices.Collect(maps.Values(denied)), func(pattern string) bool {
				return regexp.MustCompile("^(?:" + pattern + ")").MatchString(inBundle)
			}), inBundle)
		}
	})
	t.Run("check_for_binary_files_without_source_code", func(t *testing.T) {
		readme := string(c.data["concurrentsessions/README.md"])
		_, declared, found := strings.Cut(readme, "\n# Binary File Declaration\n")
		require.True(t, found)
		require.Contains(t, declared, "## "+targets[0].binaries[0].path)
		require.Contains(t, declared, fmt.Sprintf("%x", sha256.Sum256(c.data[binaryName])))
		require.Contains(t, declared, "`v"+r.version+"`")
		require.Contains(t, declared, "| example.org/m | v1.0.0 | MIT |")
		require.NotContains(t, readme, declarationMark)
	})
	t.Run("check_documented_included_open_source", func(t *testing.T) {
		require.Contains(t, string(c.data["concurrentsessions/"+licensesFile]), "words of the license")
	})
	t.Run("check_meta_default_write_access", func(t *testing.T) {
		meta := c.conf(t, "metadata/default.meta")
		const access = "read : [ * ], write : [ admin, sc_admin ]"
		for _, kind := range []string{"all", "commands", "searchbnf"} {
			require.Equal(t, access, meta[kind]["access"], kind)
		}
		require.Equal(t, "system", meta["commands"]["export"])
		require.Equal(t, "system", meta["searchbnf"]["export"])
	})
	t.Run("check_metadata_allow_list", func(t *testing.T) {
		for name := range c.data {
			if path.Dir(name) == "concurrentsessions/metadata" {
				require.Equal(t, "default.meta", path.Base(name))
			}
		}
	})
	t.Run("check_no_default_stanzas", func(t *testing.T) {
		for name, data := range c.data {
			if path.Ext(name) == ".conf" {
				require.NotContains(t, string(data), "[default]", name)
			}
		}
	})
	t.Run("check_config_file_parsing", func(t *testing.T) {
		for name, data := range c.data {
			if path.Ext(name) == ".conf" || path.Ext(name) == ".meta" {
				require.NotRegexp(t, `\\[ \t]+\n`, string(data), "%s: blanks after a backslash", name)
				stanzas := regexp.MustCompile(`(?m)^\[.*\]$`).FindAllString(string(data), -1)
				slices.Sort(stanzas)
				require.Len(t, slices.Compact(slices.Clone(stanzas)), len(stanzas), "%s: a stanza appears twice", name)
			}
		}
	})
	t.Run("check_static_directory_file_allow_list", func(t *testing.T) {
		sizes := map[string][2]int{
			"appIcon.png": {36, 36}, "appIcon_2x.png": {72, 72}, "appIconAlt.png": {36, 36}, "appIconAlt_2x.png": {72, 72},
			"appLogo.png": {160, 40}, "appLogo_2x.png": {320, 80},
		}
		for name, data := range c.data {
			base, isStatic := strings.CutPrefix(name, "concurrentsessions/static/")
			if !isStatic {
				continue
			}
			picture, err := png.DecodeConfig(bytes.NewReader(data))
			require.NoError(t, err, name)
			require.Equal(t, sizes[base], [2]int{picture.Width, picture.Height}, name)
			delete(sizes, base)
		}
		require.Empty(t, sizes)
	})
}
