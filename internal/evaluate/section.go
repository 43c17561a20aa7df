package evaluate

import (
	"fmt"
	"strconv"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/simulate"
)

// Section is one table of the report. The first column names the row, or the
// first two do: the source and the row.
type Section struct {
	Name, Title, Text string
	Columns           []string
	Rows              [][]string
}

// Sections are the tables of the report, from the most important on.
func (r *Result) Sections() []Section {
	list := []Section{r.recall(), r.atPublishedRecall(), r.alerts()}
	list = append(list, r.byGap()...)
	return append(list, r.byCause(), r.rules(), r.byKind(), r.outOfReach(), r.curve(), r.swept())
}

func (r *Result) recall() Section {
	s := Section{
		Name: "recall", Title: "Recall within the window",
		Text: "An attack is within reach if two requests from two addresses, one of them the thief's, arrived with their session " +
			"at most one window apart; for Okta, whose condition asks for it, with two clients. This is worked out from the labels alone.",
		Columns: []string{"source", "attacks", "within reach", "published", "tumbling", "sliding"},
	}
	for _, src := range r.Sources {
		row := []string{src.Name, strconv.Itoa(len(src.Attacks)), strconv.Itoa(src.Recall(FoundBy(Sliding)).All)}
		for m := range NumMethods {
			row = append(row, share(src.Recall(FoundBy(m))))
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

func (r *Result) atPublishedRecall() Section {
	s := Section{
		Name: "at_published_recall", Title: "False alarms at the published search's recall",
		Text: "Of all attacks, within reach or not, the published search finds the share given. The score threshold is the highest at which " +
			"sliding finds as many; compared are the false alarms for 1,000 user-days. The goal is a ratio of at most 0.10. " +
			"\"With places\" means that country and network number of an address are known, from the event (Azure AD, Okta) or by iplocation and a lookup.",
		Columns: []string{"source", "scored", "recall of all: published", "score at least", "recall of all", "false: published", "false: sliding+score", "ratio", "goal"},
	}
	for _, src := range r.Sources {
		published := src.Methods[Published].Wrong()
		for v := range NumVariants {
			p, ok := src.AtRecall(v)
			if again, _ := src.AtRecall(Located); !ok || (v == Plain && p == again) {
				continue // the events name the places themselves
			}
			s.Rows = append(s.Rows, []string{
				src.Name, v.String(), share(src.RecallOfAll(FoundBy(Published))), strconv.Itoa(p.Least), share(p.Recall),
				decimals(src.PerThousand(published)), decimals(src.PerThousand(p.False)), ratioText(p.False, published), goal(p.False, published),
			})
		}
	}
	return s
}

func ratioText(ours, published int) string {
	if published == 0 {
		return "-"
	}
	return strconv.FormatFloat(float64(ours)/float64(published), 'f', 3, 64)
}

func goal(ours, published int) string {
	if 10*ours <= published {
		return "reached"
	}
	return "missed"
}

func (r *Result) alerts() Section {
	s := Section{
		Name: "alerts", Title: "Alerts",
		Text:    "Precision depends on how many attacks there are; the simulation has far more of them than any organisation.",
		Columns: []string{"source", "method", "alerts a day", "false for 1,000 user-days", "precision"},
	}
	for _, src := range r.Sources {
		for m := range NumMethods {
			a := &src.Methods[m]
			s.Rows = append(s.Rows, []string{
				src.Name, m.String(), decimals(float64(a.All) / float64(r.days())), decimals(src.PerThousand(a.Wrong())), share(a.Precision()),
			})
		}
	}
	return s
}

// days is how many days were simulated, over all seeds.
func (r *Result) days() int { return max(1, r.Days*len(r.Seeds)) }

// byGap pools the sources of one window.
func (r *Result) byGap() (list []Section) {
	for _, window := range []epoch.Micros{300 * epoch.Second, 3600 * epoch.Second} {
		s := Section{
			Name: "recall_by_gap_" + span(window), Title: "Recall by gap, window " + span(window),
			Text: "The gap is that of the closest requests from two addresses, one of them the thief's. A pair of single requests would be split by a " +
				"tumbling window with probability gap/window; attacks of several requests have more chances. Beyond the window nothing is to be found by it.",
			Columns: []string{"gap", "attacks", "gap/window", "published", "tumbling", "sliding"},
		}
		for _, g := range gapClasses() {
			row, any := r.gapRow(g, window)
			if any {
				s.Rows = append(s.Rows, row)
			}
		}
		if len(s.Rows) > 0 {
			list = append(list, s)
		}
	}
	return list
}

func (r *Result) gapRow(g Gap, window epoch.Micros) (row []string, any bool) {
	var found [NumMethods]Ratio
	var lost float64
	for _, src := range r.Sources {
		if p, ok := profile.ByName(src.Name); !ok || p.Window != window {
			continue
		}
		for m := range NumMethods {
			found[m] = found[m].plus(src.ByGap(g, FoundBy(m)))
		}
		lost += src.gapSum(g)
	}
	n := found[Sliding].All
	if n == 0 {
		return nil, false
	}
	split := min(1, lost/float64(n)/float64(window))
	row = []string{"up to " + span(g.To), strconv.Itoa(n), strconv.FormatFloat(split, 'f', 2, 64)}
	for m := range NumMethods {
		row = append(row, share(found[m]))
	}
	return row, true
}

func (r *Result) byCause() Section {
	s := Section{
		Name: "false_by_cause", Title: "False alarms by cause, for 1,000 user-days",
		Text: "A false alarm is put down to the benign cause behind most of its changes of address. The last column is sliding with places, " +
			"at the score that gives the published search's recall.",
		Columns: []string{"source", "cause", "published", "tumbling", "sliding", "sliding+score"},
	}
	for _, src := range r.Sources {
		p, _ := src.AtRecall(Located)
		scored := src.Scores[Located].Above(p.Least)
		for _, cause := range append(simulate.Causes(), OtherCause) {
			row := []string{src.Name, string(cause)}
			total := 0
			for m := range NumMethods {
				total += src.Methods[m].False[cause]
				row = append(row, decimals(src.PerThousand(src.Methods[m].False[cause])))
			}
			if total > 0 {
				s.Rows = append(s.Rows, append(row, decimals(src.PerThousand(scored[cause]))))
			}
		}
	}
	return s
}

func (r *Result) byKind() Section {
	s := Section{
		Name: "recall_by_kind", Title: "Recall by kind of attack",
		Text:    "Of the attacks within reach. The last column is sliding with places, at the score that gives the published search's recall.",
		Columns: []string{"source", "attack", "within reach", "published", "tumbling", "sliding", "sliding+score"},
	}
	for _, src := range r.Sources {
		p, _ := src.AtRecall(Located)
		for _, kind := range simulate.AttackKinds() {
			counts := func(a *Attack) bool { return a.Kind == kind && a.Reach.Within }
			row := []string{src.Name, kind, strconv.Itoa(src.ratio(counts, FoundBy(Sliding)).All)}
			for m := range NumMethods {
				row = append(row, share(src.ratio(counts, FoundBy(m))))
			}
			s.Rows = append(s.Rows, append(row, share(src.ratio(counts, ScoredAbove(Located, p.Least)))))
		}
	}
	return s
}

func (r *Result) outOfReach() Section {
	s := Section{Name: "out_of_reach", Title: "Attacks out of reach, and why", Columns: []string{"source", "why", "attacks", "of all"}}
	for _, src := range r.Sources {
		for _, why := range []string{WhyFar, WhyNoSession, WhySameClient, WhyAlone, WhyLost} {
			n := src.RecallOfAll(func(a *Attack) bool { return a.Reach.Why == why })
			if n.Of > 0 {
				s.Rows = append(s.Rows, []string{src.Name, why, strconv.Itoa(n.Of), share(n)})
			}
		}
	}
	return s
}

func (r *Result) curve() Section {
	s := Section{
		Name: "curve", Title: "Recall and false alarms by score, with places",
		Columns: []string{"source", "score at least", "recall of all", "recall within reach", "false for 1,000 user-days"},
	}
	for _, src := range r.Sources {
		for _, p := range src.Curve(Located) {
			if p.Least%10 == 0 {
				s.Rows = append(s.Rows, []string{
					src.Name, strconv.Itoa(p.Least), share(p.Recall), share(src.Recall(ScoredAbove(Located, p.Least))), decimals(src.PerThousand(p.False)),
				})
			}
		}
	}
	return s
}

func (r *Result) swept() Section {
	s := Section{
		Name: "sweeps", Title: "One option changed",
		Text:    "Sliding with places and without a threshold; all other options are the profile's.",
		Columns: []string{"source", "option", "recall of all", "alerts a day", "false for 1,000 user-days"},
	}
	for _, src := range r.Sources {
		for i := range src.Sweeps {
			w := &src.Sweeps[i]
			s.Rows = append(s.Rows, []string{
				src.Name, w.Option + "=" + w.Value, share(src.RecallOfAll(func(a *Attack) bool { return a.Swept[i] })),
				decimals(float64(w.All) / float64(r.days())), decimals(src.PerThousand(w.Wrong())),
			})
		}
	}
	return s
}

// share writes a ratio as a number from 0 to 1, or a dash for nothing.
func share(r Ratio) string {
	if r.All == 0 {
		return "-"
	}
	return strconv.FormatFloat(r.Value(), 'f', 3, 64)
}

func decimals(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) }

// span writes a span in its largest whole unit.
func span(m epoch.Micros) string {
	seconds := int64(m / epoch.Second)
	switch {
	case seconds%3600 == 0:
		return fmt.Sprintf("%dh", seconds/3600)
	case seconds%60 == 0:
		return fmt.Sprintf("%dm", seconds/60)
	}
	return fmt.Sprintf("%ds", seconds)
}
