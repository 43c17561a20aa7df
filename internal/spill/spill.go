// Package spill keeps on disk what does not fit into memory: the engine's
// store.
package spill

import (
	"cmp"
	"fmt"
	"os"
)

// File is a temporary file that nothing is left of, however the program ends.
// It is made by the first write. The zero value is not usable: name a folder.
type File struct {
	// Dir is the folder of the file: the search's dispatch directory, or the
	// system's folder for temporary files if empty.
	Dir string

	file *os.File
	name string // while the file has one
	end  int64
}

// Write appends a frame and gives its place.
func (f *File) Write(frame []byte) (place int64, err error) {
	if f.file == nil {
		if err := f.create(); err != nil {
			return 0, err
		}
	}
	if _, err := f.file.WriteAt(frame, f.end); err != nil {
		return 0, f.explain(err)
	}
	place = f.end
	f.end += int64(len(frame))
	return place, nil
}

func (f *File) create() (err error) {
	// A file without a name is gone with the process, also if that is killed.
	if f.file, err = createUnnamed(cmp.Or(f.Dir, os.TempDir())); err != nil {
		return f.createNamed()
	}
	return nil
}

// createNamed makes a file with a name and takes the name away, which Windows
// does not allow.
func (f *File) createNamed() (err error) {
	if f.file, err = os.CreateTemp(f.Dir, "concurrentsessions-*.tmp"); err != nil {
		return f.explain(err)
	}
	if err := os.Remove(f.file.Name()); err != nil {
		f.name = f.file.Name()
	}
	return nil
}

func (f *File) explain(err error) error {
	return fmt.Errorf("%w (memory ran short; free disk space in this folder, give the option memory_limit more, or search a shorter time)", err)
}

// Read fills frame with what was written at the place.
func (f *File) Read(frame []byte, place int64) error {
	if f.file == nil {
		return os.ErrNotExist
	}
	_, err := f.file.ReadAt(frame, place)
	return err
}

// Bytes is how much was written.
func (f *File) Bytes() int64 { return f.end }

// Close removes the file.
func (f *File) Close() error {
	if f.file == nil {
		return nil
	}
	err := f.file.Close()
	if f.name != "" {
		_ = os.Remove(f.name)
	}
	f.file, f.name = nil, ""
	return err
}
