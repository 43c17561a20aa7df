package appconf

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/score"
)

// The page of options lists the steps of the score, and every page that names
// one names its points.
func TestPagesTellThePoints(t *testing.T) {
	steps := map[string]bool{}
	var table strings.Builder
	for _, rule := range score.Rules {
		step := fmt.Sprintf("`%s` %+d", rule.Name, rule.Points)
		steps[step] = true
		fmt.Fprintf(&table, "| %s | %s |\n", step, rule.Reason)
	}
	require.Contains(t, read(t, "docs/options.md"), "| step | applies to |\n|---|---|\n"+table.String())

	pages, err := filepath.Glob(filepath.Join(root, "docs", "detections", "*.md"))
	require.NoError(t, err)
	pages = append(pages, filepath.Join(root, "docs", "admin", "tuning.md"), filepath.Join(root, "docs", "options.md"), filepath.Join(root, "README.md"))
	for _, name := range pages {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, step := range regexp.MustCompile("`[a-z_]+` [+-][0-9]+").FindAllString(string(text), -1) {
			require.True(t, steps[step], "%s: %s is no step of the score", name, step)
		}
		require.NotRegexp(t, `[0-9]+ points`, string(text), "%s: name the step, as in `move` -5", name)
	}
}
