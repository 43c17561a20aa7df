package command

import (
	"cmp"
	"io"
	"slices"
	"strconv"

	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/inorder"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/splunkcsv"
)

// eventsRun passes every row through with what is known around it so far. Each
// row is answered in its own chunk, so that splunkd merges it with the right
// withheld fields.
//
// Rows come in pieces, which workers decode and reduce side by side; one after
// the other they are marked and written, nearly all by a copy of the bytes that
// were sent.
type eventsRun struct {
	plan   detect.Plan
	marker *detect.Marker
	line   *inorder.Line[passing] // nil until there are rows
	first  *splunkcsv.Header      // of the first piece

	// Of the current request.
	columns []string
	writer  *splunkcsv.Writer
	reply   reply
	before  int // rows in earlier pieces

	// Of the piece that is being taken.
	passing *passing
	rows    wideReader
	isRead  bool // the reader is at the piece
	values  [][]byte
	text    [32]byte
	err     error // of the reply
}

// passing is some rows on their way.
type passing struct {
	csv splunkcsv.Piece
	// asFirst says that it stands under the header of the first piece of all.
	asFirst bool
	batch   detect.Batch
	// plain is, for each row of the batch, the length of its fields without
	// the __mv_ ones where they can be passed on as they were sent, else 0.
	plain []uint32
	rows  int
	err   error
}

// eventsColumns are appended to each row.
var eventsColumns = []splunkcsv.Column{
	{Name: "cs_origin", Multi: true}, {Name: "cs_origin_count"}, {Name: "cs_hot"}, {Name: "cs_gap"},
}

func newEventsRun(plan detect.Plan, dispatch string) *eventsRun {
	r := &eventsRun{plan: plan, marker: detect.NewMarker(plan), reply: reply{dir: dispatch, most: plan.Memory / replyShare}}
	r.rows = r.newReader()
	return r
}

func (r *eventsRun) Execute(rows *splunkcsv.Reader, last bool, m *conversation.Messages) ([]byte, error) {
	r.begin(rows.Columns())
	if err := r.pass(rows); err != nil {
		return nil, err
	}
	if last {
		tell(m, r.marker.Tally(), r.marker.Roles(), r.plan)
	}
	if len(r.columns) == 0 {
		return nil, nil
	}
	if err := r.keep(); err != nil {
		return nil, err
	}
	return r.reply.short(), nil
}

// LongBody gives a reply that is more than one piece.
func (r *eventsRun) LongBody() (size int64, write func(out io.Writer) error) {
	return r.reply.size, r.reply.write
}

// Close ends the workers and lets go of what was put aside.
func (r *eventsRun) Close() error {
	if r.line != nil {
		r.line.Close()
	}
	r.reply.reset()
	return closeAside(r.plan)
}

// begin begins a reply with such columns.
func (r *eventsRun) begin(columns []string) {
	r.reply.reset()
	r.before = 0
	if r.writer != nil && slices.Equal(columns, r.columns) {
		r.writer.Reset()
		return
	}
	r.columns = slices.Clone(columns)
	list := make([]splunkcsv.Column, len(columns), len(columns)+len(eventsColumns))
	for i, name := range columns {
		list[i] = splunkcsv.Column{Name: name, Multi: true}
	}
	r.writer = splunkcsv.NewWriter(append(list, eventsColumns...))
}

// pass passes on the rows of a request.
func (r *eventsRun) pass(rows *splunkcsv.Reader) error {
	if r.line == nil {
		r.line = inorder.New(inorder.Workers(), func() *passing { return &passing{} }, r.newWorker, r.take)
	}
	for {
		p := r.line.Piece()
		if !rows.Cut(&p.csv) {
			r.line.Back(p)
			return cmp.Or(r.line.Wait(), rows.Err())
		}
		if r.first == nil {
			r.first = p.csv.Header()
		}
		p.asFirst = p.csv.Header() == r.first
		if err := r.line.Put(p); err != nil {
			return err
		}
	}
}

func (r *eventsRun) newWorker() func(*passing) {
	in, reducer := r.newReader(), r.marker.NewReducer()
	var plain []uint32
	each := func() {
		fields, _ := in.Plain()
		plain = append(plain, uint32(len(fields)))
	}
	return func(p *passing) {
		reducer.Begin(&p.batch)
		in.resetPiece(&p.csv)
		plain = p.plain[:0]
		reducer.Rows(&p.batch, in.Reader, p.asFirst, each)
		p.plain, p.rows, p.err = plain, len(plain), in.Err()
	}
}

// take marks and writes the rows of a piece.
func (r *eventsRun) take(p *passing) error {
	if p.err != nil {
		return splunkcsv.Behind(p.err, r.before)
	}
	r.before += p.rows
	r.passing, r.isRead = p, false
	return cmp.Or(r.marker.Take(&p.batch, r.again, r.write), r.err)
}

// again has the projector read a row of the piece once more.
func (r *eventsRun) again(p *project.Projector, at int) { p.CSV(r.row(at)) }

// row is the row at a position of the piece.
func (r *eventsRun) row(at int) *splunkcsv.Reader {
	if !r.isRead {
		r.rows.resetPiece(&r.passing.csv)
		r.isRead = true
	}
	r.rows.Seek(at)
	return r.rows.Reader
}

// write writes a row and what is known around it.
func (r *eventsRun) write(place int, mark *detect.Mark) {
	w, at := r.writer, r.passing.batch.At(place)
	if n := r.passing.plain[place]; n > 0 {
		w.Plain(r.passing.csv.Bytes(at, int(n)), len(r.columns))
	} else {
		r.writeDecoded(r.row(at))
	}
	w.BytesValues(mark.Origins)
	if mark.Known {
		w.Bytes(strconv.AppendInt(r.text[:0], int64(mark.OriginCount), 10))
		w.Bytes(strconv.AppendBool(r.text[:0], mark.Hot))
	} else {
		w.Value("")
		w.Value("")
	}
	if mark.HasGap {
		w.Bytes(mark.Gap.Append(r.text[:0]))
	}
	w.EndRow()
	if w.Len() >= piece && r.err == nil {
		r.err = r.keep()
	}
}

// writeDecoded writes the columns of a row that cannot be copied: it has fields
// with several values, or not as many as its header.
func (r *eventsRun) writeDecoded(row *splunkcsv.Reader) {
	for i := range r.columns {
		r.values = row.AppendValues(r.values[:0], len(r.rows.needed)+i)
		r.writer.BytesValues(r.values)
	}
}

// keep gives what is written to the reply.
func (r *eventsRun) keep() error {
	return r.reply.add(r.writer.Exchange(r.reply.room()))
}

// wideReader is a reader with the fields of the plan in its first slots, and the
// columns of the body in those behind.
type wideReader struct {
	*splunkcsv.Reader
	needed []string
	header *splunkcsv.Header
}

func (r *eventsRun) newReader() wideReader {
	return wideReader{Reader: splunkcsv.NewReader(), needed: r.plan.Project.RequiredFields()}
}

func (r *wideReader) resetPiece(p *splunkcsv.Piece) {
	r.ResetPiece(p)
	if r.header != p.Header() {
		r.header = p.Header()
		r.Select(append(slices.Clone(r.needed), r.Columns()...))
	}
}
