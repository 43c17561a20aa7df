//go:build unix

package faults

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A signal comes after so many bytes were sent: while the command waits, reads,
// works, puts aside, or writes its findings.
func TestSignals(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*load{"small": small(), "spilling": spilling()} {
		want := calm(t, l)
		all := slices.Concat(l.requests("")...)
		for _, s := range []os.Signal{syscall.SIGTERM, syscall.SIGINT} {
			for seed := range uint64(either(200, 8)) {
				t.Run(fmt.Sprintf("%s, %v, seed %d", name, s, seed), func(t *testing.T) {
					t.Parallel()
					random := rand.New(rand.NewPCG(seed, 0))
					p := start(t, setting{})
					// The program's first instructions come before any handler.
					_, ok := p.ask(getinfo("", l.args...))
					require.True(t, ok)
					begun := len(getinfo("", l.args...))
					n := begun + random.IntN(len(all)-begun)
					if seed%4 == 0 {
						n = len(all)
					}
					go func() { // replies wait in the pipe
						p.send(all[begun:n])
						time.Sleep(time.Duration(random.IntN(40)) * time.Millisecond)
						_ = p.cmd.Process.Signal(s)
						if n == len(all) {
							_ = p.stdin.Close() // it may be through already
						}
					}()
					requireQuiet(t, want, p.read())
				})
			}
		}
	}
}

// A search that is suspended and resumed goes on.
func TestSuspended(t *testing.T) {
	t.Parallel()
	l := spilling()
	want := calm(t, l)
	p := start(t, setting{})
	stopped := time.AfterFunc(20*time.Millisecond, func() { _ = p.cmd.Process.Signal(syscall.SIGSTOP) })
	resumed := time.AfterFunc(300*time.Millisecond, func() { _ = p.cmd.Process.Signal(syscall.SIGCONT) })
	defer stopped.Stop()
	defer resumed.Stop()
	requireSame(t, want, talk(p, l.requests(p.dispatch)))
}

// A killed search leaves nothing behind, though it could not tidy up.
func TestKilled(t *testing.T) {
	t.Parallel()
	l := spilling()
	requests := l.requests("")
	for n := 1; n < len(requests); n += either(1, 13) {
		t.Run(fmt.Sprintf("before request %d", n), func(t *testing.T) {
			t.Parallel()
			p := start(t, setting{})
			requests := l.requests(p.dispatch)
			for _, r := range requests[:n] {
				_, ok := p.ask(r)
				require.True(t, ok)
			}
			require.NoError(t, p.cmd.Process.Kill())
			require.Equal(t, -1, p.end().code)
		})
	}
}
