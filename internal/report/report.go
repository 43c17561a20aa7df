package report

import (
	"io"
	"strconv"
)

// Write writes the report as one HTML file. What is behind each finding stands
// in a block of its own, so that the page can show the first findings while the
// rest still loads, and reads a block only when its finding is opened.
func Write(w io.Writer, p *Page) error {
	page := findingAssets()
	out := newOutput(w)
	out.template("findings.html", struct {
		frame
		summary
	}{page.frame(p.Title, p.Generated, p.Version, p.Notes), summarise(p)})
	list := make([]findingJSON, len(p.Findings))
	for i := range p.Findings {
		list[i] = p.Findings[i].json()
	}
	out.data("data", list)
	out.script(page)
	for i := range p.Findings {
		out.packed("f"+strconv.Itoa(i), p.Findings[i].detail())
	}
	return out.close()
}
