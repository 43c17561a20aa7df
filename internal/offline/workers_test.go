package offline

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"concurrentsessions/internal/forms"
	"concurrentsessions/internal/logfile"
	"concurrentsessions/internal/samples"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// told is all that a result tells, problems as their texts.
func told(r *Result) map[string]any {
	problems := []string{}
	for _, p := range r.Problems {
		problems = append(problems, p.Error())
	}
	profiles := []any{}
	for _, p := range r.Profiles {
		profiles = append(profiles, p.Profile, p.Tally, p.Roles)
	}
	return map[string]any{
		"findings": r.Findings, "profiles": profiles, "problems": problems, "more": r.ProblemCount,
		"events": r.Events, "unrecognised": r.Unrecognised, "malformed": r.Malformed,
		"files": r.Files, "bytes": r.Bytes, "first": r.First, "last": r.Last,
	}
}

// requireSameWithWorkers runs the plan without workers and with some.
func requireSameWithWorkers(t *testing.T, p Plan) *Result {
	t.Helper()
	p.workers = -1
	alone := run1(t, p)
	for _, workers := range []int{1, 2, 4} {
		p.workers = workers
		require.Equal(t, told(alone), told(run1(t, p)), "%d workers", workers)
	}
	return alone
}

// With any number of workers the result is the same, in every form and packing
// and over several pieces.
func TestWorkersChangeNothing(t *testing.T) {
	t.Parallel()
	sources := samples.Sources()
	for i, form := range forms.All() {
		s := sources[i%len(sources)]
		events := samples.Events(s)
		for len(events)*len(events[0]) < 400_000 {
			events = append(events, events...)
		}
		content := form.Write(events)
		if packings := forms.Packings(); i < len(packings) {
			content = packings[i].Pack("log", content)
		}
		r := requireSameWithWorkers(t, plan(t, []string{writeLog(t, content)}))
		require.NotEmpty(t, r.Findings, "%s as %s", s.Name, form.Name)
	}
}

// Logs of all sources in one, with broken lines in between, in a folder of
// several files.
func TestWorkersTellTheSameProblems(t *testing.T) {
	t.Parallel()
	var lines [][]byte
	for _, s := range samples.Sources() {
		lines = append(lines, samples.Events(s)...)
	}
	var content []byte
	for i := range 5 {
		for j, line := range lines {
			content = append(append(content, line...), '\n')
			switch (i*len(lines) + j) % 97 {
			case 3:
				content = append(content, "nonsense\n"...)
			case 31:
				content = append(content, line[:len(line)/2]...)
				content = append(content, '\n')
			case 50:
				content = append(content, "{\"a\" 1}\n{\"other\":1}\n\n"...)
			}
		}
	}
	dir := t.TempDir()
	for i, part := range bytes.SplitAfterN(content, []byte("\n"), 20) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d", i)), part, 0o600))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "all"), content, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "cut.gz"), forms.Gzip(content)[:20_000], 0o600))
	p := plan(t, []string{dir, filepath.Join(dir, "all")})
	p.Problems = 150
	r := requireSameWithWorkers(t, p)
	require.NotEmpty(t, r.Findings)
	require.Len(t, r.Problems, 150)
	require.Greater(t, r.ProblemCount, 150)
	require.NotZero(t, r.Malformed)
	require.NotZero(t, r.Unrecognised)
	require.True(t, slices.IsSortedFunc(r.Problems, func(a, b logfile.Problem) int {
		if a.File != b.File {
			return 0
		}
		return a.Line - b.Line
	}))

	// Strict ends at the first of them, whether the reader or a worker finds it.
	p.Files.Strict = true
	for _, path := range []string{filepath.Join(dir, "all"), filepath.Join(dir, "cut.gz"), dir} {
		p.Paths = []string{path}
		var want error
		for _, workers := range []int{-1, 1, 2, 4} {
			p.workers = workers
			_, err := Run(t.Context(), p)
			var problem logfile.Problem
			require.ErrorAs(t, err, &problem)
			if want == nil {
				want = err
			}
			require.EqualError(t, err, want.Error(), "%d workers", workers)
		}
	}
}

// Each event is told in order, with any number of workers.
func TestWorkersTellEachInOrder(t *testing.T) {
	t.Parallel()
	events := samples.Events(sourceOf("okta"))
	for len(events) < 1000 {
		events = append(events, events...)
	}
	p := plan(t, []string{writeLog(t, forms.Lines(events))})
	for _, workers := range []int{-1, 1, 3} {
		p.workers = workers
		line := 0
		p.Each = func(e *Projected) {
			line++
			require.Equal(t, line, e.Event.Line)
			require.Equal(t, string(events[line-1]), string(e.Event.JSON))
		}
		run1(t, p)
		require.Equal(t, len(events), line)
	}
}
