package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func TestVerdict(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line                    Line
		figure, target, verdict string
	}{
		{Line{Figure: 1.5, Unit: times, Target: atMost(1.5)}, "1.50x", "at most 1.50x", "met"},
		{Line{Figure: 1.51, Unit: times, Target: atMost(1.5)}, "1.51x", "at most 1.50x", "not met"},
		{Line{Figure: 30, Unit: times, Target: atLeast(30)}, "30.0x", "at least 30.0x", "met"},
		{Line{Figure: 29.9, Unit: times, Target: atLeast(30)}, "29.9x", "at least 30.0x", "not met"},
		{Line{Figure: 1234, Unit: "MB"}, "1234 MB", "", ""},
	} {
		cells := test.line.cells()
		require.Equal(t, []string{test.figure, test.target, test.verdict}, cells[3:])
	}
	missing := Line{Work: "w", Missing: "no peer", Unit: times, Target: atMost(2)}
	require.Equal(t, []string{"w", "not measured", "no peer", "", "at most 2.00x", ""}, missing.cells())
}

func TestRowsAreCountedOutsideOfQuotes(t *testing.T) {
	t.Parallel()
	const body = "a,b\n\"x\ny\",1\n\"q\"\"\n\",2\n"
	var whole, bytewise rows
	require.NoError(t, whole.read(strings.NewReader(body)))
	require.NoError(t, bytewise.read(iotest.OneByteReader(strings.NewReader(body))))
	require.Equal(t, rows{3}, whole)
	require.Equal(t, whole, bytewise)
}

func TestBestOfRuns(t *testing.T) {
	t.Parallel()
	const printed = `goos: linux
BenchmarkRows/3   	 100	 2000 ns/op	 61.5 best-ns/row	 70 ns/row
BenchmarkRows/3   	 100	 2000 ns/op	 60.25 best-ns/row	 71 ns/row
BenchmarkRows/50of4 	 100	 2000 ns/op	 7 MB/s
PASS
`
	require.Equal(t, map[string]float64{"BenchmarkRows/3": 60.25}, bestOf([]byte(printed), "best-ns/row"))
}

func TestPageKeepsWhatIsAround(t *testing.T) {
	t.Parallel()
	page := filepath.Join(t.TempDir(), "page.md")
	report := Report{Rounds: 3, Lines: []Line{{Work: "start", Ours: "2.00 ms", Figure: 2, Unit: "ms", Target: atMost(5), Command: "run it"}}}
	require.NoError(t, os.WriteFile(page, []byte("no marks"), 0o644))
	require.ErrorContains(t, report.writePage(page), "no marks")

	require.NoError(t, os.WriteFile(page, []byte("before\n"+begin+"old\n"+end+"after\n"), 0o644))
	for range 2 {
		require.NoError(t, report.writePage(page))
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(string(text), "before\n"+begin), "%s", text)
		require.True(t, strings.HasSuffix(string(text), end+"after\n"), "%s", text)
		require.NotContains(t, string(text), "old")
		require.Contains(t, string(text), "| start | 2.00 ms |  | 2.00 ms | at most 5.00 ms | met |\n")
		require.Contains(t, string(text), "| start | `run it` |\n")
	}
}

func TestThousands(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 2_000_000: "2,000,000"} {
		require.Equal(t, want, thousands(n))
	}
}
