package splunkd

import (
	"bytes"
	"fmt"
	"slices"
)

// game is a search being played.
type game struct {
	*Search
	process *process
	trace   tracer
	result  Result
	sent    int // requests
}

func (g *game) play(getinfo []byte) error {
	if g.StopAfter == AtOnce {
		g.trace.event("hang up")
		return nil
	}
	reply, err := g.exchange(getinfo, nil, 0)
	if err != nil {
		return g.violation(err)
	}
	g.process.timeout = g.Search.timeout() // the program has started
	d, o, err := parseDeclaration(reply)
	g.trace.frame('C', reply.metadata, reply.body, 0)
	if err == nil {
		err = g.note(&o)
	}
	if err != nil {
		return g.violation(err)
	}
	if o.Error != nil {
		return nil
	}
	g.result.Type, g.result.RequiredFields = d.Type, d.RequiredFields
	return g.execute(&d)
}

// execute sends the rows and merges the replies.
func (g *game) execute(d *declaration) error {
	columns := chooseColumns(&g.Input, d, g.Chunking.StarIndex)
	merger := newMerger(&g.Input, &columns)
	defer func() { g.result.Output = merger.result.done() }()
	writer := columns.writer()
	requests := g.Chunking.plan(len(g.Input.Rows), g.rows(), columns.indexed)
	for i := range requests {
		r := &requests[i]
		var body []byte
		if len(r.rows) > 0 || !g.Chunking.NoHeader {
			body = columns.body(writer, &g.Input, r)
		}
		metadata := fmt.Appendf(nil, `{"action":"execute","finished":%t}`, r.last)
		if g.StopAfter == g.sent {
			g.hangUp(metadata, body, len(r.rows))
			return nil
		}
		reply, err := g.exchange(metadata, body, len(r.rows))
		if err != nil {
			return g.violation(err)
		}
		over, err := g.answered(r, reply, merger)
		if err != nil {
			return g.violation(err)
		}
		if over {
			return nil
		}
	}
	return nil
}

// answered takes the reply to an execute request. It is over after the last
// one, after an error, and when the command ends a preview.
func (g *game) answered(r *request, reply frame, m *merger) (over bool, err error) {
	o, err := parseOutcome(reply, r.last, g.Getinfo.Preview)
	rows := 0
	if err == nil && o.Error == nil {
		rows, err = m.merge(r, reply.body)
	}
	g.trace.frame('C', reply.metadata, reply.body, rows)
	if err == nil {
		err = g.note(&o)
	}
	if err != nil {
		return false, err
	}
	g.result.Chunks++
	return *o.Finished, nil
}

// note keeps what a reply tells the user.
func (g *game) note(o *outcome) error {
	messages, err := o.parseMessages(g.result.Messages)
	g.result.Messages = append(g.result.Messages, messages...)
	if o.Error != nil {
		g.result.Error = *o.Error
	}
	return err
}

func (g *game) exchange(metadata, body []byte, rows int) (frame, error) {
	g.trace.frame('S', metadata, body, rows)
	reply, err := g.process.exchange(chunked(metadata, body), g.hold(g.sent))
	if err == nil && bytes.Contains(reply.body, []byte(sessionKey)) {
		err = ErrSecret
	}
	g.sent++
	return reply, err
}

// hangUp ends the search before its time. The rude way is that of a pipeline
// that has enough rows: it stops reading and lets one more request run into it.
func (g *game) hangUp(metadata, body []byte, rows int) {
	g.trace.event("hang up")
	if !g.BreakPipe {
		return
	}
	g.process.stopReading()
	g.trace.frame('S', metadata, body, rows)
	_ = g.process.send(chunked(metadata, body)) // nobody may be there any more
}

func chunked(metadata, body []byte) []byte {
	frame := fmt.Appendf(nil, "chunked 1.0,%d,%d\n", len(metadata), len(body))
	return slices.Concat(frame, metadata, body)
}

// violation says at which reply the command broke the protocol.
func (g *game) violation(err error) error {
	g.trace.event("%v", err)
	if g.sent == 1 {
		return &Violation{"reply to getinfo", err}
	}
	return &Violation{fmt.Sprintf("reply to execute %d", g.sent-1), err}
}
