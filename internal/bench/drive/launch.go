package drive

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// LaunchWord is the first argument that makes a program call [Launch].
const LaunchWord = "launch"

// reportFile is where a launched program's usage is written to: the first file
// behind stderr.
const reportFile = 3

// Launch runs a program with this process's stdin, stdout and stderr, tells its
// usage to the process that asked for it, and gives the exit code.
//
// A new process begins with its parent's peak of memory, for Linux notes a peak
// before it loads a program. So a big parent must not start what it measures.
func Launch(args []string) int {
	report := os.NewFile(reportFile, "report")
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	began := time.Now()
	err := cmd.Run()
	usage := Usage{Wall: time.Since(began)}
	if cmd.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	usage.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	usage.Peak = peak(cmd.ProcessState)
	if err := json.NewEncoder(report).Encode(usage); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return cmd.ProcessState.ExitCode()
}
