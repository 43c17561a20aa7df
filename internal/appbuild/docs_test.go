package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMessagesAreExplained finds what the command can tell in its source, and
// wants the fixed parts of each text in the page for admins, in one row.
func TestMessagesAreExplained(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs/admin/troubleshooting.md"))
	require.NoError(t, err)
	rows := strings.Split(string(page), "\n")
	told := 0
	for _, name := range []string{"command.go", "escu.go", "findings.go", "messages.go", "summary.go"} {
		source, err := os.ReadFile(filepath.Join(root, "internal/command", name))
		require.NoError(t, err)
		for _, match := range messageText.FindAllStringSubmatch(string(source), -1) {
			text, err := strconv.Unquote(match[1])
			require.NoError(t, err)
			told++
			require.True(t, explained(rows, text), "%s tells %q, and no row of the page explains it", name, text)
		}
	}
	require.Greater(t, told, 10, "the source is no longer written as this test reads it")
}

// messageText is a text that is added as a message, or returned by the
// function that says why a row was skipped.
var messageText = regexp.MustCompile(`(?:conversation\.(?:Info|Warn|Error), |:\n\t\treturn (?:s\.Field \+ )?)("(?:[^"\\]|\\.)*")`)

// explained says whether one row has all fixed parts of the text, in order.
func explained(rows []string, text string) bool {
	parts := regexp.MustCompile(`%[a-z]`).Split(text, -1)
	for _, row := range rows {
		rest, all := row, true
		for _, part := range parts {
			_, after, found := strings.Cut(rest, strings.TrimSpace(part))
			rest, all = after, all && found
		}
		if all {
			return true
		}
	}
	return false
}

// TestLinksOfTheDocs follows every link between the pages.
func TestLinksOfTheDocs(t *testing.T) {
	checkout := os.DirFS(root)
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	linked := map[string]bool{}
	var pages []string
	err := fs.WalkDir(checkout, "docs", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".md" {
			return err
		}
		pages = append(pages, name)
		text, err := fs.ReadFile(checkout, name)
		require.NoError(t, err)
		for _, match := range link.FindAllStringSubmatch(string(text), -1) {
			target, _, _ := strings.Cut(match[1], "#")
			if target == "" || strings.Contains(target, "://") {
				continue
			}
			target = path.Join(path.Dir(name), target)
			_, err := fs.Stat(checkout, target)
			require.NoError(t, err, "%s links %s", name, match[1])
			if name == "docs/README.md" {
				linked[target] = true
			}
		}
		return nil
	})
	require.NoError(t, err)
	for _, page := range pages {
		if page != "docs/README.md" {
			require.True(t, linked[page], "docs/README.md does not link %s", page)
		}
	}
}
