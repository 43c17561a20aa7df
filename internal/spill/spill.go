// Package spill keeps on disk what does not fit into memory: the engine's
// store.
package spill

import (
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
	if f.file, err = os.CreateTemp(f.Dir, "concurrentsessions-*.tmp"); err != nil {
		return f.explain(err)
	}
	// A file without a name is gone with the process, also if that is killed.
	// Windows does not allow it; there Close removes the file.
	_ = os.Remove(f.file.Name())
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
	_ = os.Remove(f.file.Name()) // where it still has a name
	f.file = nil
	return err
}
