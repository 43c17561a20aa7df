package escu

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
)

// drawEvent draws an event that the filter of s likes more often than not.
func drawEvent(t *rapid.T, s *Search) [][]string {
	row := make([][]string, len(s.Fields))
	for i, f := range s.Fields {
		pool := []string{"0", "1", "a", "B", ""}
		switch {
		case f.Name == "_time":
			pool = []string{"0", "299.5", "300", "-1", "599.999999"}
		case f.Name == "time":
			pool = []string{"0", "299500", "300000", "-1000"}
		}
		for _, term := range s.filter {
			if term.field == f.Name && term.operator != unequal {
				pool = slices.Concat(term.patterns, term.patterns, term.patterns, []string{"other"})
			}
		}
		row[i] = rapid.SliceOfN(rapid.SampledFrom(pool), 0, 2).Draw(t, f.Name)
	}
	return row
}

func tableOf(s *Search, events [][][]string) [][][]string {
	run := s.Start()
	for _, e := range events {
		run.Row(func(field int) []string { return e[field] })
	}
	return run.Table()
}

// The result does not depend on the order of rows, and each row's groups are
// rows of the result before the where clause.
func TestOrderAndGroups(t *testing.T) {
	t.Parallel()
	for _, s := range All() {
		t.Run(s.Profile, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				var events [][][]string
				for range rapid.IntRange(0, 8).Draw(t, "events") {
					events = append(events, drawEvent(t, s))
				}
				want := tableOf(s, events)
				shuffled := rapid.Permutation(events).Draw(t, "shuffled")
				require.Equal(t, want, tableOf(s, shuffled))

				all := s.WithoutCondition().Start()
				for _, e := range events {
					all.Row(func(field int) []string { return e[field] })
				}
				rows := map[string]bool{}
				for _, row := range all.Table() {
					rows[fmt.Sprintf("%q", slices.Concat(row[:s.GroupColumns()]...))] = true
				}
				behind := map[string]bool{}
				for _, e := range events {
					for _, group := range all.Groups(func(field int) []string { return e[field] }) {
						behind[fmt.Sprintf("%q", group)] = true
					}
				}
				require.Equal(t, rows, behind)
			})
		})
	}
}

// Azure's search against one that keeps all rows, and does one operator after
// the other.
func TestAzureADLikeRowByRow(t *testing.T) {
	t.Parallel()
	s, _ := ByProfile("azure_ad")
	rapid.Check(t, func(t *rapid.T) {
		var events [][][]string
		for range rapid.IntRange(0, 8).Draw(t, "events") {
			events = append(events, drawEvent(t, s))
		}
		require.Equal(t, azureRowByRow(s, events), tableOf(s, events))
	})
}

func azureRowByRow(s *Search, events [][][]string) (result [][][]string) {
	var rows []map[string][]string
	for _, e := range events {
		row := map[string][]string{}
		for i, f := range s.Fields {
			for _, v := range e[i] {
				if v != "" {
					row[f.Name] = append(row[f.Name], v)
				}
			}
		}
		if slices.Contains(row["properties.authenticationDetails{}.succeeded"], "true") &&
			slices.Contains(row["category"], "NonInteractiveUserSignInLogs") && slices.Contains(row["action"], "success") {
			rows = append(rows, row)
		}
	}
	exists := map[string]bool{}
	for _, row := range rows {
		for _, name := range s.RequiredFields() {
			if short := strings.TrimPrefix(name, "properties."); short != name && row[name] != nil {
				row[short] = row[name]
			}
		}
		if row["_time"] != nil {
			m, _ := epoch.Parse([]byte(row["_time"][0]))
			row["_time"] = []string{strconv.FormatInt(m.Slice(fiveMinutes)*300, 10)}
		}
		if row["userAgent"] != nil {
			row["user_agent"] = row["userAgent"]
		}
		for name := range row {
			exists[name] = true
		}
	}
	groups := map[string][]map[string][]string{}
	for _, row := range rows {
		for name := range exists {
			if row[name] == nil {
				row[name] = []string{"0"}
			}
		}
		for _, user := range row["user"] {
			for _, account := range row["vendor_account"] {
				for _, product := range row["vendor_product"] {
					for _, category := range row["category"] {
						for _, bin := range row["_time"] {
							key := strings.Join([]string{user, bin, account, product, category}, "|")
							groups[key] = append(groups[key], row)
						}
					}
				}
			}
		}
	}
	for key, rows := range groups {
		list := func(name string) (values []string) {
			for _, row := range rows {
				values = append(values, row[name]...)
			}
			slices.Sort(values)
			return slices.Compact(values)
		}
		if len(list("src")) < 2 {
			continue
		}
		by := strings.Split(key, "|")
		var row [][]string
		for _, v := range slices.Concat(by, []string{strconv.Itoa(len(rows)), by[1], by[1], strconv.Itoa(len(list("src")))}) {
			row = append(row, []string{v})
		}
		result = append(result, append(row, list("dest"), list("src"), list("user_agent")))
	}
	slices.SortFunc(result, func(a, b [][]string) int {
		return slices.Compare(slices.Concat(a[:5]...), slices.Concat(b[:5]...))
	})
	return result
}

// A row like earlier ones costs no memory.
func TestRowAllocatesNothing(t *testing.T) {
	s, _ := ByProfile("azure_ad")
	row := make([][]string, len(s.Fields))
	for i, f := range s.Fields {
		row[i] = []string{"1700000000", ""}
		for _, term := range s.filter {
			if term.field == f.Name {
				row[i] = term.patterns
			}
		}
	}
	row[len(row)-1] = nil
	values := func(field int) []string { return row[field] }
	run := s.Start()
	require.Zero(t, testing.AllocsPerRun(100, func() { run.Row(values) }))
	require.Len(t, run.Groups(values), 1, "the row must reach stats")
}
