package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// fate is what became of a mutant.
type fate int

const (
	killed   fate = iota // a test failed
	survived             // no test did
	timedOut             // the tests did not end
	refused              // by the compiler
)

// Some mutants never stop, and some take all memory. Time is that of the
// processor, so that it does not matter how busy the machine is.
const (
	memoryKiB = 4 << 20
	patience  = 4 // times what the tests take on the code as it is
)

// lab tries the mutants of one package.
type lab struct {
	dir     string // absolute
	temp    string
	flags   []string // of the tests
	numbers map[string]int
	seconds map[string]int // that the tests may take, by their length
}

func newLab(dir string, flags []string) (*lab, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	temp, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return nil, err
	}
	return &lab{
		dir: dir, temp: temp, flags: flags, numbers: map[string]int{},
		seconds: map[string]int{short: 600, long: 600},
	}, nil
}

func (l *lab) close() { _ = os.RemoveAll(l.temp) }

// build compiles the tests with all mutants in them. Those that the compiler
// refuses are left without a number, until it refuses none.
func (l *lab) build(ctx context.Context, packageName string, sources []*source) error {
	var names []string
	for _, s := range sources {
		for _, m := range s.mutants {
			names = append(names, m.name)
			l.numbers[m.name] = len(names)
		}
	}
	for {
		overlay, err := l.layOver(packageName, sources)
		if err != nil {
			return err
		}
		build := exec.CommandContext(ctx, "nice", "-n", "10", "go", "test", "-c", "-vet=off", "-gcflags=-e",
			"-overlay", overlay, "-o", l.binary())
		build.Dir = l.dir
		output, err := build.CombinedOutput()
		if err == nil {
			return nil
		}
		faults := fault.FindAllSubmatch(output, -1)
		if len(faults) == 0 {
			return fmt.Errorf("the package does not compile: %w\n%s", err, output)
		}
		for _, f := range faults {
			number, _ := strconv.Atoi(string(f[1]))
			delete(l.numbers, names[number-1])
		}
	}
}

// fault is how the compiler begins what it has to say about a mutant.
var fault = regexp.MustCompile(`(?m)^mutant(\d+):\d+`)

// layOver writes the woven files, and the overlay that says whose place they
// take.
func (l *lab) layOver(packageName string, sources []*source) (overlay string, err error) {
	replace := map[string]string{}
	lay := func(name, content string) error {
		woven := filepath.Join(l.temp, name)
		replace[filepath.Join(l.dir, name)] = woven
		return os.WriteFile(woven, []byte(content), 0o600)
	}
	for _, s := range sources {
		if err := lay(filepath.Base(s.file), s.weave(l.numbers)); err != nil {
			return "", err
		}
	}
	if err := lay("mutant_that_runs.go", switchboard(packageName)); err != nil {
		return "", err
	}
	content, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(l.temp, "overlay.json")
	return overlay, os.WriteFile(overlay, content, 0o600)
}

func (l *lab) binary() string { return filepath.Join(l.temp, "package.test") }

// The short tests go first, since most mutants do not survive them.
const (
	short = "-test.short"
	long  = "-test.short=false"
)

// checkUnchanged runs the tests with no mutant: they have to pass. It takes the
// time.
func (l *lab) checkUnchanged(ctx context.Context) error {
	for _, length := range []string{short, long} {
		got, output, took := l.testOnce(ctx, 0, length)
		if got != survived {
			return fmt.Errorf("the tests fail on the code as it is:\n%s", output)
		}
		l.seconds[length] = 2 + int(patience*took.Seconds())
	}
	return nil
}

// tryAll tries the mutants, several at once, and tells the fate of each in
// their order.
func (l *lab) tryAll(ctx context.Context, mutants []mutant, workers int, tell func(mutant, fate)) {
	fates := make([]chan fate, len(mutants))
	for i := range fates {
		fates[i] = make(chan fate, 1)
	}
	next := make(chan int, len(mutants))
	for i := range mutants {
		next <- i
	}
	close(next)
	var working sync.WaitGroup
	for range workers {
		working.Go(func() {
			for i := range next {
				fates[i] <- l.try(ctx, mutants[i])
			}
		})
	}
	for i, m := range mutants {
		got := <-fates[i]
		if ctx.Err() != nil {
			break // what was stopped has no fate
		}
		tell(m, got)
	}
	working.Wait()
}

func (l *lab) try(ctx context.Context, m mutant) fate {
	number := l.numbers[m.name]
	if number == 0 {
		return refused
	}
	for _, length := range []string{short, long} {
		if got, _, _ := l.testOnce(ctx, number, length); got != survived {
			return got
		}
	}
	return survived
}

// testOnce runs the tests; survived is that all pass.
func (l *lab) testOnce(ctx context.Context, number int, length string) (got fate, output []byte, took time.Duration) {
	command := fmt.Sprintf(`ulimit -v %d && ulimit -t %d && exec nice -n 10 "$0" -test.failfast "$@"`, memoryKiB, l.seconds[length])
	test := exec.CommandContext(ctx, "sh", append([]string{"-c", command, l.binary(), length}, l.flags...)...)
	test.Dir = l.dir
	test.Env = append(os.Environ(), fmt.Sprintf("%s=%d", variable, number))
	test.WaitDelay = time.Second
	output, err := test.CombinedOutput()
	if state := test.ProcessState; state != nil { // it was started
		took = state.UserTime() + state.SystemTime()
	}
	switch {
	case err == nil:
		got = survived
	case isKilled(test.ProcessState): // when its time was over
		got = timedOut
	default:
		got = killed
	}
	return got, output, took
}

func isKilled(state *os.ProcessState) bool {
	if state == nil {
		return false // it was not started
	}
	status, ok := state.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}
