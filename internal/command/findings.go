package command

import (
	"io"

	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/splunkcsv"
)

// findingsRun collects rows and answers the last request with the findings.
type findingsRun struct {
	feed
	size int64 // of a body that was not held
}

func newFindingsRun(plan detect.Plan) *findingsRun { return &findingsRun{feed: newFeed(plan)} }

// mostHeld is how long a body is at most that is held in memory, in bytes. A
// longer one is written twice: to know its length, which is sent before it, and
// to send it.
const mostHeld = 4 << 20

func (r *findingsRun) Execute(rows *splunkcsv.Reader, last bool, m *conversation.Messages) ([]byte, error) {
	if err := r.read(rows, last); err != nil || !last {
		return nil, err
	}
	var begin beginning
	if err := r.write(&begin); err != nil {
		return nil, err
	}
	tell(m, r.detector.Tally(), r.detector.Roles(), r.plan)
	if begin.size <= mostHeld {
		return begin.text, nil
	}
	r.size = begin.size
	return nil, nil
}

// LongBody gives the findings that are too many to be held.
func (r *findingsRun) LongBody() (size int64, write func(out io.Writer) error) {
	return r.size, r.write
}

// piece is about how much of a body is written at once.
const piece = 256 << 10

// write writes all findings.
func (r *findingsRun) write(out io.Writer) error {
	layout := finding.NewLayout(r.plan.Project.KeyColumns(), r.plan.Project.Attributes())
	w := splunkcsv.NewWriter(layout.Columns())
	err := r.detector.Findings(func(f *finding.Finding) error {
		layout.Write(w, f)
		if w.Len() < piece {
			return nil
		}
		return w.Flush(out)
	})
	if err != nil {
		return err
	}
	return w.Flush(out)
}

// beginning keeps what is written to it, if it is not too much.
type beginning struct {
	text []byte
	size int64
}

func (b *beginning) Write(p []byte) (int, error) {
	if b.size += int64(len(p)); b.size <= mostHeld {
		b.text = append(b.text, p...)
	}
	return len(p), nil
}
