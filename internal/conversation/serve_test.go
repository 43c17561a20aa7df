package conversation

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/chunk"
	"concurrentsessions/internal/splunkcsv"
)

const (
	oneRow = "chunked 1.0,20,0\n{\"action\":\"getinfo\"}" +
		"chunked 1.0,36,9\n{\"action\":\"execute\",\"finished\":true}user\nbob\n"
	onePreview = "chunked 1.0,35,0\n{\"action\":\"getinfo\",\"preview\":true}" +
		"chunked 1.0,37,9\n{\"action\":\"execute\",\"finished\":false}user\nbob\n"
)

// A process that ended before splunkd hung up could look like a crash, but one
// that waits for ever would be worse.
func TestServeLingers(t *testing.T) {
	for name, test := range map[string]struct{ toy, requests string }{
		"last reply": {"count", oneRow},
		"preview":    {"count", onePreview},
		"error":      {"refuse", oneRow},
	} {
		for _, hangsUp := range []time.Duration{0, time.Second, time.Hour} {
			synctest.Test(t, func(t *testing.T) {
				in, stdin := io.Pipe()
				go func() {
					_, _ = io.WriteString(stdin, test.requests)
					time.Sleep(hangsUp)
					stdin.Close()
				}()
				start := time.Now()
				require.NoError(t, Serve(in, io.Discard, toys[test.toy]))
				require.Equal(t, min(hangsUp, lingerTime), time.Since(start), name)
				in.Close()
				time.Sleep(hangsUp) // until the writer is gone too
			})
		}
	}
}

func TestServeReadError(t *testing.T) {
	gone := errors.New("device gone")
	in := io.MultiReader(strings.NewReader(oneRow[:60]), iotest.ErrReader(gone))
	require.ErrorIs(t, Serve(in, io.Discard, toys["count"]), gone)
}

func TestServeWriteError(t *testing.T) {
	full := errors.New("no space left")
	out := writerFunc(func([]byte) (int, error) { return 0, full })
	require.ErrorIs(t, Serve(strings.NewReader(oneRow), out, toys["count"]), full)
	require.ErrorIs(t, Serve(strings.NewReader(oneRow), out, toys["refuse"]), full)

	out = func([]byte) (int, error) { return 0, io.ErrClosedPipe }
	require.NoError(t, Serve(strings.NewReader(oneRow), out, toys["count"]))
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// A command that sees its rows end early reports that as it likes; the cause
// stays a broken protocol.
func TestServeBodyCutShort(t *testing.T) {
	var out bytes.Buffer
	err := Serve(strings.NewReader(oneRow[:len(oneRow)-4]), &out, toys["count"])
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.Contains(t, out.String(), `"finished":true,"error":"chunk 2 at byte`)
}

type closingRun struct {
	executeFunc
	closed *int
}

func (r closingRun) Close() error { *r.closed++; return nil }

func TestServeCloses(t *testing.T) {
	for name, requests := range map[string]string{
		"whole":   oneRow,
		"getinfo": oneRow[:37],
		"broken":  oneRow[:60],
		"preview": onePreview,
	} {
		closed := 0
		_ = Serve(strings.NewReader(requests), io.Discard, planFunc(func(*SearchInfo, *Messages) (Declaration, Run, error) {
			run := executeFunc(func(*splunkcsv.Reader, bool, *Messages) ([]byte, error) { return nil, nil })
			return Declaration{Type: Streaming}, closingRun{run, &closed}, nil
		}))
		require.Equal(t, 1, closed, name)
	}
}

// Ten thousand rows cost no more allocations than ten.
func TestServeAllocatesNothingPerRow(t *testing.T) {
	if testing.CoverMode() != "" {
		t.Skip("coverage allocates")
	}
	allocations := func(rows int) float64 {
		var in bytes.Buffer
		w := chunk.NewWriter(&in)
		body := []byte("user,_chunked_idx\n" + strings.Repeat("ada,1\n", rows))
		require.NoError(t, w.WriteChunk([]byte(`{"action":"getinfo"}`), nil))
		require.NoError(t, w.WriteChunk([]byte(`{"action":"execute","finished":true}`), body))
		return testing.AllocsPerRun(10, func() {
			_ = Serve(bytes.NewReader(in.Bytes()), io.Discard, toys["count"])
		})
	}
	require.InDelta(t, allocations(10), allocations(10_000), 20)
}

// TestRecordings serves what real splunkd processes wrote.
func TestRecordings(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "recordings")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the recorded request streams are not beside the checkout")
	}
	const getinfo = "chunked 1.0,55,0\n" + `{"type":"reporting","required_fields":["_time","user"]}`
	for name, want := range map[string]string{
		"sum.map":          getinfo + "chunked 1.0,17,12\n{\"finished\":true}count\n50000\n",
		"sum.reduce":       getinfo + "chunked 1.0,17,8\n{\"finished\":true}count\n1\n",
		"generatehello":    getinfo,
		"pypygeneratetext": getinfo,
	} {
		file, err := os.Open(filepath.Join(folder, name+".input.gz"))
		require.NoError(t, err)
		defer file.Close()
		in, err := gzip.NewReader(file)
		require.NoError(t, err)
		var info *SearchInfo
		var out bytes.Buffer
		require.NoError(t, Serve(in, &out, planFunc(func(i *SearchInfo, m *Messages) (Declaration, Run, error) {
			info = i
			return toys["count"](i, m)
		})))
		require.Equal(t, want, out.String(), name)
		require.Equal(t, "20150522", info.SplunkVersion)
		require.Contains(t, info.Search, " | ")
	}
}
