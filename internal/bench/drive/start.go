package drive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"concurrentsessions/internal/chunk"
)

// Start is how long it takes from the start of a command to its whole answer
// to getinfo. Nothing stands between, so the memory is not measured.
func Start(ctx context.Context, p Program, args []string) (time.Duration, error) {
	cmd := exec.CommandContext(ctx, p.Path, p.Args...)
	in, err := cmd.StdinPipe()
	if err != nil {
		return 0, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	request := getinfo(args, os.TempDir())
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("start %s: %w", p.Path, err)
	}
	_, sending := in.Write(request)
	answering := reply(chunk.NewReader(out), io.Discard)
	took := time.Since(began)
	_ = in.Close()
	return took, errors.Join(sending, answering, cmd.Wait())
}
