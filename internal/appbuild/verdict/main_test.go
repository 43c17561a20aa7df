package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const clean = `{"reports": [{"app_name": "Some App", "app_version": "1.2.3", "groups": [{"checks": [
	{"name": "check_good", "result": "success", "messages": []},
	{"name": "check_odd", "result": "warning", "messages": [{"result": "warning", "message": "look\nhere"}]}
]}]}], "summary": {"success": 1, "warning": 1, "not_applicable": 7}}`

const page = "| check | reason |\n|---|---|\n| `check_odd` | it is odd on purpose |\n"

func TestRun(t *testing.T) {
	for _, test := range []struct{ name, report, page, err string }{
		{"warning with a reason", clean, page, ""},
		{
			"warning without a reason", clean, "We know of check_odd.\n",
			"app-1.2.3-linux: check_odd ends in warning: remove the cause, or give the reason in a row of the page",
		},
		{"failure", strings.Replace(clean, `"warning": 1`, `"failure": 2`, 1), page, "app-1.2.3-linux: 2 checks end in failure"},
		{"future failure", strings.Replace(clean, `"warning": 1`, `"future_failure": 1`, 1), page, "1 checks end in future_failure"},
		{"error", strings.Replace(clean, `"warning": 1`, `"error": 3, "failure": 2`, 1), page, "3 checks end in error"},
		{"nothing ran", `{"reports": [], "summary": {}}`, page, "the inspection did not run"},
		{"no report", `oops`, page, "invalid character"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			other := write(t, dir, "app-1.2.3-other.spl.json", clean)
			path := write(t, dir, "app-1.2.3-linux.spl.json", test.report)
			reasons := write(t, dir, "page.md", test.page)
			var out strings.Builder
			err := run(reasons, []string{other, path}, &out)
			if test.err == "" {
				require.NoError(t, err)
				require.Equal(t, `package          error  failure  future_failure  warning  success  not_applicable  skipped
app-1.2.3-other  0      0        0               1        1        7               0
app-1.2.3-linux  0      0        0               1        1        7               0
app-1.2.3-other: warning: check_odd
    look here
app-1.2.3-linux: warning: check_odd
    look here
`, out.String())
				return
			}
			require.ErrorContains(t, err, test.err)
		})
	}
}

func TestRunMissing(t *testing.T) {
	dir := t.TempDir()
	reasons := write(t, dir, "page.md", page)
	require.ErrorIs(t, run(reasons, []string{filepath.Join(dir, "none.json")}, &strings.Builder{}), os.ErrNotExist)
	require.ErrorIs(t, run(filepath.Join(dir, "none.md"), nil, &strings.Builder{}), os.ErrNotExist)
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}
