package logfile

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/forms"
	"concurrentsessions/internal/samples"
)

// endless repeats a byte for a length, with something before and after it.
func endless(before string, c byte, n int64, after string) io.Reader {
	return io.MultiReader(strings.NewReader(before), io.LimitReader(repeat(c), n), strings.NewReader(after))
}

type repeat byte

func (r repeat) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(r)
	}
	return len(b), nil
}

// A record that never ends is left out, with what is before and behind it
// kept, and takes no more memory than the limit allows.
func TestEndlessRecords(t *testing.T) {
	const size, limit = 24 << 20, 1 << 20
	for name, in := range map[string]io.Reader{
		"line":            endless(`{"a":1}`+"\n"+`{"b":"`, 'x', size, "\"}\n"+`{"c":2}`),
		"blank line":      endless(`{"a":1}`+"\n", ' ', size, "\n"+`{"c":2}`),
		"array":           endless(`[{"a":1},{"b":"`, 'x', size, `"},{"c":2}]`),
		"array, deep":     endless(`[{"a":1},{"b":`, '[', size, `]`),
		"CSV":             endless("_time,_raw\n1,\"{\"\"a\"\":1}\"\n1,", 'x', size, "\n1,\"{\"\"c\"\":2}\"\n"),
		"space before":    endless(``, '\n', size, `{"a":1}`+"\n"+`{"c":2}`),
		"spaces in array": endless(`[{"a":1},`, ' ', size, `{"c":2}]`),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got := readAll(t, Options{MaxRecord: limit, Streams: map[string]io.Reader{"-": in}}, "-")
			runtime.ReadMemStats(&after)
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(16<<20))
			require.NotEmpty(t, got.events)
			require.Equal(t, `{"a":1}`, got.events[0].JSON)
			if name != "array, deep" { // its brackets never close
				require.Len(t, got.events, 2)
				require.Equal(t, `{"c":2}`, got.events[1].JSON)
			}
			if !strings.HasPrefix(name, "space") {
				require.NotEmpty(t, got.problems)
				require.ErrorContains(t, got.problems[0], "longer than 1048576 bytes")
			}
		})
	}
}

// bombs are small files that unpack to much.
func TestBombs(t *testing.T) {
	t.Parallel()
	const size = 70 << 20
	zeros := func() io.Reader { return endless("{\"a\":1}\n", ' ', size, "") }
	var gz bytes.Buffer
	w := newGzip(&gz)
	_, err := io.Copy(w, zeros())
	require.NoError(t, err)
	require.NoError(t, w.Close())
	// Members of one archive that each stay below the limit.
	var many bytes.Buffer
	archive := zip.NewWriter(&many)
	for range 3 {
		member, err := archive.Create("../../../tmp/evil")
		require.NoError(t, err)
		_, err = io.Copy(member, endless("{\"a\":1}\n", ' ', 30<<20, ""))
		require.NoError(t, err)
	}
	require.NoError(t, archive.Close())
	for name, content := range map[string][]byte{
		"gzip": gz.Bytes(), "gzip within zip": forms.Zip("a", gz.Bytes()), "zip": many.Bytes(),
		"zstd": forms.Zstd(append([]byte("{\"a\":1}\n"), bytes.Repeat([]byte(" "), 70<<20)...)),
	} {
		got := readAll(t, Options{}, write(t, "bomb", content))
		require.NotEmpty(t, got.events, name)
		require.True(t, hasProblem(got, ErrRatio), "%s: %v", name, got.problems)
		got = readAll(t, Options{MaxInflated: 1 << 20, MaxRatio: 1 << 40}, write(t, "bomb", content))
		require.True(t, hasProblem(got, ErrInflated), "%s: %v", name, got.problems)
		got = readAll(t, Options{MaxRatio: 1 << 40}, write(t, "bomb", content))
		require.False(t, hasProblem(got, ErrRatio) || hasProblem(got, ErrInflated), "%s: %v", name, got.problems)
	}
}

func hasProblem(r result, target error) bool {
	return slices.ContainsFunc(r.problems, func(p Problem) bool { return errors.Is(p, target) })
}

// What is packed too often, encrypted or too large for a temporary file is
// told of.
func TestUnreadablePackings(t *testing.T) {
	t.Parallel()
	event := []byte("{\"a\":1}\n")
	nested := event
	for range maxLayers + 1 {
		nested = forms.Gzip(nested)
	}
	got := readAll(t, Options{}, write(t, "log", nested))
	require.ErrorIs(t, got.problems[0], errLayers)
	encrypted := bytes.ReplaceAll(forms.Zip("a", event), []byte("PK\x01\x02\x14\x00\x14\x00\x08"), []byte("PK\x01\x02\x14\x00\x14\x00\x09"))
	got = readAll(t, Options{}, write(t, "log", encrypted))
	require.ErrorIs(t, got.problems[0], errEncrypted)
	temp := t.TempDir()
	got = readAll(t, Options{MaxSpool: 10, TempDir: temp}, write(t, "log", forms.Gzip(forms.Zip("a", event))))
	require.ErrorContains(t, got.problems[0], "larger than the 10 bytes")
	left, err := os.ReadDir(temp)
	require.NoError(t, err)
	require.Empty(t, left)
}

// Names in archives are labels: nothing is written, and nothing else read.
func TestNamesInArchives(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"../up.json", "/etc/passwd", `..\back.json`, "a\x00b\x1b[31m", strings.Repeat("n", 60_000)} {
		member, err := w.Create(name)
		require.NoError(t, err)
		_, err = member.Write([]byte("{\"a\":1}\n"))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	path := write(t, "log", b.Bytes())
	got := readAll(t, Options{}, path)
	require.Empty(t, got.problems)
	require.Len(t, got.events, 5)
	require.Equal(t, path+"!../up.json", got.events[0].File)
	around, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, around, 1)
}

// Deep nesting is read like anything else.
func TestDeepJSON(t *testing.T) {
	t.Parallel()
	const depth = 1 << 17
	deep := `{"a":` + strings.Repeat(`{"a":[`, depth) + strings.Repeat(`]}`, depth) + `}`
	for _, content := range []string{deep + "\n", "[" + deep + "]", `{"value":[` + deep + `]}`, `{"result":` + deep + `}`} {
		require.Len(t, readAll(t, Options{}, write(t, "log", []byte(content))).events, 1)
	}
	lists := strings.Repeat("[", depth) + strings.Repeat("]", depth)
	got := readAll(t, Options{}, write(t, "log", []byte(lists)))
	require.ErrorIs(t, got.problems[0], errTooDeep)
}

// A broken record is told of with its line, and the others are read; strict
// ends the reading there.
func TestBrokenRecords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, content string
		events        []int // lines
		problem       string
		at            int
	}{
		{"a line that is no object", "{\"a\":1}\nnonsense\n{\"b\":2}\n", []int{1, 3}, "no JSON object", 2},
		{"the first line", "nonsense\n{\"b\":2}\n", []int{2}, "no JSON object", 1},
		{"numbers in an array", "[{\"a\":1},\n2,\n{\"b\":2}]", []int{1, 3}, "no JSON object, so no event", 2},
		{"nonsense in an array", "[{\"a\":1},\nNaN,\n{\"b\":2}]", []int{1, 3}, "going on with the next line", 2},
		{"an array that does not end", "[{\"a\":1},\n{\"b\":2}", []int{1, 2}, "the text ends within the list", 2},
		{"an object that does not end", "[{\"a\":1},\n{\"b\":2", []int{1}, "the text ends within this record", 2},
		{"a row of other length", "_time,_raw\n1,{},3\n2,{}\n", nil, "no log that is known", 0},
		{"a later row of other length", "_time,_raw\n1,{}\n1,{},3\n2,{}\n", []int{2, 4}, "more fields than the header", 3},
		{"an open quote", "_time,_raw\n1,{}\n1,\"{}\n2,{}\n", []int{2, 4}, "no closing quote", 3},
		{"text", "Dear all,\nthis is no log.\n", nil, "no log that is known", 0},
		{"bytes", "\x00\x01\x02", nil, "no log that is known", 0},
	} {
		got := readAll(t, Options{}, write(t, "log", []byte(c.content)))
		var lines []int
		for _, e := range got.events {
			lines = append(lines, e.Line)
		}
		require.Equal(t, c.events, lines, c.name)
		require.NotEmpty(t, got.problems, c.name)
		require.ErrorContains(t, got.problems[0], c.problem, c.name)
		require.Equal(t, c.at, got.problems[0].Line, c.name)

		strict, err := tryRead(t, Options{Strict: true}, write(t, "log", []byte(c.content)))
		var problem Problem
		require.ErrorAs(t, err, &problem, c.name)
		require.ErrorContains(t, problem, c.problem)
		require.LessOrEqual(t, len(strict.events), len(got.events))
	}
}

// However a packed file is cut, what is there is read and the cut is told of.
func TestCutFiles(t *testing.T) {
	t.Parallel()
	events := samples.Events(samples.Sources()[2])[:40]
	for name, content := range map[string][]byte{
		"gzip": forms.Gzip(forms.Lines(events)), "zstd": forms.Zstd(forms.Lines(events)), "zip": forms.Zip("a", forms.Lines(events)),
		"parquet": forms.LakeParquet(events, forms.Codecs()[2]),
	} {
		for cut := 20; cut < len(content); cut += 1 + len(content)/25 {
			got := readAll(t, Options{}, write(t, "log", content[:cut]))
			require.NotEmpty(t, got.problems, "%s cut at %d of %d", name, cut, len(content))
		}
	}
}

// Parquet with any byte changed is read or refused, and never ends the program.
func TestChangedParquet(t *testing.T) {
	t.Parallel()
	content := forms.LakeParquet(samples.Events(samples.Sources()[2])[:3], forms.Codecs()[0])
	for i := 0; i < len(content); i += 101 {
		changed := bytes.Clone(content)
		changed[i] ^= 0x55
		f := &file{reader: &reader{ctx: t.Context(), opt: Options{}.withDefaults(), into: &inline{event: func(*Event) error { return nil }}}, name: "a"}
		src := source{r: bytes.NewReader(changed), at: bytes.NewReader(changed), size: int64(len(changed)), limits: f.limits()}
		require.NoError(t, f.read(src, 0))
	}
}

// The callback's error, a cancelled context and a missing path end the reading.
func TestEnds(t *testing.T) {
	t.Parallel()
	path := write(t, "log", []byte("{\"a\":1}\n{\"a\":2}\n"))
	wanted := errors.New("enough")
	calls := 0
	_, err := Read(t.Context(), []string{path}, Options{}, func(*Event) error { calls++; return wanted }, nil)
	require.ErrorIs(t, err, wanted)
	require.Equal(t, 1, calls)
	_, err = tryRead(t, Options{}, path, filepath.Join(t.TempDir(), "missing"))
	require.ErrorIs(t, err, os.ErrNotExist)

	ctx, cancel := context.WithCancel(t.Context())
	in := endless("{\"a\":1}\n", '\n', 1<<40, "")
	_, err = Read(ctx, []string{"-"}, Options{Streams: map[string]io.Reader{"-": in}}, func(*Event) error { cancel(); return nil }, nil)
	require.ErrorIs(t, err, context.Canceled)
}

// Progress comes now and then and ends with what has been read.
func TestProgress(t *testing.T) {
	t.Parallel()
	path := write(t, "log", bytes.Repeat([]byte("{\"a\":1}\n"), 1<<18))
	var told []int64
	got := readAll(t, Options{Progress: func(n int64) { told = append(told, n) }}, path)
	require.Len(t, got.events, 1<<18)
	require.Len(t, told, 2)
	require.EqualValues(t, 2<<20, told[1])
}
