package offline

import (
	"io"
	"io/fs"
	"os"

	"concurrentsessions/internal/logfile"
)

const stdin = "-"

// streams are the inputs that can be read once only: standard input and named
// pipes. While they are read they go to temporary files, for a second reading.
type streams struct {
	list []stream
}

type stream struct {
	path   string
	in     io.Reader
	opened *os.File      // nil for standard input
	copied *logfile.Temp // nil without a second reading
}

func openStreams(plan Plan) (*streams, error) {
	s := &streams{}
	for _, path := range plan.Paths {
		if err := s.add(path, plan); err != nil {
			s.close()
			return nil, err
		}
	}
	return s, nil
}

// add opens the path if it is a stream.
func (s *streams) add(path string, plan Plan) error {
	st := stream{path: path, in: plan.Stdin}
	switch {
	case path != stdin:
		info, err := os.Stat(path)
		if err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
			return nil // what is wrong with it shows when it is read
		}
		if st.opened, err = os.Open(path); err != nil {
			return err
		}
		st.in = st.opened
	case st.in == nil:
		st.in = os.Stdin
	}
	if plan.Sightings > 0 {
		var err error
		if st.copied, err = logfile.NewTemp(plan.Files.TempDir); err != nil {
			st.close()
			return err
		}
	}
	s.list = append(s.list, st)
	return nil
}

// first gives the streams for the first reading.
func (s *streams) first() map[string]io.Reader {
	open := map[string]io.Reader{}
	for _, st := range s.list {
		open[st.path] = st.in
		if st.copied != nil {
			open[st.path] = io.TeeReader(st.in, st.copied)
		}
	}
	return open
}

// again gives what was read of them, from the start.
func (s *streams) again() (map[string]io.Reader, error) {
	open := map[string]io.Reader{}
	for _, st := range s.list {
		if _, err := st.copied.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		open[st.path] = st.copied
	}
	return open, nil
}

func (s *streams) close() {
	for _, st := range s.list {
		st.close()
	}
}

func (st stream) close() {
	if st.opened != nil {
		st.opened.Close()
	}
	if st.copied != nil {
		st.copied.Close()
	}
}

// size is how much there is to read, 0 if a stream makes that unknown.
func size(paths []string) int64 {
	for _, path := range paths {
		if info, err := os.Stat(path); path == stdin || err == nil && info.Mode()&fs.ModeNamedPipe != 0 {
			return 0
		}
	}
	return logfile.Size(paths)
}
