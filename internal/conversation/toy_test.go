package conversation

import (
	"errors"
	"fmt"
	"slices"

	"concurrentsessions/internal/splunkcsv"
)

// planFunc is a Command, executeFunc a Run.
type (
	planFunc    func(info *SearchInfo, m *Messages) (Declaration, Run, error)
	executeFunc func(rows *splunkcsv.Reader, last bool, m *Messages) ([]byte, error)
)

func (f planFunc) Plan(info *SearchInfo, m *Messages) (Declaration, Run, error) { return f(info, m) }

func (f executeFunc) Execute(rows *splunkcsv.Reader, last bool, m *Messages) ([]byte, error) {
	return f(rows, last, m)
}

// toys are the commands that the scripts name.
var toys = map[string]planFunc{
	// count says at the end how many rows it read.
	"count": func(*SearchInfo, *Messages) (Declaration, Run, error) {
		n := 0
		return Declaration{Reporting, []string{"_time", "user"}}, executeFunc(func(rows *splunkcsv.Reader, last bool, _ *Messages) ([]byte, error) {
			for rows.Next() {
				n++
			}
			if !last {
				return nil, rows.Err()
			}
			return fmt.Appendf(nil, "count\n%d\n", n), rows.Err()
		}), nil
	},
	// pass answers each row in its own chunk and numbers them all.
	"pass": func(*SearchInfo, *Messages) (Declaration, Run, error) {
		n := 0
		return Declaration{Stateful, []string{"user"}}, executeFunc(func(rows *splunkcsv.Reader, _ bool, _ *Messages) ([]byte, error) {
			names := slices.Clone(rows.Columns())
			rows.Select(names)
			var columns []splunkcsv.Column
			for _, name := range append([]string{"n"}, names...) {
				columns = append(columns, splunkcsv.Column{Name: name})
			}
			w := splunkcsv.NewWriter(columns)
			for rows.Next() {
				n++
				w.Value(fmt.Sprint(n))
				for i := range names {
					w.Bytes(rows.Field(i))
				}
				w.EndRow()
			}
			if w.Rows() == 0 {
				return nil, rows.Err()
			}
			return w.Body(), rows.Err()
		}), nil
	},
	// hold keeps whole rows as sent and answers them, sorted, at the end.
	"hold": func(*SearchInfo, *Messages) (Declaration, Run, error) {
		var lines []string
		return Declaration{Events, []string{"user"}}, executeFunc(func(rows *splunkcsv.Reader, last bool, _ *Messages) ([]byte, error) {
			for rows.Next() {
				lines = append(lines, string(rows.Line())+"\n")
			}
			if !last {
				return nil, rows.Err()
			}
			slices.Sort(lines)
			body := []byte("\"_time\",user,\"__mv__time\",\"__mv_user\"\n")
			for _, line := range lines {
				body = append(body, line...)
			}
			return body, rows.Err()
		}), nil
	},
	// lazy reads no row.
	"lazy": func(*SearchInfo, *Messages) (Declaration, Run, error) {
		return Declaration{Type: Streaming}, executeFunc(func(*splunkcsv.Reader, bool, *Messages) ([]byte, error) {
			return nil, nil
		}), nil
	},
	// echoinfo shows what of getinfo arrived.
	"echoinfo": func(info *SearchInfo, m *Messages) (Declaration, Run, error) {
		m.Add(Info, "args=%q search=%s", info.Args, info.Search)
		return Declaration{Type: Events}, nil, nil
	},
	"refuse": func(_ *SearchInfo, m *Messages) (Declaration, Run, error) {
		m.Add(Warn, "option by: given twice")
		return Declaration{}, nil, errors.New("option by: unknown field, want <name> & not \"\"\nsecond line")
	},
	"mute": func(*SearchInfo, *Messages) (Declaration, Run, error) {
		return Declaration{}, nil, errors.New("\n")
	},
	"eventing": func(*SearchInfo, *Messages) (Declaration, Run, error) {
		return Declaration{Type: "eventing"}, nil, nil
	},
	// fail gives up at its second row and leaves the rest unread.
	"fail": func(*SearchInfo, *Messages) (Declaration, Run, error) {
		n := 0
		return Declaration{Type: Reporting}, executeFunc(func(rows *splunkcsv.Reader, _ bool, m *Messages) ([]byte, error) {
			for ; rows.Next(); n++ {
				if n == 1 {
					m.Add(Info, "1 row counted")
					return nil, errors.New("row 2: bad luck")
				}
			}
			return nil, rows.Err()
		}), nil
	},
	// warn speaks on every request, and repeats itself.
	"warn": func(_ *SearchInfo, m *Messages) (Declaration, Run, error) {
		m.Add(Info, "planned")
		n := 0
		return Declaration{Type: Reporting}, executeFunc(func(_ *splunkcsv.Reader, last bool, m *Messages) ([]byte, error) {
			n++
			m.Add(Warn, "no time in\r\n\tsome rows\x1b")
			m.Add(Info, "request %d", n)
			if last {
				m.Add(Error, "planned")
			}
			return nil, nil
		}), nil
	},
	// chatty says more than is sent.
	"chatty": func(*SearchInfo, *Messages) (Declaration, Run, error) {
		n := 0
		return Declaration{Type: Reporting}, executeFunc(func(_ *splunkcsv.Reader, last bool, m *Messages) ([]byte, error) {
			for range 30 {
				n++
				m.Add(Info, "message %d", n)
			}
			return nil, nil
		}), nil
	},
}
