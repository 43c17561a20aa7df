package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"concurrentsessions/internal/bench/drive"
	"concurrentsessions/internal/bench/peer"
	"concurrentsessions/internal/bench/traffic"
)

// lab is where works are measured.
type lab struct {
	binary, dir, python string
	rounds              int
	short               bool
	millions            int
	progress            io.Writer
}

func (l *lab) prepare() error {
	if l.short {
		l.rounds = 1
	}
	if l.rounds < 1 {
		return errors.New("-k: want at least one round")
	}
	var err error
	if l.binary, err = filepath.Abs(l.binary); err != nil {
		return err
	}
	if _, err := os.Stat(l.binary); err != nil {
		return fmt.Errorf("%w; make build makes it", err)
	}
	l.dir = filepath.Join(l.dir, fmt.Sprintf("v%d", traffic.Version))
	return os.MkdirAll(l.dir, 0o755)
}

func (l *lab) say(format string, args ...any) {
	fmt.Fprintf(l.progress, time.Now().Format("15:04:05 ")+format+"\n", args...)
}

// size is the full number, or the small one of the short form.
func (l *lab) size(full, small int) int {
	if l.short {
		return small
	}
	return full
}

func (l *lab) command() drive.Program { return drive.Program{Path: l.binary} }

// peer is one of this program's own peers.
func (l *lab) peer(args ...string) (drive.Program, error) {
	self, err := os.Executable()
	return drive.Program{Path: self, Args: append([]string{peer.Word}, args...)}, err
}

// script is one of the peers in Python.
func (l *lab) script(name string, args ...string) drive.Program {
	return drive.Program{Path: l.python, Args: append([]string{filepath.Join("internal", "bench", "peers", name)}, args...)}
}

// missing is why the Python peers cannot run, or "".
func (l *lab) missing() string {
	if _, err := os.Stat(l.python); errors.Is(err, fs.ErrNotExist) {
		return "not installed: make bench-peers"
	} else if err != nil {
		return err.Error()
	}
	return ""
}

// file is the name of a file of data, which is made if there is none of that
// name.
func (l *lab) file(name string, write func(io.Writer) error) (string, error) {
	if l.short {
		name = "short-" + name
	}
	name = filepath.Join(l.dir, name)
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		return name, err
	}
	l.say("  make %s", name)
	made, err := os.Create(name + ".tmp")
	if err != nil {
		return "", err
	}
	err = errors.Join(write(made), made.Close())
	if err == nil {
		err = os.Rename(made.Name(), name)
	}
	if err != nil {
		return "", fmt.Errorf("make %s: %w", name, err)
	}
	return name, nil
}

// requests are those of a conversation, in memory, so that no disk is measured.
func (l *lab) requests(name string, p traffic.Plan, layout traffic.Layout, rows int) ([]byte, error) {
	name, err := l.file(name, func(w io.Writer) error { return p.WriteRequests(w, layout, rows) })
	if err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}
