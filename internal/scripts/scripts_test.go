package scripts

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var rewrite = flag.Bool("rewrite", false, "write the answers of the scripts anew; verdicts stay as they are")

// screen is how many lines a script may have.
const screen = 52

// folder is one kind of scripts.
type folder struct{ name, title string }

var folders = []folder{
	{"harmless", "What is no theft"},
	{"theft", "Theft"},
	{"engine", "How the command works"},
}

// each calls play for every script of a folder, with its name and text.
func each(t *testing.T, folder string, play func(path, name, text string)) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", folder, "*.txt"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		play(path, folder+"/"+strings.TrimSuffix(filepath.Base(path), ".txt"), string(text))
	}
}

// TestScripts plays every script.
func TestScripts(t *testing.T) {
	titles := map[string]bool{}
	for _, folder := range folders {
		each(t, folder.name, func(path, name, text string) {
			t.Run(name, func(t *testing.T) {
				script, err := Read(text)
				require.NoError(t, err)
				require.False(t, titles[script.Title], "another script has this title: %s", script.Title)
				titles[script.Title] = true
				answers := playAll(t, script)
				if *rewrite {
					text = script.Rewrite(answers)
					require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
				}
				require.LessOrEqual(t, strings.Count(text, "\n"), screen, "a script is one screen")
			})
		})
	}
}

// playAll holds the answers of a script's searches against those that it has.
func playAll(t *testing.T, script *Script) (answers [][]string) {
	for _, s := range script.Searches {
		a, err := s.Play()
		require.NoError(t, err, "line %d: %s", s.Line, s.Text)
		differs := s.Differs(a)
		if *rewrite { // answers only
			differs = s.Verdict.Differs(a)
		}
		if differs != nil {
			t.Errorf("line %d: %s\n%v", s.Line, s.Text, differs)
		}
		answers = append(answers, a.Lines)
	}
	return answers
}
