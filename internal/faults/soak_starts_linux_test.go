package faults

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// starts are the ways in which splunkd starts the command and lets it go.
var starts = []struct {
	name string
	run  func(t *testing.T, want outcome)
}{
	{"hung up at once", func(t *testing.T, want outcome) {
		requireQuiet(t, want, start(t, setting{}).end())
	}},
	{"getinfo only", func(t *testing.T, want outcome) {
		p := start(t, setting{})
		_, ok := p.ask(getinfo(p.dispatch, "by=user"))
		require.True(t, ok)
		requireQuiet(t, want, p.end())
	}},
	{"whole search", func(t *testing.T, want outcome) {
		requireSame(t, want, play(t, small(), setting{}))
	}},
	{"bad option", func(t *testing.T, _ outcome) {
		requireRefused(t, play(t, small("window=soon"), setting{}), "window")
	}},
	{"hung up in a body", func(t *testing.T, _ outcome) {
		p := start(t, setting{})
		requests := small().requests(p.dispatch)
		p.send(requests[0])
		p.send(requests[1][:len(requests[1])-100])
		o := p.end()
		require.Equal(t, 1, o.code)
	}},
	{"replies not read", func(t *testing.T, want outcome) {
		p := start(t, setting{})
		requests := small().requests(p.dispatch)
		p.ask(requests[0])
		_ = p.stdout.Close()
		p.send(requests[1])
		requireQuiet(t, want, p.end())
	}},
	{"terminated", func(t *testing.T, want outcome) {
		p := start(t, setting{})
		requests := small().requests(p.dispatch)
		p.ask(requests[0])
		p.send(requests[1][:len(requests[1])-100])
		require.NoError(t, p.cmd.Process.Signal(syscall.SIGTERM))
		_ = p.wait()
		requireQuiet(t, want, p.end())
	}},
	{"killed", func(t *testing.T, _ outcome) {
		p := start(t, setting{})
		requests := small().requests(p.dispatch)
		p.ask(requests[0])
		p.send(requests[1][:len(requests[1])-100])
		require.NoError(t, p.cmd.Process.Kill())
		require.Equal(t, -1, p.end().code)
	}},
}

// TestSoakStarts starts the command as often as told, in each of these ways in
// turn. No file, process or descriptor may be left.
func TestSoakStarts(t *testing.T) {
	if *soakStarts == 0 {
		t.Skip("starts the command as often as it is told to: make soak")
	}
	want := calm(t, small())
	opened, began := openFiles(t), time.Now()
	const batch = 100 // the folders of these are looked at, then removed
	for first := 0; first < *soakStarts; first += batch {
		t.Run(fmt.Sprintf("from %d", first), func(t *testing.T) {
			for n := first; n < min(first+batch, *soakStarts); n++ {
				starts[n%len(starts)].run(t, want)
			}
		})
		require.Equal(t, opened, openFiles(t), "descriptors")
		require.Empty(t, children(t), "processes left, or not waited for")
	}
	t.Logf("%d starts, %.2f ms each, start to exit", *soakStarts, time.Since(began).Seconds()*1000/float64(*soakStarts))
}
