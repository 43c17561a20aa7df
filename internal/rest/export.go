package rest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/tabular"
)

// Search is a search to export.
type Search struct {
	// SPL is the search; "search" in front goes without saying.
	SPL string
	// Earliest and Latest bound it, Latest not included.
	Earliest, Latest epoch.Micros
	// Fields are the fields to send; none is all. _time is sent in any case.
	Fields []string
	// App is where the search runs, whose macros it knows; "" is the user's own.
	App string
	// Idle is how long the server may be silent; 0 is for ever.
	Idle time.Duration
}

// spl is the search as it is sent.
func (s *Search) spl() string {
	text := strings.TrimSpace(s.SPL)
	if first, _, _ := strings.Cut(text, " "); !strings.HasPrefix(text, "|") && first != "search" {
		text = "search " + text
	}
	if len(s.Fields) == 0 {
		return text
	}
	text += " | fields"
	for i, name := range s.Fields {
		if i > 0 {
			text += ","
		}
		text += " " + strconv.Quote(name)
	}
	// Splunk keeps _raw unless told otherwise, and it is most of the bytes.
	if !slices.Contains(s.Fields, "_raw") {
		text += " | fields - _raw"
	}
	return text
}

// Summary is what came of an export.
type Summary struct {
	Rows int
	// Messages are what Splunk had to say, each once and no more than 50.
	Messages []Message
	// IsMarked says that the server marked the last row. Without the mark, an
	// answer that ends in good order may still be a part.
	IsMarked bool
}

// longestRow bounds one row, in bytes.
const longestRow = 64 << 20

// line is one line of the answer.
type line struct {
	Preview  bool
	LastRow  bool
	Result   Row
	Messages []Message
}

// Export runs the search and calls each for every row, in the order in which
// they arrive. A row is the callee's to keep. Memory does not grow with the
// number of rows.
//
// The error wraps [ErrCut] or [ErrIdle] if the rows are not all, and is a
// [*StatusError] or a [*SearchError] if Splunk would not run the search to its
// end. An error of each is returned as it is.
func (c *Client) Export(ctx context.Context, s Search, each func(Row) error) (Summary, error) {
	path := "services/search/jobs/export"
	if s.App != "" {
		path = "servicesNS/nobody/" + url.PathEscape(s.App) + "/search/jobs/export"
	}
	form := url.Values{
		"search": {s.spl()}, "output_mode": {"json"}, "preview": {"false"},
		"earliest_time": {s.Earliest.String()}, "latest_time": {s.Latest.String()},
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	answer, err := c.call(ctx, http.MethodPost, path, form)
	if err != nil {
		return Summary{}, err
	}
	defer answer.Body.Close()
	body := io.Reader(answer.Body)
	if s.Idle > 0 {
		timer := time.AfterFunc(s.Idle, func() { cancel(ErrIdle) })
		defer timer.Stop()
		body = &watched{body, timer, s.Idle}
	}
	summary, err := read(body, each)
	if err != nil && context.Cause(ctx) != nil {
		return summary, fmt.Errorf("after %d rows: %w", summary.Rows, context.Cause(ctx))
	}
	return summary, err
}

// read reads the lines of an answer.
func read(body io.Reader, each func(Row) error) (Summary, error) {
	var s Summary
	lines := bufio.NewScanner(body)
	lines.Buffer(make([]byte, 0, 64<<10), longestRow)
	for lines.Scan() {
		text := bytes.TrimSpace(lines.Bytes())
		if len(text) == 0 {
			continue
		}
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			var syntax *json.SyntaxError
			if lines.Err() != nil || errors.As(err, &syntax) && syntax.Offset >= int64(len(text)) {
				return s, fmt.Errorf("in row %d: %w", s.Rows+1, ErrCut)
			}
			return s, fmt.Errorf("row %d is not what Splunk sends: %w", s.Rows+1, err)
		}
		if err := s.take(&l, each); err != nil {
			return s, err
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return s, fmt.Errorf("row %d is longer than %d bytes", s.Rows+1, longestRow)
	case err != nil:
		return s, fmt.Errorf("after %d rows: %w: %w", s.Rows, ErrCut, err)
	}
	return s, nil
}

func (s *Summary) take(l *line, each func(Row) error) error {
	for _, m := range l.Messages {
		if m.Type == "FATAL" || m.Type == "ERROR" {
			return &SearchError{Rows: s.Rows, Message: m}
		}
		const most = 50
		if len(s.Messages) < most && !slices.Contains(s.Messages, m) {
			s.Messages = append(s.Messages, m)
		}
	}
	if l.Preview {
		return nil
	}
	s.IsMarked = s.IsMarked || l.LastRow
	if l.Result == nil {
		return nil
	}
	s.Rows++
	return each(l.Result)
}

// SearchError is a search that Splunk began and could not end.
type SearchError struct {
	// Rows is how many had come before.
	Rows    int
	Message Message
}

func (e *SearchError) Error() string {
	return fmt.Sprintf("splunk ended the search after %d rows: %s", e.Rows, e.Message.Text)
}

// watched lets a timer run out when nothing is read for that long.
type watched struct {
	r     io.Reader
	timer *time.Timer
	idle  time.Duration
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	w.timer.Reset(w.idle)
	return n, err
}

// Row is a row: the values of each field that has any.
type Row map[string]tabular.Values
