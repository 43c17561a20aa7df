// Package built builds the programs for the tests that start them.
package built

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// For is what a program is built for; the zero value is this machine, as the
// program ships.
type For struct {
	GOOS, GOARCH string
	Race         bool // with the race detector, which does not ship
}

// Program builds a program of cmd into a folder and gives its path.
func Program(dir, name string, target For) (path string, err error) {
	path = filepath.Join(dir, name)
	if target.GOOS == "windows" || target.GOOS == "" && runtime.GOOS == "windows" {
		path += ".exe"
	}
	args, env := []string{"build", "-o", path}, os.Environ()
	if target.Race {
		args = append(args, "-race")
	} else {
		args = append(args, "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=")
		env = append(env, "CGO_ENABLED=0")
	}
	for variable, value := range map[string]string{"GOOS": target.GOOS, "GOARCH": target.GOARCH} {
		if value != "" {
			env = append(env, variable+"="+value)
		}
	}
	cmd := exec.Command("go", append(args, "concurrentsessions/cmd/"+name)...)
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
	}
	return path, nil
}
