package logfile

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// How the formats begin.
var (
	magicGzip     = []byte{0x1f, 0x8b}
	magicZstd     = []byte{0x28, 0xb5, 0x2f, 0xfd}
	magicZip      = []byte("PK\x03\x04")
	magicEmptyZip = []byte("PK\x05\x06")
	magicParquet  = []byte("PAR1")
)

// isSkippable tells a skippable frame of zstd, which may come first.
func isSkippable(head []byte) bool {
	return len(head) >= 4 && binary.LittleEndian.Uint32(head)&^0xf == 0x184d2a50
}

// maxLayers bounds archives and compression within each other.
const maxLayers = 4

var errLayers = fmt.Errorf("packed more than %d times; unpack it first", maxLayers)

// zstdMemory bounds the window of a zstd stream, in bytes. It is what the
// command zstd writes with --ultra and reads without being told more.
const zstdMemory = 128 << 20

// inflate reads a compressed stream.
func (f *file) inflate(w *window, src source, layers int) error {
	if layers >= maxLayers {
		return f.fail(0, errLayers)
	}
	packed := &windowReader{w: w}
	var plain io.Reader
	if bytes.HasPrefix(w.unread(), magicGzip) {
		// A bufio.Reader is unpacked much faster than any other.
		z, err := gzip.NewReader(bufio.NewReader(packed))
		if err != nil {
			return f.fail(0, fmt.Errorf("gzip: %w", err))
		}
		defer z.Close()
		plain = z
	} else {
		z, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdMemory), zstd.WithDecoderLowmem(true))
		if err != nil {
			return f.fail(0, fmt.Errorf("zstd: %w", err))
		}
		defer z.Close()
		plain = z
	}
	m := &meter{r: plain, limits: src.limits, packed: packed.read}
	return f.read(source{r: m, limits: src.limits}, layers+1)
}

// windowReader reads what a window shows, byte by byte if need be, and counts.
type windowReader struct {
	w *window
	n int64
}

func (r *windowReader) read() int64 { return r.n }

func (r *windowReader) Read(b []byte) (int, error) {
	if len(r.w.unread()) == 0 && !r.w.more() {
		return 0, r.w.err
	}
	n := copy(b, r.w.unread())
	r.skip(n)
	return n, nil
}

func (r *windowReader) ReadByte() (byte, error) {
	if len(r.w.unread()) == 0 && !r.w.more() {
		return 0, r.w.err
	}
	c := r.w.unread()[0]
	r.skip(1)
	return c, nil
}

// skip moves on without counting lines, of which packed data has none.
func (r *windowReader) skip(n int) {
	r.w.at += n
	r.n += int64(n)
}

// limits bound what one file on disk may unpack to, over all its layers and
// members.
type limits struct {
	inflated, max int64
	ratio         int64
}

// freeInflated is what may be unpacked at any ratio.
const freeInflated = 64 << 20

// Why a packed file is not read on.
var (
	ErrInflated = errors.New("unpacks to more than is allowed")
	ErrRatio    = errors.New("unpacks to far more than logs do, like an archive made to do harm")
)

// meter holds unpacking to the limits.
type meter struct {
	r      io.Reader
	limits *limits
	packed func() int64 // how many packed bytes have been read
	n      int64
}

func (m *meter) Read(b []byte) (int, error) {
	n, err := m.r.Read(b)
	if over := m.count(n); over != nil {
		return 0, over
	}
	return n, err
}

// count counts bytes that have been unpacked, and says if they are too many.
func (m *meter) count(n int) error {
	m.n += int64(n)
	m.limits.inflated += int64(n)
	switch {
	case m.limits.inflated > m.limits.max:
		return fmt.Errorf("%w: the limit is %d bytes", ErrInflated, m.limits.max)
	case m.n > freeInflated && m.n/m.limits.ratio > m.packed():
		return fmt.Errorf("%w: more than %d times its size; unpack it yourself to read it all the same", ErrRatio, m.limits.ratio)
	}
	return nil
}
