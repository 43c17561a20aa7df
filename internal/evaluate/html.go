package evaluate

import (
	_ "embed"
	"html/template"
	"io"
	"math"
	"strconv"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/profile"
)

//go:embed page.html
var pageText string

// HTML writes one page with plots and tables. It asks for nothing outside
// itself.
func (r *Result) HTML(out io.Writer) error {
	page, err := template.New("page").Parse(pageText)
	if err != nil {
		return err
	}
	return page.Execute(out, struct {
		*Result
		Charts   []*chart
		Sections []Section
	}{r, r.charts(), r.Sections()})
}

func (r *Result) charts() (list []*chart) {
	for _, window := range []epoch.Micros{300 * epoch.Second, 3600 * epoch.Second} {
		if c := r.gapChart(window); len(c.Series[Sliding].Points) > 0 {
			list = append(list, c)
		}
	}
	for _, s := range r.Sources {
		list = append(list, s.curveChart(), s.sweepChart())
	}
	return list
}

func (r *Result) gapChart(window epoch.Micros) *chart {
	c := &chart{Title: "Recall by gap, window " + span(window), X: "gap of the closest requests", Y: "recall", Log: true}
	for m := range NumMethods {
		c.Series = append(c.Series, series{Name: m.String()})
	}
	for _, g := range gapClasses() {
		seconds := float64(g.To / epoch.Second)
		label := span(g.To)
		if n := len(c.Ticks); n > 0 && seconds < 1.5*c.Ticks[n-1] {
			label = "" // no room
		}
		c.Ticks, c.Labels = append(c.Ticks, seconds), append(c.Labels, label)
		var found [NumMethods]Ratio
		for _, s := range r.Sources {
			if p, ok := profile.ByName(s.Name); ok && p.Window == window {
				for m := range NumMethods {
					found[m] = found[m].plus(s.ByGap(g, FoundBy(m)))
				}
			}
		}
		for m := range NumMethods {
			if found[m].All > 0 {
				c.Series[m].Points = append(c.Series[m].Points, [2]float64{seconds, found[m].Value()})
			}
		}
	}
	return c
}

// leastShown is the left end of the axis of false alarms, which has no zero.
const leastShown = 0.01

var falseTicks = []float64{leastShown, 0.1, 1, 10, 100, 1000, 10000}

func (s *Source) curveChart() *chart {
	c := &chart{Title: s.Name + ": recall and false alarms by score", X: "false alarms for 1,000 user-days", Y: "recall of all attacks", Log: true, Ticks: falseTicks}
	for v := range NumVariants {
		line := series{Name: "score, " + v.String()}
		for _, p := range s.Curve(v) {
			point := [2]float64{math.Max(leastShown, s.PerThousand(p.False)), p.Recall.Value()}
			if n := len(line.Points); n == 0 || line.Points[n-1] != point {
				line.Points = append(line.Points, point)
			}
		}
		c.Series = append(c.Series, line)
	}
	for m := range NumMethods {
		c.Series = append(c.Series, series{Name: m.String(), Dots: true, Points: [][2]float64{
			{math.Max(leastShown, s.PerThousand(s.Methods[m].Wrong())), s.RecallOfAll(FoundBy(m)).Value()},
		}})
	}
	return c
}

func (s *Source) sweepChart() *chart {
	c := &chart{Title: s.Name + ": one option changed", X: "false alarms for 1,000 user-days", Y: "recall of all attacks", Log: true, Ticks: falseTicks}
	at := map[string]int{}
	for i := range s.Sweeps {
		w := &s.Sweeps[i]
		n, known := at[w.Option]
		if !known {
			n = len(c.Series)
			at[w.Option] = n
			c.Series = append(c.Series, series{Name: w.Option, Dots: w.Option == "when"})
		}
		recall := s.RecallOfAll(func(a *Attack) bool { return a.Swept[i] }).Value()
		c.Series[n].Points = append(c.Series[n].Points, [2]float64{math.Max(leastShown, s.PerThousand(w.Wrong())), recall})
	}
	return c
}

// SeedList names the seeds.
func (r *Result) SeedList() (text string) {
	for i, seed := range r.Seeds {
		if i > 0 {
			text += ", "
		}
		text += strconv.FormatUint(seed, 10)
	}
	return text
}
