package finding

import (
	"slices"
	"strconv"

	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/splunkcsv"
)

// Layout is the columns of a search's findings, in order. It is not safe for
// concurrent use.
type Layout struct {
	columns []column
	text    []byte // of the column at hand
}

// column is one column of the findings: of one value, or of several with a
// __mv_ column.
type column struct {
	name string
	one  func(dst []byte, f *Finding) []byte // appends the value; nil if there can be several
	list func(*Finding) []string
}

// NewLayout makes the layout for findings with the given key columns that can
// show the given attributes. A key column takes the place of the column of the
// same name.
func NewLayout(keyColumns []string, attributes []sighting.Attribute) *Layout {
	l := &Layout{}
	l.add(single("_time", func(dst []byte, f *Finding) []byte { return f.Trigger.Append(dst) }))
	for part, name := range keyColumns {
		l.add(single(name, func(dst []byte, f *Finding) []byte { return append(dst, f.Key[part]...) }))
	}
	if slices.Contains(attributes, sighting.User) && !slices.Contains(keyColumns, "user") {
		l.add(single("user", appendFirstUser), multi("users", severalUsers))
	}
	l.add(
		single("firstTime", func(dst []byte, f *Finding) []byte { return f.First.Append(dst) }),
		single("lastTime", func(dst []byte, f *Finding) []byte { return f.Last.Append(dst) }),
		shown(sighting.Src),
		number("src_count", func(f *Finding) int { return len(f.Shows[sighting.Src]) }),
		single("src_list", appendSources),
		shown(sighting.Origin),
		number("origin_count", func(f *Finding) int { return len(f.Shows[sighting.Origin]) }),
	)
	for a := sighting.UserAgent; a < sighting.NumAttributes; a++ {
		if a != sighting.User && a != sighting.Location && slices.Contains(attributes, a) {
			l.add(shown(a))
		}
	}
	l.add(
		single("count", func(dst []byte, f *Finding) []byte { return strconv.AppendUint(dst, f.Count, 10) }),
		number("switches", func(f *Finding) int { return f.Switches }),
		single("closest_gap", appendClosestGap),
		single("interleaved", func(dst []byte, f *Finding) []byte { return strconv.AppendBool(dst, f.Interleaved) }),
		single("ongoing", func(dst []byte, f *Finding) []byte { return strconv.AppendBool(dst, f.Ongoing) }),
		number("score", func(f *Finding) int { return f.Value }),
		multi("reasons", func(f *Finding) []string { return f.Reasons }),
		single("profile", func(dst []byte, f *Finding) []byte { return append(dst, f.Profile...) }),
		single("finding_id", func(dst []byte, f *Finding) []byte { return append(dst, f.ID...) }),
	)
	return l
}

// IsReserved says whether a key field may not have the name, since a column
// that is read off the whole episode has it.
func IsReserved(name string) bool {
	for _, c := range NewLayout(nil, nil).columns {
		if c.name == name {
			_, isAttribute := sighting.AttributeByName(name)
			return !isAttribute
		}
	}
	return name == "users"
}

// add appends the columns whose names are not taken.
func (l *Layout) add(columns ...column) {
	for _, c := range columns {
		if !slices.ContainsFunc(l.columns, func(have column) bool { return have.name == c.name }) {
			l.columns = append(l.columns, c)
		}
	}
}

// Columns gives the columns as a reply's CSV has them.
func (l *Layout) Columns() []splunkcsv.Column {
	list := make([]splunkcsv.Column, len(l.columns))
	for i, c := range l.columns {
		list[i] = splunkcsv.Column{Name: c.name, Multi: c.one == nil}
	}
	return list
}

// Write writes the finding as one row.
func (l *Layout) Write(w *splunkcsv.Writer, f *Finding) {
	for i := range l.columns {
		c := &l.columns[i]
		if c.one == nil {
			w.Values(c.list(f))
			continue
		}
		l.text = c.one(l.text[:0], f)
		w.Bytes(l.text)
	}
	w.EndRow()
}

// Values gives the finding's values column by column, none where it has none.
func (l *Layout) Values(f *Finding, yield func(column string, values []string)) {
	for _, c := range l.columns {
		if c.one == nil {
			yield(c.name, c.list(f))
		} else if text := c.one(nil, f); len(text) > 0 {
			yield(c.name, []string{string(text)})
		} else {
			yield(c.name, nil)
		}
	}
}

// Names lists the columns.
func (l *Layout) Names() []string {
	names := make([]string, len(l.columns))
	for i, c := range l.columns {
		names[i] = c.name
	}
	return names
}

func single(name string, appendTo func(dst []byte, f *Finding) []byte) column {
	return column{name: name, one: appendTo}
}

func number(name string, of func(*Finding) int) column {
	return single(name, func(dst []byte, f *Finding) []byte { return strconv.AppendInt(dst, int64(of(f)), 10) })
}

func multi(name string, values func(*Finding) []string) column {
	return column{name: name, list: values}
}

func shown(a sighting.Attribute) column {
	return multi(a.String(), func(f *Finding) []string { return f.Shows[a] })
}

// appendFirstUser appends the smallest user, since a risk object is one value.
func appendFirstUser(dst []byte, f *Finding) []byte {
	if users := f.Shows[sighting.User]; len(users) > 0 {
		dst = append(dst, users[0]...)
	}
	return dst
}

// severalUsers is all users when there are several.
func severalUsers(f *Finding) []string {
	if users := f.Shows[sighting.User]; len(users) > 1 {
		return users
	}
	return nil
}

func appendSources(dst []byte, f *Finding) []byte {
	for i, src := range f.Shows[sighting.Src] {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = append(dst, src...)
	}
	return dst
}

func appendClosestGap(dst []byte, f *Finding) []byte {
	if !f.HasGap {
		return dst
	}
	return f.ClosestGap.Append(dst)
}
