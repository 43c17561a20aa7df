package faults

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sheet is the rows of one request, to be written in one way or another.
type sheet struct {
	header []string
	rows   [][]string
}

// sheets are the bodies of a crowd as sheets.
func sheets(l *load) (list []sheet) {
	for _, body := range l.bodies {
		s := sheet{header: []string{"_time", "user", "src"}}
		for line := range strings.Lines(body) {
			if line != usualHeader {
				s.rows = append(s.rows, strings.Split(strings.ReplaceAll(strings.TrimSuffix(line, ",,,\n"), `"`, ""), ","))
			}
		}
		list = append(list, s)
	}
	return list
}

// csv writes the sheet, each field by quote.
func (s *sheet) csv(lineEnd string, quote func(string) string) string {
	var b strings.Builder
	for _, row := range append([][]string{s.header}, s.rows...) {
		for i, field := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(quote(field))
		}
		b.WriteString(lineEnd)
	}
	return b.String()
}

func quoted(field string) string { return `"` + strings.ReplaceAll(field, `"`, `""`) + `"` }

// sparing quotes where it must.
func sparing(field string) string {
	if strings.ContainsAny(field, ",\"\r\n") {
		return quoted(field)
	}
	return field
}

// addColumns puts columns with the same value in each row before and behind
// the sheet's own.
func (s *sheet) addColumns(before, behind []string, value string) {
	values := func(n int) []string { return slices.Repeat([]string{value}, n) }
	s.header = slices.Concat(before, s.header, behind)
	for i, row := range s.rows {
		s.rows[i] = slices.Concat(values(len(before)), row, values(len(behind)))
	}
}

func names(n int, format string) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(format, i)
	}
	return list
}

// inputs are what rows may look like without another finding being made, or
// one being lost.
var inputs = []struct {
	fault  string
	change func(s *sheet, request int) // of each request, from 0
	write  func(s *sheet) string       // quoted fields and LF, if nil
}{
	{fault: "every field quoted", write: func(s *sheet) string { return s.csv("\n", quoted) }},
	{fault: "fields quoted where they must be", write: func(s *sheet) string { return s.csv("\n", sparing) }},
	{fault: "CRLF", write: func(s *sheet) string { return s.csv("\r\n", sparing) }},
	{fault: "CRLF, quoted", write: func(s *sheet) string { return s.csv("\r\n", quoted) }},
	{fault: "byte order mark", write: func(s *sheet) string { return "\xef\xbb\xbf" + s.csv("\n", sparing) }},
	{fault: "byte order mark, quoted", write: func(s *sheet) string { return "\xef\xbb\xbf" + s.csv("\n", quoted) }},
	{fault: "blank lines", write: func(s *sheet) string {
		return "\n" + strings.ReplaceAll(s.csv("\n", sparing), "\n", "\n\r\n\n")
	}},
	{fault: "no line end at the end", write: func(s *sheet) string { return strings.TrimSuffix(s.csv("\n", sparing), "\n") }},
	{fault: "10,000 columns more", change: func(s *sheet, request int) {
		if request%3 > 0 {
			return
		}
		s.addColumns(names(5000, "before%d"), names(5000, "behind%d"), "x,\"y\"\n")
	}},
	{fault: "column names of a million characters", change: func(s *sheet, _ int) {
		s.addColumns([]string{strings.Repeat("n", 1_000_000)}, []string{strings.Repeat("é", 1_000_000)}, "")
	}},
	{fault: "values of a million characters", change: func(s *sheet, _ int) {
		s.addColumns([]string{"before"}, []string{"behind"}, "")
		s.rows[0][0] = strings.Repeat("\"", 1_000_000)
		s.rows[1][4] = strings.Repeat("\n,", 1_000_000)
	}},
	{fault: "a user of a million characters", change: func(s *sheet, _ int) {
		s.rows = append(s.rows, []string{"1700000000", strings.Repeat("u", 1_000_000), "192.0.2.1"})
	}},
	{fault: "duplicate columns", change: func(s *sheet, _ int) { // the first counts
		s.addColumns(nil, []string{"user", "src", "_time", "user"}, "203.0.113.1")
	}},
	{fault: "columns without a name", change: func(s *sheet, _ int) {
		s.addColumns([]string{"", ""}, []string{""}, "203.0.113.1")
	}},
	{fault: "rows too long", change: func(s *sheet, request int) {
		for i := request; i < len(s.rows); i += 3 {
			s.rows[i] = append(s.rows[i], "203.0.113.1", "more", "")
		}
	}},
	{fault: "rows too short", change: func(s *sheet, _ int) {
		s.rows = append(s.rows, []string{"1700000000"}, []string{"1700000000", "user-000001@example.com"}, []string{"x"})
	}},
	{fault: "no row at all", change: func(s *sheet, request int) {
		s.rows = append(s.rows, nil, nil) // blank lines
	}},
	{fault: "rows without user, source or time", change: func(s *sheet, _ int) {
		s.rows = append(s.rows, []string{"1700000000", "", "203.0.113.1"}, []string{"", "user-000001@example.com", "203.0.113.1"},
			[]string{"1700000000", "user-000001@example.com", ""}, []string{"", "", ""}, []string{" ", "\t", "-"})
	}},
	{fault: "sources that are no addresses", change: func(s *sheet, _ int) {
		for _, src := range []string{"AWS Internal", "192.0.2.256", "1", "0x7f.1", "::g", "\x00", "192.0.2.1\x00", strings.Repeat("9.", 100_000), "\xff\xfe"} {
			s.rows = append(s.rows, []string{"1700000000", "user-000001@example.com", src})
		}
	}},
	{fault: "NUL bytes", change: func(s *sheet, _ int) {
		s.addColumns([]string{"\x00"}, []string{"\x00user"}, "\x00\x00")
		s.rows = append(s.rows, []string{"\x00", "1700000000\x00", "user-000001@example.com", "203.0.113.1", "\x00"},
			[]string{"", "1700000000", "user-000001@example.com\x00", "203.0.113.1", ""}) // another user
	}},
	{fault: "invalid UTF-8", change: func(s *sheet, _ int) {
		s.addColumns([]string{"\xff\xfe"}, []string{"\xc3"}, "\xed\xa0\x80")
		s.rows = append(s.rows, []string{"", "1700000000", "user-000001@example.com\xff", "203.0.113.1", ""})
	}},
	{fault: "multivalue texts that list nothing", change: func(s *sheet, _ int) {
		s.addColumns(nil, []string{"__mv_user", "__mv_src", "__mv__time"}, "$$;$unclosed")
	}},
	{fault: "columns in another order in each request", change: func(s *sheet, request int) {
		order := rand.New(rand.NewPCG(uint64(request), 0)).Perm(3)
		permute := func(row []string) (p []string) {
			for _, i := range order {
				p = append(p, row[i])
			}
			return p
		}
		s.header = permute(s.header)
		for i, row := range s.rows {
			s.rows[i] = permute(row)
		}
	}},
	{fault: "other columns in each request", change: func(s *sheet, request int) {
		s.addColumns(names(request, "before%d"), names(3-request, "behind%d"), "203.0.113.1")
	}},
	{fault: "rows backwards", change: func(s *sheet, _ int) { slices.Reverse(s.rows) }},
	{fault: "rows shuffled", change: func(s *sheet, request int) {
		rand.New(rand.NewPCG(uint64(request), 1)).Shuffle(len(s.rows), func(i, j int) { s.rows[i], s.rows[j] = s.rows[j], s.rows[i] })
	}},
}

func TestInput(t *testing.T) {
	t.Parallel()
	want := calm(t, small())
	for _, row := range inputs {
		t.Run(row.fault, func(t *testing.T) {
			t.Parallel()
			l := small()
			for i, s := range sheets(l) {
				if row.change != nil {
					row.change(&s, i)
				}
				write := row.write
				if write == nil {
					write = func(s *sheet) string { return s.csv("\n", quoted) }
				}
				l.bodies[i] = write(&s)
			}
			requireSameFindings(t, want, play(t, l, setting{}))
		})
	}
}

// The requests may come backwards, and with requests without rows between.
func TestOrderOfRequests(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*load{"small": small(), "spilling": spilling()} {
		want := calm(t, l)
		backwards := *l
		backwards.bodies = slices.Clone(l.bodies)
		slices.Reverse(backwards.bodies)
		t.Run(name+", backwards", func(t *testing.T) {
			t.Parallel()
			requireSameFindings(t, want, play(t, &backwards, setting{}))
		})
		for empty, body := range map[string]string{"a header": usualHeader, "nothing": ""} {
			t.Run(name+", with "+empty+" between", func(t *testing.T) {
				t.Parallel()
				between := *l
				between.bodies = []string{body}
				for _, b := range l.bodies {
					between.bodies = append(between.bodies, b, body, body)
				}
				requireSameFindings(t, want, play(t, &between, setting{}))
			})
		}
	}
}

// broken are bodies that are no CSV. The user is told where it went wrong.
var broken = []struct{ fault, body, says string }{
	{"a quote never closed", usualHeader + "1700000000,\"bob,192.0.2.1,,,\n", "no closing quote"},
	{"a quote inside a field", usualHeader + "1700000000,b\"ob,192.0.2.1,,,\n", "quote inside an unquoted field"},
	{"text behind a quote", usualHeader + "1700000000,\"bob\"by,192.0.2.1,,,\n", "text between a closing quote and the comma"},
	{"a header that is broken", "\"_time,user,src\n1,2,3\n", "no closing quote"},
}

func TestBrokenRows(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*load{"small": small(), "spilling": spilling()} {
		for _, row := range broken {
			for _, at := range []int{0, len(l.bodies) / 2, len(l.bodies) - 1} {
				t.Run(fmt.Sprintf("%s, %s, in request %d", name, row.fault, at), func(t *testing.T) {
					t.Parallel()
					damaged := *l
					damaged.bodies = slices.Clone(l.bodies)
					damaged.bodies[at] += row.body[strings.Index(row.body, "\n")+1:]
					if row.fault == "a header that is broken" {
						damaged.bodies[at] = row.body
					}
					requireRefused(t, play(t, &damaged, setting{}), row.says)
				})
			}
		}
	}
}

// A million rows of one byte each, and rows of one user alone.
func TestRowsOfNothing(t *testing.T) {
	t.Parallel()
	want := calm(t, small())
	l := small()
	l.bodies = append(l.bodies, usualHeader+strings.Repeat("x\n", either(10_000_000, 300_000)))
	requireSameFindings(t, want, play(t, l, setting{}))

	// No field name that we ask for: nothing is found, and the user is told why.
	nothing := play(t, &load{args: []string{"by=user"}, bodies: []string{"a,b\n1,2\n"}}, setting{})
	require.Zero(t, nothing.code)
	require.Empty(t, nothing.findings(t))
	require.Contains(t, nothing.last().metadata, "never had a value")
}
