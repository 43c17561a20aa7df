package faults

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sample is what the kernel says of a process at one moment.
type sample struct {
	memory, descriptors, threads int64
	rows                         int // that were sent by then
}

func (s sample) memoryOf() int64      { return s.memory }
func (s sample) descriptorsOf() int64 { return s.descriptors }
func (s sample) threadsOf() int64     { return s.threads }

func take(t testing.TB, p *process, rows int) sample {
	t.Helper()
	return sample{
		memory: resident(t, p), descriptors: descriptors(t, p), threads: status(t, p, "Threads"),
		rows: rows,
	}
}

// resident is the memory that a process has now, in bytes.
func resident(t testing.TB, p *process) int64 {
	t.Helper()
	return status(t, p, "VmRSS") << 10
}

// peakMemory is the most that was ever resident, in bytes.
func peakMemory(t testing.TB, p *process) int64 { return status(t, p, "VmHWM") << 10 }

// status reads a number of /proc/PID/status, in kB where it is memory.
func status(t testing.TB, p *process, name string) int64 {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	require.NoError(t, err)
	m := regexp.MustCompile(`(?m)^` + name + `:\s+(\d+)`).FindSubmatch(text)
	require.NotNil(t, m, "no %s in\n%s", name, text)
	n, err := strconv.ParseInt(string(m[1]), 10, 64)
	require.NoError(t, err)
	return n
}

func descriptors(t testing.TB, p *process) int64 {
	t.Helper()
	list, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.cmd.Process.Pid))
	require.NoError(t, err)
	return int64(len(list))
}

// asidePath is where the file that the command put sightings aside in can
// still be reached, though it has no name any more; "" while there is none.
func asidePath(p *process) string {
	paths, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", p.cmd.Process.Pid))
	for _, path := range paths {
		if target, err := os.Readlink(path); err == nil && strings.HasSuffix(target, " (deleted)") {
			return path
		}
	}
	return ""
}

// aside is how many bytes are in that file.
func aside(p *process) int64 {
	if info, err := os.Stat(asidePath(p)); err == nil {
		return info.Size()
	}
	return 0
}

// openFiles counts the descriptors of the test itself.
func openFiles(t testing.TB) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	return len(list)
}

// children are the processes of the test that run, or ran and were not waited
// for.
func children(t testing.TB) (list []string) {
	t.Helper()
	paths, err := filepath.Glob("/proc/[0-9]*/stat")
	require.NoError(t, err)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it ended
		}
		// pid (name) state parent ...
		_, rest, _ := strings.Cut(string(text), ") ")
		if fields := strings.Fields(rest); len(fields) > 1 && fields[1] == strconv.Itoa(os.Getpid()) {
			list = append(list, string(text))
		}
	}
	return list
}
