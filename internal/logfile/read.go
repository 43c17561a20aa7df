package logfile

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

const stdin = "-"

var (
	errLink    = errors.New("a link, which is not followed within a folder; name it to read it")
	errSpecial = errors.New("neither a file nor a folder; not read")
)

// Sink is where pieces go. It is used by one goroutine.
type Sink interface {
	// Piece gives a piece to fill. There is one at a time.
	Piece() *Piece
	// Put takes the piece, which has to be split. Its error ends the reading,
	// and may be that of an earlier piece.
	Put() error
	// Wait waits until all that was put is done with, and gives the error.
	Wait() error
}

// ReadPieces reads the paths in order, folders in order of name, and "-" as
// standard input, and puts events and problems into pieces, in order. It ends
// with an error of the sink or the context, with a path that does not exist
// and, if strict, with the first [Problem]. What was put then counts all the
// same. In the end it waits.
//
// Links are followed when they are named, and not within a folder.
func ReadPieces(ctx context.Context, paths []string, opt Options, into Sink) (Stats, error) {
	r := &reader{ctx: ctx, opt: opt.withDefaults(), into: into}
	for _, path := range paths {
		if err := r.path(path); err != nil {
			return r.stats, err
		}
	}
	if err := r.flush(); err != nil {
		return r.stats, err
	}
	return r.stats, cmp.Or(into.Wait(), ctx.Err())
}

// Size is the size of all files that Read would read, in bytes as on disk;
// standard input and pipes count as nothing.
func Size(paths []string) (total int64) {
	for _, path := range paths {
		if path == stdin {
			continue
		}
		info, err := os.Stat(path)
		switch {
		case err != nil:
		case info.Mode().IsRegular():
			total += info.Size()
		case info.IsDir():
			filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error { //nolint:errcheck // a file that cannot be seen counts as nothing
				if err == nil && d.Type().IsRegular() {
					if info, err := d.Info(); err == nil {
						total += info.Size()
					}
				}
				return nil
			})
		}
	}
	return total
}

func (o Options) withDefaults() Options {
	setDefault(&o.MaxRecord, 16<<20)
	setDefault(&o.MaxInflated, 64<<30)
	setDefault(&o.MaxRatio, 500)
	setDefault(&o.MaxSpool, 4<<30)
	return o
}

func setDefault[T int | int64](value *T, otherwise T) {
	if *value <= 0 {
		*value = otherwise
	}
}

// path reads one of the paths that were named.
func (r *reader) path(path string) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if in, ok := r.opt.Streams[path]; ok {
		return r.stream(path, in)
	}
	if path == stdin {
		return r.stream(stdin, os.Stdin)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return cmp.Or(r.flush(), r.into.Wait(), err)
	case info.IsDir():
		return r.folder(path)
	case info.Mode().IsRegular(), info.Mode()&fs.ModeNamedPipe != 0:
		opened, err := os.Open(path)
		return r.opened(path, opened, err)
	}
	return r.problemAt(path, 0, errSpecial)
}

// folder reads what is below a folder. Nothing outside of it is opened, even
// if somebody changes it meanwhile.
func (r *reader) folder(path string) error {
	root, err := os.OpenRoot(path)
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(below string, entry fs.DirEntry, err error) error {
		name := filepath.Join(path, filepath.FromSlash(below))
		switch {
		case r.ctx.Err() != nil:
			return r.ctx.Err()
		case err != nil:
			return r.problemAt(name, 0, err)
		case entry.IsDir():
			return nil
		case entry.Type()&fs.ModeSymlink != 0:
			return r.problemAt(name, 0, errLink)
		case !entry.Type().IsRegular():
			return r.problemAt(name, 0, errSpecial)
		}
		opened, err := root.Open(filepath.FromSlash(below))
		return r.opened(name, opened, err)
	})
}

// opened reads a file and closes it.
func (r *reader) opened(name string, opened *os.File, err error) error {
	if err != nil {
		return r.problemAt(name, 0, err)
	}
	defer opened.Close()
	info, err := opened.Stat()
	if err != nil {
		return r.problemAt(name, 0, err)
	}
	if !info.Mode().IsRegular() {
		return r.stream(name, opened)
	}
	before := r.stats.Bytes
	f := &file{reader: r, name: name}
	err = f.read(source{
		r:  &counted{reader: r, r: opened},
		at: countedAt{r, opened}, size: info.Size(),
		limits: r.limits(),
	}, 0)
	if err == nil {
		r.stats.Bytes = before + info.Size() // some formats are read twice in parts
	}
	return err
}

// stream reads what comes front to back, once.
func (r *reader) stream(name string, in io.Reader) error {
	f := &file{reader: r, name: name}
	return f.read(source{r: &counted{reader: r, r: in}, limits: r.limits()}, 0)
}

func (r *reader) limits() *limits {
	return &limits{max: r.opt.MaxInflated, ratio: r.opt.MaxRatio}
}
