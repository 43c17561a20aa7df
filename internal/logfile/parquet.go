package logfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// What a Parquet file may have. Security Lake is far below.
const (
	maxFooter      = 64 << 20
	maxSchemaDepth = 64
	parquetBatch   = 64 // rows that are held at a time
)

var (
	errFooter = errors.New("parquet: the footer is broken or too large; the file may be cut")
	errSchema = fmt.Errorf("parquet: the columns are broken, or nested more than %d deep", maxSchemaDepth)
)

// parquet reads the rows of a Parquet file as the JSON events that they were
// made of: nested columns become objects, lists arrays, maps objects, and what
// is null is left out.
func (f *file) parquet(src source, _ int) error {
	p, err := openParquet(src)
	if err != nil {
		return f.fail(0, err)
	}
	defer p.close()
	f.stats.Files++
	m := &meter{limits: src.limits, packed: func() int64 { return src.size }}
	for row := 1; ; row++ {
		event, err := p.next()
		if err == nil {
			err = m.count(len(event))
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return f.fail(0, fmt.Errorf("the rest, from row %d on, is not read: %w", row, err))
		case len(event) > f.opt.MaxRecord:
			err = f.fail(row, errTooLong(f.opt.MaxRecord))
		default:
			err = f.emit(Event{JSON: event, File: f.name, Line: row})
		}
		if err != nil {
			return err
		}
	}
}

// parquetRows walks the rows of a file. The library panics at some broken
// files; its methods give that as an error.
type parquetRows struct {
	root   *parquetNode
	groups []parquet.RowGroup // those that are still to come
	rows   parquet.Rows       // of the current group
	batch  []parquet.Row
	ready  []parquet.Row // of the batch, not yet given
	done   error         // why there is no other batch
	event  []byte
	cells  cells
}

func openParquet(src source) (p *parquetRows, err error) {
	defer recovered(&err)
	if err := checkSchema(src); err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(src.at, src.size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, fmt.Errorf("parquet: %w", err)
	}
	p = &parquetRows{groups: file.RowGroups(), batch: make([]parquet.Row, parquetBatch)}
	p.root = newParquetNode(file.Root())
	p.cells.init(p.root)
	return p, nil
}

// recovered turns a panic of the library into an error.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("parquet: the file is broken: %v", r)
	}
}

// checkSchema looks at the footer before the library does, which trusts its
// length and walks its columns recursively.
func checkSchema(src source) error {
	var tail [8]byte
	if src.size < int64(len(tail)) {
		return errFooter
	}
	if _, err := src.at.ReadAt(tail[:], src.size-int64(len(tail))); err != nil && err != io.EOF {
		return fmt.Errorf("parquet: %w", err)
	}
	size := int64(binary.LittleEndian.Uint32(tail[:]))
	if string(tail[4:]) != string(magicParquet) || size > maxFooter || size > src.size-int64(len(tail)) {
		return errFooter
	}
	footer := make([]byte, size)
	if _, err := src.at.ReadAt(footer, src.size-int64(len(tail))-size); err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	var meta format.FileMetaData
	if err := thrift.Unmarshal(&thrift.CompactProtocol{}, footer, &meta); err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	var open []int32 // children that are still to come, level by level
	for i := range meta.Schema {
		if n := len(open); n > 0 {
			open[n-1]--
		} else if i > 0 {
			return errSchema
		}
		children := meta.Schema[i].NumChildren.V
		if children < 0 || len(open) == maxSchemaDepth {
			return errSchema
		}
		open = append(open, children)
		for len(open) > 0 && open[len(open)-1] == 0 {
			open = open[:len(open)-1]
		}
	}
	if len(meta.Schema) == 0 || len(open) > 0 {
		return errSchema
	}
	return nil
}

// next gives the next row as JSON, valid until the one after, or io.EOF.
func (p *parquetRows) next() (event []byte, err error) {
	defer recovered(&err)
	for len(p.ready) == 0 {
		if err := p.read(); err != nil {
			return nil, err
		}
	}
	p.cells.set(p.ready[0])
	p.ready = p.ready[1:]
	p.event = p.root.appendValue(p.event[:0], &p.cells)
	return p.event, nil
}

// read reads the next batch of rows.
func (p *parquetRows) read() error {
	if p.done != nil {
		err := p.done
		p.close()
		if err != io.EOF {
			return err
		}
	}
	if p.rows == nil {
		if len(p.groups) == 0 {
			return io.EOF
		}
		p.rows, p.groups = p.groups[0].Rows(), p.groups[1:]
	}
	n, err := p.rows.ReadRows(p.batch)
	p.ready, p.done = p.batch[:n], err
	if n == 0 && err == nil {
		return io.ErrNoProgress
	}
	return nil
}

// close ends the current group.
func (p *parquetRows) close() {
	rows := p.rows
	p.rows, p.done = nil, nil
	if rows != nil {
		var ignored error // all that was wanted of it has been read
		defer recovered(&ignored)
		rows.Close()
	}
}
