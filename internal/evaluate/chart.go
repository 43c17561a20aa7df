package evaluate

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// chart is a plot of lines in one frame, as SVG.
type chart struct {
	Title, X, Y string
	// Log says that x is logarithmic; then all x are positive.
	Log    bool
	Ticks  []float64
	Labels []string // of Ticks; the numbers if there are none
	Series []series
}

// series is one line, or single points.
type series struct {
	Name   string
	Points [][2]float64 // y from 0 to 1
	Dots   bool         // only points
}

// The frame in SVG's units.
const (
	width, height            = 560, 300
	left, right, top, bottom = 56, 170, 14, 44
)

// SVG draws the chart. Colours are classes, so that the page can have a dark
// scheme.
func (c *chart) SVG() template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" role="img" aria-label="%s">`, width, height, html.EscapeString(c.Title))
	for i := 0; i <= 5; i++ {
		y := float64(i) / 5
		fmt.Fprintf(&b, `<line class="grid" x1="%d" x2="%d" y1="%s" y2="%s"/><text class="tick" x="%d" y="%s" text-anchor="end">%.1f</text>`,
			left, width-right, at(c.y(y)), at(c.y(y)), left-6, at(c.y(y)+4), y)
	}
	for i, tick := range c.Ticks {
		label := strconv.FormatFloat(tick, 'g', -1, 64)
		if i < len(c.Labels) {
			label = c.Labels[i]
		}
		fmt.Fprintf(&b, `<line class="grid" x1="%s" x2="%s" y1="%d" y2="%d"/><text class="tick" x="%s" y="%d" text-anchor="middle">%s</text>`,
			at(c.x(tick)), at(c.x(tick)), top, height-bottom, at(c.x(tick)), height-bottom+16, html.EscapeString(label))
	}
	fmt.Fprintf(&b, `<text class="axis" x="%d" y="%d" text-anchor="middle">%s</text>`, (left+width-right)/2, height-8, html.EscapeString(c.X))
	fmt.Fprintf(&b, `<text class="axis" transform="translate(14 %d) rotate(-90)" text-anchor="middle">%s</text>`, (top+height-bottom)/2, html.EscapeString(c.Y))
	for i, s := range c.Series {
		c.draw(&b, i, s)
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) // numbers and escaped names only
}

func (c *chart) draw(b *strings.Builder, i int, s series) {
	if !s.Dots {
		fmt.Fprintf(b, `<polyline class="line c%d" points="`, i%7)
		for _, p := range s.Points {
			fmt.Fprintf(b, "%s,%s ", at(c.x(p[0])), at(c.y(p[1])))
		}
		b.WriteString(`"/>`)
	}
	for _, p := range s.Points {
		fmt.Fprintf(b, `<circle class="dot c%d" cx="%s" cy="%s" r="3"><title>%s: %.3g, %.3f</title></circle>`,
			i%7, at(c.x(p[0])), at(c.y(p[1])), html.EscapeString(s.Name), p[0], p[1])
	}
	y := top + 14 + 18*i
	fmt.Fprintf(b, `<circle class="dot c%d" cx="%d" cy="%d" r="4"/><text class="key" x="%d" y="%d">%s</text>`,
		i%7, width-right+16, y-4, width-right+26, y, html.EscapeString(s.Name))
}

// x and y are places in the frame.
func (c *chart) x(v float64) float64 {
	first, last := c.Ticks[0], c.Ticks[len(c.Ticks)-1]
	if c.Log {
		v, first, last = math.Log(max(v, first)), math.Log(first), math.Log(last)
	}
	return left + (min(max(v, first), last)-first)/(last-first)*(width-left-right)
}

func (c *chart) y(v float64) float64 { return height - bottom - v*(height-top-bottom) }

func at(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }
