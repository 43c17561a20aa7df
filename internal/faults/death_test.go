package faults

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Splunkd dies after so many bytes. Between two requests that is how a search
// ends; inside one the conversation is broken.
func TestDeath(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*load{"small": small(), "spilling": spilling()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := calm(t, l)
			places := deaths(l, *exhaustive && name == "small")
			for i, at := range places {
				if name == "spilling" && i%3 != 0 && !*exhaustive {
					continue
				}
				t.Run(at.name, func(t *testing.T) {
					t.Parallel()
					die(t, want, l, at)
				})
			}
		})
	}
}

// death is a place in the stream of all requests.
type death struct {
	name    string
	bytes   int // sent before
	request int // that the place is in, or that it is before
	between bool
	says    string // in the error
}

// deaths are places in getinfo, in the first, a middle and the last execute
// request; every place there is, if all of them are wanted.
func deaths(l *load, all bool) (list []death) {
	requests := l.requests("")
	places := []int{0, 1, len(requests) / 2, len(requests) - 1}
	sent := 0
	for i, r := range requests {
		header := slices.Index(r, '\n') + 1
		metadata := len(r) - header
		if i > 0 {
			metadata = len(r) - header - len(l.bodies[i-1])
		}
		parts := []struct {
			name        string
			from, until int
			says        string
		}{
			{"between requests", 0, 1, ""},
			{"in the header", 1, header, "header"},
			{"in the metadata", header, header + metadata, "of the metadata missing"},
			{"in the body", header + metadata, len(r), "of the body missing"},
		}
		for _, part := range parts {
			for _, n := range inside(part.from, part.until, all) {
				if all || slices.Contains(places, i) {
					list = append(list, death{
						name:  fmt.Sprintf("request %d, %s, byte %d", i, part.name, n),
						bytes: sent + n, request: i, between: part.says == "", says: part.says,
					})
				}
			}
		}
		sent += len(r)
	}
	return list
}

// inside lists all places of a part, or its first, middle and last one.
func inside(from, until int, all bool) (list []int) {
	for n := from; n < until; n++ {
		if all || n == from || n == (from+until)/2 || n == until-1 {
			list = append(list, n)
		}
	}
	return list
}

func die(t *testing.T, want outcome, l *load, at death) {
	p := start(t, setting{})
	// Without a dispatch directory the folder for temporary files is it.
	all := slices.Concat(l.requests("")...)
	go func() {
		p.send(all[:at.bytes])
		_ = p.stdin.Close()
	}()
	got := p.read()
	if at.between {
		requireQuiet(t, want, got)
		require.Len(t, got.replies, at.request)
		return
	}
	requireBroken(t, got, at.says)
	require.Equal(t, want.replies[:at.request], got.replies[:len(got.replies)-1], "the requests before are answered")
}

// Splunkd dies before it has read what the command says.
func TestDeathOfReader(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*load{"small": small(), "spilling": spilling()} {
		want := calm(t, l)
		step := 1
		if name == "spilling" {
			step = either(1, 13)
		}
		for n := 0; n < len(want.replies); n += step {
			t.Run(fmt.Sprintf("%s, reply %d", name, n), func(t *testing.T) {
				t.Parallel()
				p := start(t, setting{})
				requests := l.requests(p.dispatch)
				for _, r := range requests[:n] {
					_, ok := p.ask(r)
					require.True(t, ok)
				}
				_ = p.stdout.Close()
				p.send(requests[n])
				got := p.end()
				requireQuiet(t, want, got)
			})
		}
	}
}

// Splunkd dies while it reads the findings: they are more than a pipe holds, so
// the command is in the middle of its write.
func TestDeathInsideReply(t *testing.T) {
	t.Parallel()
	l := spilling()
	want := calm(t, l)
	for _, n := range []int{1, 30, 5000, 100_000} {
		t.Run(fmt.Sprintf("after %d bytes", n), func(t *testing.T) {
			t.Parallel()
			p := start(t, setting{})
			requests := l.requests(p.dispatch)
			last := len(requests) - 1
			for _, r := range requests[:last] {
				_, ok := p.ask(r)
				require.True(t, ok)
			}
			p.send(requests[last])
			_, err := io.ReadFull(p.stdout, make([]byte, n))
			require.NoError(t, err)
			_ = p.stdout.Close()
			requireQuiet(t, want, p.end())
		})
	}
}

// Nobody reads stderr either: the line that tells why is lost, the exit code
// is not.
func TestDeathOfStderr(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	require.NoError(t, err)
	require.NoError(t, reader.Close())
	p := start(t, setting{prepare: func(cmd *exec.Cmd) { cmd.Stderr = writer }})
	require.NoError(t, writer.Close())
	p.send([]byte("chunked 1.0,"))
	got := p.end()
	require.Equal(t, 1, got.code)
	requireError(t, got, "header")
}
