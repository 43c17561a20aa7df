package evaluate

import (
	_ "embed"
	"fmt"
	"io"
	"strings"
	"text/template"

	"concurrentsessions/internal/simulate"
)

//go:embed page.md
var markdownText string

// Page writes docs/DETECTION-QUALITY.md: the tables with what they say.
func (r *Result) Page(out io.Writer) error {
	sections := map[string]Section{}
	for _, s := range r.Sections() {
		sections[s.Name] = s
	}
	page, err := template.New("page").Funcs(template.FuncMap{
		"section": func(name string) string { return sections[name].markdown() },
	}).Parse(markdownText)
	if err != nil {
		return err
	}
	return page.Execute(out, r)
}

// markdown is a heading, what the table says, and the table.
func (s Section) markdown() string {
	if len(s.Columns) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "### %s\n\n", s.Title)
	if s.Text != "" {
		fmt.Fprintf(&b, "%s\n\n", s.Text)
	}
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(s.Columns, " | "), strings.Repeat("---|", len(s.Columns)))
	for _, row := range s.Rows {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
	}
	return b.String()
}

// RateTable lists the rates as a table of the page.
func (r *Result) RateTable() string {
	s := Section{Title: "The rates and where they come from", Columns: []string{"rate", "default", "the probability that", "source"}}
	for _, rate := range simulate.Table() {
		s.Rows = append(s.Rows, []string{rate.Name, fmt.Sprint(rate.Default), rate.Meaning, rate.Source})
	}
	return s.markdown()
}

// Missed says in words where the goal of a tenth is not reached, and by what.
func (r *Result) Missed() []string {
	var list []string
	for _, s := range r.Sources {
		published := s.Methods[Published].Wrong()
		for v := range NumVariants {
			p, ok := s.AtRecall(v)
			if !ok || 10*p.False <= published {
				continue
			}
			above := s.Scores[v].Above(p.Least)
			text := fmt.Sprintf("%s, %s: ratio %s.", s.Name, v, ratioText(p.False, published))
			for _, cause := range append(simulate.Causes(), OtherCause) {
				if part := (Ratio{above[cause], p.False}); part.Value() >= 0.1 {
					text += fmt.Sprintf(" %s makes %.0f %% of the false alarms left.", cause, 100*part.Value())
				}
			}
			list = append(list, text)
		}
	}
	return list
}
