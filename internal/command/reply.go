package command

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"

	"concurrentsessions/internal/spill"
)

// reply is a body whose length is sent before it. It is held in the buffers in
// which it was written; beyond a bound it goes on in a file of its own.
type reply struct {
	dir  string
	most int64 // bytes that are held, 0 for no bound

	held  [][]byte
	size  int64
	file  *spill.File // nil if all is held
	aside []asidePart
	spare [][]byte
}

// asidePart is a part of the body in the file.
type asidePart struct {
	place    int64
	length   int
	checksum uint32
}

var errDamaged = errors.New("what was put aside of the reply came back damaged")

// replyShare is the part of the memory of a search that a reply may take.
const replyShare = 4

// room is a buffer for a part.
func (r *reply) room() (buffer []byte) {
	if last := len(r.spare) - 1; last >= 0 {
		buffer = r.spare[last]
		r.spare = r.spare[:last]
	}
	return slices.Grow(buffer[:0], piece+piece/8)
}

// add takes over a buffer as the next part of the body.
func (r *reply) add(part []byte) error {
	r.size += int64(len(part))
	if r.file == nil && (r.most == 0 || r.size <= r.most) {
		r.held = append(r.held, part)
		return nil
	}
	if r.file == nil {
		r.file = &spill.File{Dir: r.dir}
	}
	place, err := r.file.Write(part)
	if err != nil {
		return fmt.Errorf("put rows aside: %w", err)
	}
	r.aside = append(r.aside, asidePart{place, len(part), crc32.ChecksumIEEE(part)})
	r.spare = append(r.spare, part)
	return nil
}

// short is a body of one part, else nil.
func (r *reply) short() []byte {
	if len(r.held) == 1 && r.file == nil {
		return r.held[0]
	}
	return nil
}

// write writes the body.
func (r *reply) write(out io.Writer) error {
	for _, part := range r.held {
		if _, err := out.Write(part); err != nil {
			return err
		}
	}
	for _, a := range r.aside {
		part := slices.Grow(r.room(), a.length)[:a.length]
		r.spare = append(r.spare, part)
		if err := r.file.Read(part, a.place); err != nil {
			return fmt.Errorf("bring rows back: %w", err)
		}
		if crc32.ChecksumIEEE(part) != a.checksum {
			return errDamaged
		}
		if _, err := out.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// reset lets go of the body.
func (r *reply) reset() {
	r.spare = append(r.spare, r.held...)
	clear(r.held)
	r.held, r.aside, r.size = r.held[:0], r.aside[:0], 0
	if r.file != nil {
		_ = r.file.Close() // nobody reads it any more
		r.file = nil
	}
}
