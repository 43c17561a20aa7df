package logfile

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

const (
	zipEncrypted  = 1           // flag of a member
	zipMethodZstd = 93          // of the zip specification
	macResources  = "__MACOSX/" // what macOS adds to each file
)

var errEncrypted = errors.New("encrypted; unpack it first")

// zip reads the members of an archive in the order of its directory. Nothing
// is written, so a member's name is a label and no path.
func (f *file) zip(src source, layers int) error {
	if layers >= maxLayers {
		return f.fail(0, errLayers)
	}
	archive, err := zip.NewReader(src.at, src.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return f.fail(0, withoutPath(err))
	}
	archive.RegisterDecompressor(zip.Deflate, flate.NewReader)
	archive.RegisterDecompressor(zipMethodZstd, zstd.ZipDecompressor(
		zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdMemory), zstd.WithDecoderLowmem(true)))
	// Members may share packed bytes, so it is the archive's size that counts.
	whole := &meter{limits: src.limits, packed: func() int64 { return src.size }}
	for _, m := range archive.File {
		if strings.HasSuffix(m.Name, "/") || strings.HasPrefix(m.Name, macResources) {
			continue
		}
		member := &file{reader: f.reader, name: f.name + "!" + m.Name}
		if err := member.unzip(m, whole, layers); err != nil {
			return err
		}
	}
	return nil
}

func (f *file) unzip(m *zip.File, whole *meter, layers int) error {
	if m.Flags&zipEncrypted != 0 {
		return f.fail(0, errEncrypted)
	}
	r, err := m.Open()
	if err != nil {
		return f.fail(0, fmt.Errorf("zip: %w", withoutPath(err)))
	}
	defer r.Close()
	whole.r = ctxReader{f.reader, r}
	return f.read(source{r: whole, limits: whole.limits}, layers+1)
}

// withoutPath is the cause of an error that names a file: the name of the archive
// is told anyway, and that of a temporary file tells nobody anything.
func withoutPath(err error) error {
	if named, ok := errors.AsType[*fs.PathError](err); ok {
		return named.Err
	}
	return err
}

// ctxReader stops when the context does.
type ctxReader struct {
	*reader
	r io.Reader
}

func (c ctxReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}
