package logfile

import (
	"bytes"
	"slices"
)

// pieceSize is about how much of a log one piece holds: it stays in a core's
// own cache.
const pieceSize = 256 << 10

// maxPieceEvents bounds the events that are copied into one piece.
const maxPieceEvents = 1 << 12

// Piece is a stretch of a log with its events and problems. The zero value is
// an empty piece; one that has been used can be filled anew.
type Piece struct {
	events   []Event
	problems []placed

	text []byte // of the events, or the lines that Split finds them in

	lines   bool // Split has to look for the events
	file    string
	line    int    // the number of the first line
	max     int    // how long a line may be
	carries answer // whether records carry events
	carried []byte // what records carry, decoded
}

// placed is a problem with the number of events before it.
type placed struct {
	before int
	Problem
}

// Split finds the events in the piece. It is apart from reading because it can
// be done to several pieces at the same time.
func (p *Piece) Split() {
	if !p.lines {
		return
	}
	p.lines = false
	for rest, number := p.text, p.line; len(rest) > 0; number++ {
		line := rest
		if end := bytes.IndexByte(rest, '\n'); end >= 0 {
			line, rest = rest[:end], rest[end+1:]
		} else {
			rest = nil
		}
		tooLong := len(line) > p.max
		switch line = trim(line); {
		case tooLong:
			p.problem(Problem{File: p.file, Line: number, Err: errTooLong(p.max)})
		case len(line) == 0:
		case line[0] != '{':
			p.problem(Problem{File: p.file, Line: number, Err: errNoObject})
		default:
			p.record(line, number)
		}
	}
}

// Events are those that Split has found, valid until the piece is filled anew.
func (p *Piece) Events() []Event { return p.events }

// Each calls event and problem for what is in the piece, in order. The first
// error ends that and is returned.
func (p *Piece) Each(event func(number int, e *Event) error, problem func(Problem) error) error {
	told := 0
	for i := 0; ; i++ {
		for ; told < len(p.problems) && p.problems[told].before == i; told++ {
			if err := problem(p.problems[told].Problem); err != nil {
				return err
			}
		}
		if i == len(p.events) {
			return nil
		}
		if err := event(i, &p.events[i]); err != nil {
			return err
		}
	}
}

// record takes the record, or what it carries.
func (p *Piece) record(record []byte, line int) {
	e := Event{JSON: record, File: p.file, Line: line}
	if p.carries == no {
		p.events = append(p.events, e)
		return
	}
	parts, carries := open(record)
	if carries {
		p.carried = parts.take(&e, p.carried)
	}
	if !parts.empty {
		p.events = append(p.events, e)
	}
}

// reset empties the piece. What was uncommonly large is let go.
func (p *Piece) reset() {
	const large = 4 * pieceSize
	if cap(p.text) < pieceSize || cap(p.text) > large {
		p.text = make([]byte, 0, pieceSize)
	}
	if cap(p.carried) > large {
		p.carried = nil
	}
	p.text, p.carried, p.lines = p.text[:0], p.carried[:0], false
	p.events, p.problems = p.events[:0], p.problems[:0]
}

func (p *Piece) problem(is Problem) {
	p.problems = append(p.problems, placed{len(p.events), is})
}

// add adds a copy of an event.
func (p *Piece) add(e Event) {
	e.JSON, e.Time, e.Indexed = p.copied(e.JSON), p.copied(e.Time), p.copied(e.Indexed)
	p.events = append(p.events, e)
}

// copied gives a copy, which stays where it is even if the text moves.
func (p *Piece) copied(b []byte) []byte {
	if b == nil {
		return nil
	}
	from := len(p.text)
	p.text = append(p.text, b...)
	return slices.Clip(p.text[from:])
}

func (p *Piece) isFull() bool {
	return len(p.text) >= pieceSize || len(p.events) >= maxPieceEvents
}

// trim cuts off what may stand between values.
func trim(line []byte) []byte {
	for len(line) > 0 && isSpace[line[0]] {
		line = line[1:]
	}
	for len(line) > 0 && isSpace[line[len(line)-1]] {
		line = line[:len(line)-1]
	}
	return line
}
