// Package internal has no code, only the test of how its packages depend on
// each other.
package internal

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "concurrentsessions"

// pkg is what go list says of a package.
type pkg struct {
	ImportPath string
	Imports    []string
	Deps       []string
	DepsErrors []struct{ Err string }
}

func list(t *testing.T, args ...string) (packages []pkg) {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports,Deps"}, args...)...)
	cmd.Dir = ".."
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	d := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else {
			require.NoError(t, err)
		}
		packages = append(packages, p)
	}
}

// documented lists the packages in the order of docs/ARCHITECTURE.md.
func documented(t *testing.T) (names []string) {
	t.Helper()
	text, err := os.ReadFile("../docs/ARCHITECTURE.md")
	require.NoError(t, err)
	_, text2, found := strings.Cut(string(text), "## Packages")
	require.True(t, found)
	for _, m := range regexp.MustCompile("(?m)^\\| [a-z]+ \\| `([a-z/]+)` \\|").FindAllStringSubmatch(text2, -1) {
		names = append(names, m[1])
	}
	require.Greater(t, len(names), 15)
	return names
}

// Imports go one way: only to packages that stand further up in the table.
func TestImportsGoOneWay(t *testing.T) {
	t.Parallel()
	order := documented(t)
	for _, p := range list(t, "./internal/...") {
		name := strings.TrimPrefix(p.ImportPath, module+"/internal/")
		if name == p.ImportPath {
			continue // this package
		}
		place := slices.Index(order, name)
		require.GreaterOrEqual(t, place, 0, "%s stands not in docs/ARCHITECTURE.md", name)
		for _, imported := range p.Imports {
			if other, ours := strings.CutPrefix(imported, module+"/internal/"); ours {
				require.Contains(t, order[:place], other, "%s imports %s, which does not stand above it", name, other)
			}
		}
	}
}

// What must not be able to reach the outside has no way to.
func TestForbiddenImports(t *testing.T) {
	t.Parallel()
	forbidden := map[string][]string{
		"engine":  {"os", "net", "log", "time", "net/http", "io/fs"},
		"score":   {"os", "net", "log", "time", "net/http", "io/fs"},
		"detect":  {"os", "net", "log", "time", "net/http"},
		"finding": {"os", "net", "log", "time", "net/http"},
		"project": {"os", "net", "log", "net/http"},
		"chunk":   {"encoding/json", "encoding/csv", "os"},
		"escu":    {"os", "net", "log", "time"},
	}
	const gjson = "github.com/tidwall/gjson"
	for _, p := range list(t, "./internal/...") {
		name := strings.TrimPrefix(p.ImportPath, module+"/internal/")
		for _, imported := range p.Imports {
			require.NotContains(t, forbidden[name], imported, "%s imports %s", name, imported)
			if imported == gjson {
				require.Contains(t, mayReadJSON, name, "%s reads JSON events with gjson", name)
			}
		}
	}
}

// mayReadJSON are the packages that read events: the projector, who plays
// Splunk's own extraction, who moves the times in events, and who is measured
// against the projector.
var mayReadJSON = []string{"project", "splunkd", "hec", "bench/peer"}

// The shipped program has no network client, and nothing of the workbench.
func TestShippedProgram(t *testing.T) {
	t.Parallel()
	packages := list(t, "./cmd/concurrentsessions")
	require.Len(t, packages, 1)
	for _, dep := range packages[0].Deps {
		for _, forbidden := range []string{
			"net/http", "net/rpc", "net/smtp", "crypto/tls", "os/exec", "github.com/splunk/splunk-cloud-sdk-go",
			module + "/internal/splunkd", module + "/internal/samples", module + "/internal/demo", module + "/internal/basesearch",
		} {
			require.False(t, dep == forbidden || strings.HasPrefix(dep, forbidden+"/"), "the shipped program links %s", dep)
		}
	}
}
