package logfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// lineByLine is what lines give, read the plain way.
func lineByLine(content []byte, limit int) (events []read, problems []string) {
	lines := bytes.SplitAfter(content, newline)
	for i, line := range lines {
		text := strings.Trim(string(line), " \t\r\n")
		switch {
		case len(bytes.TrimSuffix(line, newline)) > limit:
			problems = append(problems, fmt.Sprintf("log:%d: %v", i+1, errTooLong(limit)))
		case text == "":
		case text[0] != '{':
			problems = append(problems, fmt.Sprintf("log:%d: %v", i+1, errNoObject))
		default:
			events = append(events, read{JSON: text, File: "log", Line: i + 1})
		}
	}
	return events, problems
}

// chunks gives a text in pieces of any length.
type chunks struct {
	text []byte
	dice *rand.Rand
}

func (c *chunks) Read(b []byte) (int, error) {
	if len(c.text) == 0 {
		return 0, io.EOF
	}
	n := copy(b[:1+c.dice.IntN(len(b))], c.text)
	c.text = c.text[n:]
	return n, nil
}

// However the text comes, and wherever pieces end, each line is an event or a
// problem on its own line.
func TestPiecesOfLines(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const limit = 400_000
		dice := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		content := []byte("{\"a\":1}\n")
		for range rapid.IntRange(0, 300).Draw(t, "lines") {
			switch dice.IntN(12) {
			case 0:
				content = append(content, " \t"...)
			case 1:
				content = append(content, "no object"...)
			case 2:
				content = append(content, ` {"b":2} `+"\r"...)
			default:
				size := dice.IntN(3000)
				if dice.IntN(100) == 0 {
					size = dice.IntN(2 * limit)
				}
				content = fmt.Appendf(content, `{"c":"%s"}`, strings.Repeat("x", size))
			}
			content = append(content, '\n')
		}
		if rapid.Bool().Draw(t, "open end") {
			content = content[:len(content)-1]
		}
		wantEvents, wantProblems := lineByLine(content, limit)
		for _, in := range []io.Reader{bytes.NewReader(content), &chunks{content, dice}} {
			var events []read
			var problems []string
			_, err := Read(t.Context(), []string{"log"}, Options{MaxRecord: limit, Streams: map[string]io.Reader{"log": in}},
				func(e *Event) error {
					events = append(events, read{JSON: string(e.JSON), File: e.File, Line: e.Line})
					return nil
				},
				func(p Problem) { problems = append(problems, p.Error()) })
			require.NoError(t, err)
			require.Equal(t, wantEvents, events)
			require.Equal(t, wantProblems, problems)
		}
	})
}

// The lines before a read error count; what it broke is told.
func TestReadErrorAfterPieces(t *testing.T) {
	t.Parallel()
	content := strings.Repeat("{\"a\":1}\n", 100_000)
	in := io.MultiReader(strings.NewReader(content+`{"b":`), iotest.ErrReader(errors.New("gone")))
	got := readAll(t, Options{Streams: map[string]io.Reader{"-": in}}, "-")
	require.Len(t, got.events, 100_000)
	require.Len(t, got.problems, 1)
	require.EqualError(t, got.problems[0], "-: the rest, from line 100001 on, is not read: gone")
}

func BenchmarkRead(b *testing.B) {
	content := bytes.Repeat([]byte(`{"a":"`+strings.Repeat("x", 1400)+`"}`+"\n"), 20_000)
	for _, pack := range []string{"lines", "gzip"} {
		packed := content
		if pack == "gzip" {
			var out bytes.Buffer
			z := newGzip(&out)
			_, err := z.Write(content)
			require.NoError(b, err)
			require.NoError(b, z.Close())
			packed = out.Bytes()
		}
		path := filepath.Join(b.TempDir(), "log")
		require.NoError(b, os.WriteFile(path, packed, 0o600))
		b.Run(pack, func(b *testing.B) {
			b.SetBytes(int64(len(content)))
			b.ReportAllocs()
			for b.Loop() {
				events := 0
				_, err := Read(b.Context(), []string{path}, Options{}, func(*Event) error { events++; return nil }, nil)
				require.NoError(b, err)
				require.Equal(b, 20_000, events)
			}
		})
	}
}
