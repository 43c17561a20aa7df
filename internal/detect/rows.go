package detect

import (
	"cmp"
	"fmt"

	"concurrentsessions/internal/inorder"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/splunkcsv"
)

// Rows feeds a detector with bodies of Splunk's CSV: they are cut into pieces,
// which workers decode and reduce side by side, while the next piece is read
// and the one before is taken. What the detector finds, and what it says,
// depends neither on the number of workers nor on where bodies are cut.
type Rows struct {
	detector *Detector
	fields   []string
	line     *inorder.Line[piece]
	first    *splunkcsv.Header // of the first piece

	again  *splunkcsv.Reader // reads rows once more
	bodies int               // taken so far, with the current one
	before int               // rows of the current one in earlier pieces
}

// piece is some rows on their way.
type piece struct {
	csv splunkcsv.Piece
	// asFirst says that it stands under the header of the first piece of all.
	asFirst bool
	batch   Batch
	rows    int
	err     error
}

// NewRows makes a feed with so many workers; without any, everything happens in
// Read. The detector must not be used in another way before Wait or Close.
func NewRows(d *Detector, workers int) *Rows {
	r := &Rows{detector: d, fields: d.plan.Project.RequiredFields()}
	r.again = r.newReader()
	r.line = inorder.New(workers, func() *piece { return &piece{} }, r.newWorker, r.take)
	return r
}

func (r *Rows) newReader() *splunkcsv.Reader {
	in := splunkcsv.NewReader()
	in.Select(r.fields)
	return in
}

func (r *Rows) newWorker() func(*piece) {
	in, reducer := r.newReader(), r.detector.NewReducer()
	return func(p *piece) {
		reducer.Begin(&p.batch)
		in.ResetPiece(&p.csv)
		reducer.Rows(&p.batch, in, p.asFirst, nil)
		p.rows, p.err = p.batch.Len(), in.Err()
	}
}

// Read reads the rest of a body to its end. The error may be that of a body
// before.
func (r *Rows) Read(body *splunkcsv.Reader) error {
	for {
		p := r.line.Piece()
		if !body.Cut(&p.csv) {
			r.line.Back(p)
			return cmp.Or(r.line.Err(), body.Err())
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

// take takes what a worker has made of a piece.
func (r *Rows) take(p *piece) error {
	if p.csv.First {
		r.bodies++
		r.before = 0
	}
	if p.err != nil {
		return r.located(p.err)
	}
	r.before += p.rows
	fresh := true
	r.detector.Take(&p.batch, func(pr *project.Projector, at int) {
		if fresh {
			r.again.ResetPiece(&p.csv)
			fresh = false
		}
		r.again.Seek(at)
		pr.CSV(r.again)
	})
	return r.detector.Err()
}

// located tells where in all bodies the error is.
func (r *Rows) located(err error) error {
	err = splunkcsv.Behind(err, r.before)
	if r.bodies > 1 {
		err = fmt.Errorf("chunk %d of rows: %w", r.bodies, err)
	}
	return err
}

// Wait waits until everything that was read is taken. The error is that of a
// body that is no CSV, or of the detector.
func (r *Rows) Wait() error { return r.line.Wait() }

// Close ends the workers.
func (r *Rows) Close() { r.line.Close() }
