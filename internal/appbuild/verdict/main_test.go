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

func TestRun(t *testing.T) {
	for _, test := range []struct{ name, report, err string }{
		{"warnings only", clean, ""},
		{"failure", strings.Replace(clean, `"warning": 1`, `"failure": 2`, 1), "2 checks end in failure"},
		{"future failure", strings.Replace(clean, `"warning": 1`, `"future_failure": 1`, 1), "1 checks end in future_failure"},
		{"error", strings.Replace(clean, `"warning": 1`, `"error": 3, "failure": 2`, 1), "3 checks end in error"},
		{"nothing ran", `{"reports": [], "summary": {}}`, "the inspection did not run"},
		{"no report", `oops`, "invalid character"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "report.json")
			require.NoError(t, os.WriteFile(path, []byte(test.report), 0o644))
			var out strings.Builder
			err := run(path, &out)
			if test.err == "" {
				require.NoError(t, err)
				require.Equal(t, `Some App        1.2.3
error           0
failure         0
future_failure  0
warning         1
success         1
not_applicable  7
skipped         0
warning: check_odd
    look here
`, out.String())
				return
			}
			require.ErrorContains(t, err, test.err)
		})
	}
	require.ErrorIs(t, run(filepath.Join(t.TempDir(), "none.json"), &strings.Builder{}), os.ErrNotExist)
}
