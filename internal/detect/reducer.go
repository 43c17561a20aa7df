package detect

import (
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/splunkcsv"
)

// Reducer does what can be done to a row without a look at the others. Several
// may work at the same time, each with its own batch, beside the detector that
// takes the batches. It is not safe for concurrent use itself.
type Reducer struct {
	projector *project.Projector
	known     *known
	table     *table // of the current batch
	// enriched says that sightings are more than the row says, which only the
	// detector finds out.
	enriched bool
	hadTime  bool   // of some row
	identity []byte // of the current row
}

// Begin empties the batch for what comes next.
func (r *Reducer) Begin(b *Batch) {
	b.Reset()
	r.table = r.known.table.Load()
	b.emptied = r.table.emptied
}

// Record adds one raw event, with Splunk's times as [Detector.Record] has
// them, under the caller's number. It tells why the event cannot be read.
func (r *Reducer) Record(b *Batch, event, time, indexed []byte, at int) project.Skip {
	skip := r.projector.Record(event, time, indexed)
	r.add(b, skip, at)
	return skip
}

// Rows adds all rows of a piece, under their positions in it. asSent says that
// its columns stand as in all others for which it is said. each is called once
// the reader is at a row, unless it is nil.
func (r *Reducer) Rows(b *Batch, in *splunkcsv.Reader, asSent bool, each func()) {
	simple, ok := r.projector.Simple()
	for in.Next() {
		if each != nil {
			each()
		}
		if !ok || !r.simple(b, in, simple, asSent) {
			r.add(b, r.projector.CSV(in), in.Position())
		}
	}
	if !ok {
		return
	}
	for rows := b.rows; len(rows) > 0; {
		n := min(lookahead, len(rows))
		r.lookUp(b, rows[:n], in)
		rows = rows[n:]
	}
}

// lookahead is how many rows are looked up together, so that the processor
// waits for the memory of many at the same time.
const lookahead = 128

// lookUp gives simple rows the numbers of their identities, and tells of those
// that have none.
func (r *Reducer) lookUp(b *Batch, rows []reduced, in *splunkcsv.Reader) {
	r.table.touch(rows)
	for i := range rows {
		row := &rows[i]
		if row.unknown == 0 && row.number == 0 && !b.isUnread(row) && !r.number(row) {
			in.Seek(int(row.at))
			r.projector.CSV(in)
			r.tell(b, row)
		}
	}
}

// simple is add for nearly every row: its identity are the bytes as they were
// sent, if these stand together, and looked up later. It reports false, and does
// nothing, for the others.
func (r *Reducer) simple(b *Batch, in *splunkcsv.Reader, s project.Simple, asSent bool) bool {
	if !r.hadTime { // the projector has to know
		return false
	}
	first, ok := epoch.Parse(in.Field(s.Time))
	if !ok || first == 0 {
		return false
	}
	identity, together := in.Span(s.From, s.To)
	if !together || !asSent {
		r.identity = in.AppendRaw(append(r.identity[:0], canonical), s.From, s.To)
		identity = r.identity
	}
	b.rows = append(b.rows, reduced{print: r.known.seeds.of(identity), first: first, at: uint32(in.Position())})
	return true
}

// canonical begins an identity that was put together, so that none is taken for
// one that was sent: no row begins with it.
const canonical = '\n'

// add adds what the projector has read.
func (r *Reducer) add(b *Batch, skip project.Skip, at int) {
	row := reduced{at: uint32(at)}
	if skip.Reason != project.None {
		b.odd = append(b.odd, odd{skip: skip, unread: true})
		row.odd = uint32(len(b.odd))
		b.rows = append(b.rows, row)
		return
	}
	// The identity is looked up even when the time is missing: whether a role
	// ever has a value must not depend on what else a row lacks.
	r.identity = r.projector.AppendIdentity(append(r.identity[:0], canonical))
	row.print = r.known.seeds.of(r.identity)
	seen, skip := r.projector.Seen()
	if row.first = seen.First; skip.Reason == project.None {
		r.hadTime = true
	}
	if skip.Reason != project.None || seen.Last != seen.First || seen.HasIndexed || seen.Count != 1 {
		b.odd = append(b.odd, odd{seen: seen, skip: skip})
		row.odd = uint32(len(b.odd))
	}
	if !r.number(&row) {
		r.tell(b, &row)
	}
	b.rows = append(b.rows, row)
}

// number gives the row the number of its identity, if it is known.
func (r *Reducer) number(row *reduced) bool {
	number, found := r.table.find(row.print)
	if found {
		row.number = number + 1
	}
	return found
}

// tell adds what the row that the projector has read says.
func (r *Reducer) tell(b *Batch, row *reduced) {
	if r.enriched {
		return
	}
	what := unknown{from: len(b.records)}
	b.records, what.skip = r.projector.AppendRecords(b.records)
	what.to = len(b.records)
	b.unknown = append(b.unknown, what)
	row.unknown = uint32(len(b.unknown))
}
