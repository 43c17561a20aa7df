package faults

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// output=events answers every request with its rows, so what was answered before
// a fault stays. A reply is whole, or it is none.

// passing passes rows through with far less memory than that needs: sightings go
// to a file and, where requests are that large, rows.
func passing(rows int) *load { return crowd(6000, rows, "output=events", "memory_limit=1MB") }

// calmEvents is what comes of it with enough memory.
func calmEvents(t testing.TB, l *load) outcome {
	t.Helper()
	o := play(t, &load{args: l.args[:2], bodies: l.bodies}, setting{})
	require.Empty(t, o.stderr)
	require.Zero(t, o.code)
	require.Len(t, o.replies, 1+len(l.bodies))
	for i, r := range o.replies[1:] {
		require.Equal(t, strings.Count(l.bodies[i], "\n"), strings.Count(r.body, "\n"), "rows of request %d", i)
	}
	return o
}

// requireRefusedEvents wants whole replies up to one that tells of an error.
func requireRefusedEvents(t testing.TB, want, got outcome, says ...string) {
	t.Helper()
	require.Empty(t, got.stderr)
	require.Zero(t, got.code)
	last := len(got.replies) - 1
	require.Equal(t, want.replies[:last], got.replies[:last])
	var told struct {
		Finished bool
		Error    string
	}
	require.NoError(t, json.Unmarshal([]byte(got.last().metadata), &told))
	require.True(t, told.Finished)
	for _, text := range says {
		require.Contains(t, told.Error, text)
	}
	require.Empty(t, got.last().body)
}

func TestEventsOfLittleMemory(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{600, 12_000} {
		want := calmEvents(t, passing(rows))
		for name, env := range map[string][]string{"usual": nil, "one processor": {"GOMAXPROCS=1"}, "GOMEMLIMIT": {"GOMEMLIMIT=8MiB"}} {
			t.Run(fmt.Sprintf("%d rows, %s", rows, name), func(t *testing.T) {
				t.Parallel()
				requireSame(t, want, play(t, passing(rows), setting{env: env}))
			})
		}
	}
}

func TestEventsWithoutDispatchDirectory(t *testing.T) {
	t.Parallel()
	world := setting{dispatch: filepath.Join(t.TempDir(), "missing")}
	for rows, says := range map[int]string{600: "put sightings aside: ", 12_000: "aside: "} {
		want := calmEvents(t, passing(rows))
		requireRefusedEvents(t, want, play(t, passing(rows), world), says, "memory_limit")
	}
}

// Splunkd dies while it reads a reply, which is more than a pipe holds.
func TestDeathInsideEvents(t *testing.T) {
	t.Parallel()
	l := passing(12_000)
	want := calmEvents(t, l)
	for _, n := range []int{1, 30, 5000, 400_000} {
		t.Run(fmt.Sprintf("after %d bytes", n), func(t *testing.T) {
			t.Parallel()
			p := start(t, setting{})
			requests := l.requests(p.dispatch)
			_, ok := p.ask(requests[0])
			require.True(t, ok)
			go p.send(requests[1])
			_, err := io.ReadFull(p.stdout, make([]byte, n))
			require.NoError(t, err)
			_ = p.stdout.Close()
			requireQuiet(t, want, p.end())
		})
	}
}

// Splunkd dies within a request: those before are answered.
func TestDeathInsideRowsOfEvents(t *testing.T) {
	t.Parallel()
	l := passing(600)
	want := calmEvents(t, l)
	p := start(t, setting{})
	requests := l.requests(p.dispatch)
	for _, r := range requests[:20] {
		_, ok := p.ask(r)
		require.True(t, ok)
	}
	p.send(requests[20][:len(requests[20])/2])
	got := p.end()
	require.Equal(t, 1, got.code)
	require.Contains(t, got.last().metadata, "of the body missing")
	require.Empty(t, got.last().body)
	require.True(t, strings.HasPrefix(want.stdout, got.stdout[:len(got.stdout)-len(got.last().metadata)-len("chunked 1.0,100,0\n")]))
}
