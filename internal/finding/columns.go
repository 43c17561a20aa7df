package finding

import (
	"slices"
	"strconv"
	"strings"

	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/splunkcsv"
)

// Layout is the columns of a search's findings, in order.
type Layout struct{ columns []column }

// column is one column of the findings. One that can hold several values
// carries its __mv_ column.
type column struct {
	name   string
	multi  bool
	values func(*Finding) []string
}

// NewLayout makes the layout for findings with the given key columns that can
// show the given attributes. A key column takes the place of the column of the
// same name.
func NewLayout(keyColumns []string, attributes []sighting.Attribute) *Layout {
	l := &Layout{}
	l.add(single("_time", func(f *Finding) string { return f.Trigger.String() }))
	for part, name := range keyColumns {
		l.add(single(name, func(f *Finding) string { return f.Key[part] }))
	}
	if slices.Contains(attributes, sighting.User) && !slices.Contains(keyColumns, "user") {
		l.add(single("user", firstUser), multi("users", severalUsers))
	}
	l.add(
		single("firstTime", func(f *Finding) string { return f.First.String() }),
		single("lastTime", func(f *Finding) string { return f.Last.String() }),
		shown(sighting.Src),
		single("src_count", func(f *Finding) string { return strconv.Itoa(len(f.Shows[sighting.Src])) }),
		single("src_list", func(f *Finding) string { return strings.Join(f.Shows[sighting.Src], ", ") }),
		shown(sighting.Origin),
		single("origin_count", func(f *Finding) string { return strconv.Itoa(len(f.Shows[sighting.Origin])) }),
	)
	for a := sighting.UserAgent; a < sighting.NumAttributes; a++ {
		if a != sighting.User && a != sighting.Location && slices.Contains(attributes, a) {
			l.add(shown(a))
		}
	}
	l.add(
		single("count", func(f *Finding) string { return strconv.FormatUint(f.Count, 10) }),
		single("switches", func(f *Finding) string { return strconv.Itoa(f.Switches) }),
		single("closest_gap", closestGap),
		single("interleaved", func(f *Finding) string { return strconv.FormatBool(f.Interleaved) }),
		single("ongoing", func(f *Finding) string { return strconv.FormatBool(f.Ongoing) }),
		single("score", func(f *Finding) string { return strconv.Itoa(f.Value) }),
		multi("reasons", func(f *Finding) []string { return f.Reasons }),
		single("profile", func(f *Finding) string { return f.Profile }),
		single("finding_id", func(f *Finding) string { return f.ID }),
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
		list[i] = splunkcsv.Column{Name: c.name, Multi: c.multi}
	}
	return list
}

// Write writes the finding as one row.
func (l *Layout) Write(w *splunkcsv.Writer, f *Finding) {
	for _, c := range l.columns {
		w.Values(c.values(f))
	}
	w.EndRow()
}

// Values gives the finding's values column by column, none where it has none.
func (l *Layout) Values(f *Finding, yield func(column string, values []string)) {
	for _, c := range l.columns {
		yield(c.name, c.values(f))
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

func single(name string, value func(*Finding) string) column {
	return column{name: name, values: func(f *Finding) []string {
		if v := value(f); v != "" {
			return []string{v}
		}
		return nil
	}}
}

func multi(name string, values func(*Finding) []string) column {
	return column{name: name, multi: true, values: values}
}

func shown(a sighting.Attribute) column {
	return multi(a.String(), func(f *Finding) []string { return f.Shows[a] })
}

// firstUser is the smallest user, since a risk object is one value.
func firstUser(f *Finding) string {
	if users := f.Shows[sighting.User]; len(users) > 0 {
		return users[0]
	}
	return ""
}

// severalUsers is all users when there are several.
func severalUsers(f *Finding) []string {
	if users := f.Shows[sighting.User]; len(users) > 1 {
		return users
	}
	return nil
}

func closestGap(f *Finding) string {
	if !f.HasGap {
		return ""
	}
	return f.ClosestGap.String()
}
