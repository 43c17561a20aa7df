package scripts

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestIndex holds testdata/INDEX.md, the table of all scripts, against them.
func TestIndex(t *testing.T) {
	var b strings.Builder
	b.WriteString("# All scripts\n\nWritten by `go test ./internal/scripts -rewrite`.\n")
	for _, folder := range folders {
		fmt.Fprintf(&b, "\n## %s\n\n| case | first search | what changes the verdict | script |\n|---|---|---|---|\n", folder.title)
		each(t, folder.name, func(_, name, text string) {
			script, err := Read(text)
			require.NoError(t, err)
			fmt.Fprintf(&b, "| %s |\n", strings.Join(indexRow(script, name), " | "))
		})
	}
	const file = "testdata/INDEX.md"
	if *rewrite {
		require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o600))
	}
	have, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, b.String(), string(have), "write it anew with -rewrite")
}

func indexRow(script *Script, name string) []string {
	first := script.Searches[0]
	var others []string
	for _, s := range script.Searches[1:] {
		if s.Verdict.String() != first.Verdict.String() && len(s.rows) == len(first.rows) {
			others = append(others, asked(s))
		}
	}
	return []string{
		strings.ReplaceAll(script.Title, "|", `\|`), asked(first), strings.Join(others, "; "),
		fmt.Sprintf("[%s](%s.txt)", name, name),
	}
}

// asked is a search's verdict and what was asked.
func asked(s *Search) string {
	question := strings.TrimPrefix(s.Text, "search | ")
	question = strings.Replace(question, "concurrentsessions ", "", 1)
	return fmt.Sprintf("%s: `%s`", s.Verdict, strings.ReplaceAll(question, "|", `\|`))
}

// TestReadme plays the script that explains the language.
func TestReadme(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/README.md")
	require.NoError(t, err)
	_, example, _ := strings.Cut(string(text), "\n\n"+indent)
	example, _, _ = strings.Cut(example, "\n\n|")
	script, err := Read(strings.ReplaceAll(example, "\n"+indent, "\n"))
	require.NoError(t, err)
	require.Len(t, script.Searches, 2)
	for _, s := range script.Searches {
		a, err := s.Play()
		require.NoError(t, err)
		require.NoError(t, s.Differs(a))
	}
}
