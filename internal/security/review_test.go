package security

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The review names tests that exist, where it says they are.
func TestReviewNamesItsTests(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/SECURITY-REVIEW.md")
	require.NoError(t, err)
	named := regexp.MustCompile("`([a-z]+)\\.(Test[A-Za-z]+)`").FindAllStringSubmatch(string(page), -1)
	require.Greater(t, len(named), 30)
	for _, m := range named {
		require.True(t, declares(t, m[1], m[2]), "%s.%s", m[1], m[2])
	}
	// Of the tests here, none is left out.
	here, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	for _, file := range here {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`(?m)^func (Test[A-Za-z]+)\(`).FindAllStringSubmatch(string(source), -1) {
			if m[1] != "TestMain" && !strings.HasPrefix(m[1], "TestReview") && m[1] != "TestInertIsVisible" {
				require.Contains(t, string(page), "`security."+m[1]+"`")
			}
		}
	}
}

// declares says whether a package has a test; "command" is the program's.
func declares(t *testing.T, pkg, test string) bool {
	t.Helper()
	folders := []string{filepath.Join("..", pkg)}
	if pkg == "command" {
		folders = append(folders, "../../cmd/concurrentsessions")
	}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
		require.NoError(t, err)
		for _, file := range files {
			source, err := os.ReadFile(file)
			require.NoError(t, err)
			if strings.Contains(string(source), "\nfunc "+test+"(") {
				return true
			}
		}
	}
	return false
}

// The files that the review lists are those that the traces allow.
func TestReviewListsTheFiles(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/SECURITY-REVIEW.md")
	require.NoError(t, err)
	for path := range allowedReads {
		require.Contains(t, string(page), "`"+path+"`")
	}
	require.Contains(t, string(page), "on a list of 61 ")
	require.Len(t, allowedCalls, 61)
}
