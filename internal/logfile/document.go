package logfile

import (
	"errors"
	"slices"

	"concurrentsessions/internal/jsonscan"
)

// pages are the members in which events come by the page: of AWS (files in S3
// and the command line), of Azure (storage and Graph) and of Splunk.
var pages = []string{"Records", "records", "value", "results", "Events"}

// maxPages bounds pages within arrays within pages.
const maxPages = 4

var (
	errNotJSON  = errors.New("no JSON value; going on with the next line")
	errScalar   = errors.New("no JSON object, so no event")
	errBreaks   = errors.New("the text ends within this record")
	errTooDeep  = errors.New("pages within pages within pages")
	errOpenPage = errors.New("the text ends within the list of events")
)

// document reads JSON that is not laid out by lines: one value or more, each
// an event, an array of them, or a page. It holds one event at a time.
type document struct {
	*file
	w *window
}

func (f *file) document(w *window) error {
	d := document{f, w}
	if err := d.values(0); err != nil {
		return err
	}
	return f.ended(w)
}

// values reads values up to the end of the text or, within an array, up to its
// bracket, which is passed.
func (d document) values(depth int) error {
	ofEvents := false // all elements of a list are of one kind
	for d.w.space() {
		c := d.w.unread()[0]
		var err error
		switch {
		case c == ',':
			d.w.pass(1)
		case c == ']' && depth > 0:
			d.w.pass(1)
			return nil
		case c == '{' && ofEvents:
			err = d.event()
		case c == '{':
			ofEvents, err = d.object(depth)
			ofEvents = ofEvents && depth > 0
		case c == '[' && depth < maxPages:
			d.w.pass(1)
			err = d.values(depth + 1)
		case c == '[':
			err = d.fail(d.w.line(), errTooDeep)
			d.skip()
		case c == '"' || c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z':
			err = d.fail(d.w.line(), errScalar)
			d.skip()
		default:
			err = d.fail(d.w.line(), errNotJSON)
			d.w.passLine()
		}
		if err != nil {
			return err
		}
	}
	if depth > 0 && d.w.failed() == nil {
		return d.fail(d.w.line(), errOpenPage)
	}
	return nil
}

// skip moves over the value at hand.
func (d document) skip() {
	var scan jsonscan.Scan
	for {
		n, done := scan.Feed(d.w.unread())
		d.w.pass(n)
		if done || !d.w.more() {
			return
		}
	}
}

// object reads the object at hand: a page, or else an event. It reports
// whether it was an event.
func (d document) object(depth int) (event bool, err error) {
	list, found := 0, false
	if depth < maxPages {
		list, found = d.findList()
	}
	if !found {
		return true, d.event()
	}
	// What stands before and behind the list belongs to the page.
	d.w.pass(list + 1)
	if err := d.values(depth + 1); err != nil {
		return false, err
	}
	return false, d.restOfPage(depth)
}

// findList looks for a page's list of events among the members of the object
// at hand and gives the place of its bracket. It passes nothing. A page tells
// itself early, so it looks no further than one window.
func (d document) findList() (place int, found bool) {
	for {
		b := d.w.unread()
		place, known := listIn(b)
		if known || len(b) >= windowSize || !d.w.more() {
			return place, place > 0
		}
	}
}

// listIn looks for the list in as much of the object as is there. The answer
// is known if more of the text cannot change it; the place is 0 without a list.
func listIn(b []byte) (place int, known bool) {
	i := jsonscan.Space(b, 1)
	for i < len(b) && b[i] == '"' {
		key, value := member(b, i)
		if value < 0 {
			return 0, false
		}
		if slices.Contains(pages, string(key)) && isListOfObjects(b, value) {
			return value, true
		}
		end := jsonscan.End(b, value)
		if end < 0 {
			return 0, false
		}
		if i = jsonscan.Space(b, end); i < len(b) && b[i] == ',' {
			i = jsonscan.Space(b, i+1)
		}
	}
	return 0, i < len(b)
}

// member reads a member's name and finds where its value starts, -1 if there
// is none.
func member(b []byte, i int) (key []byte, value int) {
	if i >= len(b) || b[i] != '"' {
		return nil, -1
	}
	end := jsonscan.End(b, i)
	if end < 0 {
		return nil, -1
	}
	colon := jsonscan.Space(b, end)
	if colon == len(b) || b[colon] != ':' {
		return nil, -1
	}
	if value = jsonscan.Space(b, colon+1); value == len(b) {
		return nil, -1
	}
	return b[i+1 : end-1], value
}

func isListOfObjects(b []byte, i int) bool {
	if b[i] != '[' {
		return false
	}
	i = jsonscan.Space(b, i+1)
	return i < len(b) && (b[i] == '{' || b[i] == ']')
}

// restOfPage moves over what follows the list, up to the page's brace. A page
// may have a second list.
func (d document) restOfPage(depth int) error {
	for d.w.space() {
		switch c := d.w.unread()[0]; c {
		case '}':
			d.w.pass(1)
			return nil
		case ',':
			d.w.pass(1)
			if !d.w.space() {
				return nil
			}
			b := d.w.fill(1 << 10)
			if key, value := member(b, 0); value >= 0 && slices.Contains(pages, string(key)) && isListOfObjects(b, value) {
				d.w.pass(value + 1)
				if err := d.values(depth + 1); err != nil {
					return err
				}
			}
		case ':':
			d.w.pass(1)
		case '{', '[', '"', '-', 't', 'f', 'n', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			d.skip()
		default:
			err := d.fail(d.w.line(), errNotJSON)
			d.w.passLine()
			return err
		}
	}
	return nil
}

// event reads the object at hand as an event.
func (d document) event() error {
	var scan jsonscan.Scan
	line, n := d.w.line(), 0
	for {
		taken, done := scan.Feed(d.w.unread()[n:])
		n += taken
		if done {
			break
		}
		if n > d.opt.MaxRecord {
			d.w.pass(n)
			d.rest(&scan)
			return d.fail(line, errTooLong(d.opt.MaxRecord))
		}
		if !d.w.more() {
			d.w.pass(n)
			if d.w.failed() != nil {
				return nil // told once, for the file
			}
			return d.fail(line, errBreaks)
		}
	}
	err := d.record(d.w.unread()[:n], line)
	d.w.pass(n)
	return err
}

// rest moves over the rest of a value that has begun.
func (d document) rest(scan *jsonscan.Scan) {
	for {
		n, done := scan.Feed(d.w.unread())
		d.w.pass(n)
		if done || !d.w.more() {
			return
		}
	}
}
