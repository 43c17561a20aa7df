package faults

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// mounted is a file system of its own with so many kB, or skips the test.
func mounted(t *testing.T, flags uintptr, kB int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", flags, fmt.Sprintf("size=%dk", kB)); err != nil {
		t.Skipf("may not mount a file system: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(dir, 0)) })
	return dir
}

// Memory is short and the disk full: from the first frame on, or later. The
// last disk is large enough.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	l := spilling()
	for _, kB := range []int{4, 64, 256, 512} {
		t.Run(fmt.Sprintf("%d kB", kB), func(t *testing.T) {
			t.Parallel()
			requireRefused(t, play(t, l, setting{dispatch: mounted(t, 0, kB)}),
				"put sightings aside: ", "no space left on device", "memory_limit")
		})
	}
	t.Run("enough", func(t *testing.T) {
		t.Parallel()
		requireSame(t, calm(t, l), play(t, l, setting{dispatch: mounted(t, 0, 64<<10)}))
	})
}

// Memory is short and the dispatch directory is on a read-only file system.
func TestDiskReadOnly(t *testing.T) {
	t.Parallel()
	requireRefused(t, play(t, spilling(), setting{dispatch: mounted(t, syscall.MS_RDONLY, 64)}),
		"put sightings aside: ", "read-only file system", "memory_limit")
}

// Memory is short, and there are no descriptors left for a file.
func TestNoDescriptors(t *testing.T) {
	t.Parallel()
	p := start(t, setting{})
	requests := spilling().requests(p.dispatch)
	_, ok := p.ask(requests[0])
	require.True(t, ok)
	require.NoError(t, unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 3, Max: 3}, nil))
	requireRefused(t, talk(p, requests[1:]), "put sightings aside: ", "too many open files", "memory_limit")
}

// Nobody can be told when stdout is a full disk.
func TestStdoutFull(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("there is no full device: %v", err)
	}
	defer full.Close()
	p := start(t, setting{prepare: func(cmd *exec.Cmd) { cmd.Stdout = full }})
	p.send(getinfo("", "by=user"))
	got := p.end()
	require.Equal(t, 1, got.code)
	require.Contains(t, got.stderr, "no space left on device")
}

// damages are what can happen to a file while it is needed.
var damages = []struct {
	name string
	do   func(t *testing.T, f *os.File, size int64, random *rand.Rand)
}{
	{"a bit flipped", func(t *testing.T, f *os.File, size int64, random *rand.Rand) {
		at := random.Int64N(size)
		b := make([]byte, 1)
		_, err := f.ReadAt(b, at)
		require.NoError(t, err)
		b[0] ^= 1 << random.IntN(8)
		_, err = f.WriteAt(b, at)
		require.NoError(t, err)
	}},
	{"a page of zeros", func(t *testing.T, f *os.File, size int64, random *rand.Rand) {
		_, err := f.WriteAt(make([]byte, 4096), random.Int64N(size-4096))
		require.NoError(t, err)
	}},
	{"cut", func(t *testing.T, f *os.File, size int64, random *rand.Rand) {
		require.NoError(t, f.Truncate(random.Int64N(size)))
	}},
	{"emptied", func(t *testing.T, f *os.File, _ int64, _ *rand.Rand) {
		require.NoError(t, f.Truncate(0))
	}},
}

// What was put aside is damaged while the command waits for a request: in the
// middle of the search, or before the last request.
func TestSpillDamaged(t *testing.T) {
	t.Parallel()
	l := spilling()
	for _, damage := range damages {
		for seed := range uint64(either(200, 2)) {
			t.Run(fmt.Sprintf("%s, seed %d", damage.name, seed), func(t *testing.T) {
				t.Parallel()
				random := rand.New(rand.NewPCG(seed, 0))
				p := start(t, setting{})
				requests := l.requests(p.dispatch)
				before := len(requests) - 1
				if seed%2 == 1 {
					before = len(requests) / 2
				}
				for _, r := range requests[:before] {
					_, ok := p.ask(r)
					require.True(t, ok)
				}
				for seed%2 == 1 && aside(p) <= 4096 && before < len(requests)-1 {
					_, ok := p.ask(requests[before])
					require.True(t, ok)
					before++
				}
				// What was answered may still be on its way to the disk.
				var size int64
				require.Eventually(t, func() bool { size = aside(p); return size > 4096 }, patience, 1e6)
				f, err := os.OpenFile(asidePath(p), os.O_RDWR, 0)
				require.NoError(t, err)
				damage.do(t, f, size, random)
				require.NoError(t, f.Close())
				requireRefused(t, talk(p, requests[before:]), "bring sightings back: ")
			})
		}
	}
}

// What is damaged after it was put aside is not looked at by a search that
// ends early.
func TestSpillDamagedForNobody(t *testing.T) {
	t.Parallel()
	l := spilling()
	want := calm(t, l)
	p := start(t, setting{})
	requests := l.requests(p.dispatch)
	for _, r := range requests[:30] {
		_, ok := p.ask(r)
		require.True(t, ok)
	}
	require.Eventually(t, func() bool { return aside(p) > 0 }, patience, 1e6)
	require.NoError(t, os.Truncate(asidePath(p), 0))
	requireQuiet(t, want, p.end())
}
