package faults

import (
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A writer that stalls: in the header, in the metadata, in the body.
func TestStalledWriter(t *testing.T) {
	t.Parallel()
	l := small()
	want := calm(t, l)
	p := start(t, setting{})
	requests := l.requests(p.dispatch)
	go func() {
		for i, r := range requests {
			for _, stall := range []int{3, 13, 40, len(r) - 1} {
				stall = min(stall, len(r)-1)
				p.send(r[:stall])
				r = r[stall:]
				time.Sleep(time.Duration(20*(i+1)) * time.Millisecond)
			}
			p.send(r)
		}
		_ = p.stdin.Close()
	}()
	requireSame(t, want, p.read())
}

// A writer that sends a byte at a time, or pieces of any size.
func TestWriterInPieces(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*load{"small": small(), "spilling": spilling()} {
		want := calm(t, l)
		for _, most := range []int{1, 7, 100_000} {
			if name == "spilling" && most < 100 {
				continue // millions of writes
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				p := start(t, setting{})
				all := slices.Concat(l.requests(p.dispatch)...)
				random := rand.New(rand.NewPCG(uint64(most), 0))
				go func() {
					for len(all) > 0 {
						n := min(1+random.IntN(most), len(all))
						p.send(all[:n])
						all = all[n:]
					}
					_ = p.stdin.Close()
				}()
				requireSame(t, want, p.read())
			})
		}
	}
}

// A reader that takes its time over every byte of the findings, which are more
// than a pipe holds.
func TestSlowReader(t *testing.T) {
	t.Parallel()
	l := spilling()
	want := calm(t, l)
	p := start(t, setting{})
	stdout := p.stdout
	reader, writer := io.Pipe()
	go func() {
		buffer := make([]byte, 1)
		for n := 0; ; n++ {
			if n%1000 == 0 {
				time.Sleep(time.Millisecond)
			}
			read, err := stdout.Read(buffer)
			if read > 0 {
				_, _ = writer.Write(buffer)
			}
			if err != nil {
				writer.CloseWithError(err)
				return
			}
		}
	}()
	p.readFrom(reader)
	requireSame(t, want, talk(p, l.requests(p.dispatch)))
}

// A reader that reads nothing until all was sent: with every request in
// flight at once the replies are the same. So they are from a file.
func TestAllRequestsAtOnce(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*load{"small": small(), "spilling": spilling()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := calm(t, l)
			p := start(t, setting{})
			require.True(t, p.send(slices.Concat(l.requests(p.dispatch)...)))
			time.Sleep(100 * time.Millisecond)
			requireSame(t, want, p.end())

			path := filepath.Join(t.TempDir(), "requests")
			require.NoError(t, os.WriteFile(path, slices.Concat(l.requests("")...), 0o600))
			file, err := os.Open(path)
			require.NoError(t, err)
			defer file.Close()
			requireSame(t, want, start(t, setting{prepare: func(cmd *exec.Cmd) { cmd.Stdin = file }}).read())
		})
	}
}

// A search of rows that come one by one.
func TestManyRequests(t *testing.T) {
	t.Parallel()
	n := either(50_000, 2000)
	want := calm(t, crowd(n/4, 10_000))
	requireSameFindings(t, want, play(t, crowd(n/4, 1), setting{}))
	requireSameFindings(t, want, play(t, crowd(n/4, 1, "memory_limit=1MB"), setting{}))
}

// Requests without rows for a long time, which is a search that finds nothing
// new: the command takes no more memory for it.
func TestRequestsWithoutRows(t *testing.T) {
	t.Parallel()
	l := small()
	want := calm(t, l)
	for name, body := range map[string]string{"header": usualHeader, "nothing": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, setting{})
			requests := l.requests(p.dispatch)
			for _, r := range requests[:2] {
				_, ok := p.ask(r)
				require.True(t, ok)
			}
			empty, n := execute(false, body), either(100_000, 3000)
			half := int64(0)
			for i := range n {
				r, ok := p.ask(empty)
				require.True(t, ok)
				require.Equal(t, reply{metadata: `{"finished":false}`}, r)
				if i == n/2 {
					half = resident(t, p)
				}
			}
			require.LessOrEqual(t, resident(t, p), half+half/4+1<<20, "memory grows with requests that are empty")
			var replies []reply
			for _, r := range requests[2:] {
				r, ok := p.ask(r)
				require.True(t, ok)
				replies = append(replies, r)
			}
			got := p.end()
			got.replies = append(replies, got.replies...)
			requireSameFindings(t, want, got)
		})
	}
}

// output=events answers every request with its rows: more than a pipe holds,
// while requests are as large.
func TestEventsInFlight(t *testing.T) {
	t.Parallel()
	l := crowd(3000, 300, "output=events")
	p := start(t, setting{})
	all := slices.Concat(l.requests(p.dispatch)...)
	go func() {
		p.send(all)
		_ = p.stdin.Close()
	}()
	got := p.read()
	require.Zero(t, got.code)
	require.Empty(t, got.stderr)
	require.Len(t, got.replies, 1+len(l.bodies))
	for i, r := range got.replies[1:] {
		require.Equal(t, strings.Count(l.bodies[i], "\n"), strings.Count(r.body, "\n"), "rows of request %d", i)
	}
}
