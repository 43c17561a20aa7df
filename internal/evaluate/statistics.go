package evaluate

import (
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/score"
	"concurrentsessions/internal/simulate"
)

// Ratio is a part of a whole.
type Ratio struct{ Of, All int }

// Value is the ratio as a number, 0 when there is no whole.
func (r Ratio) Value() float64 {
	if r.All == 0 {
		return 0
	}
	return float64(r.Of) / float64(r.All)
}

// Recall is how many of the attacks are found that are within reach.
func (s *Source) Recall(found func(*Attack) bool) (r Ratio) {
	return s.ratio(func(a *Attack) bool { return a.Reach.Within }, found)
}

// RecallOfAll is how many of all attacks are found.
func (s *Source) RecallOfAll(found func(*Attack) bool) Ratio {
	return s.ratio(func(*Attack) bool { return true }, found)
}

func (s *Source) ratio(counts, found func(*Attack) bool) (r Ratio) {
	for i := range s.Attacks {
		if a := &s.Attacks[i]; counts(a) {
			r.All++
			if found(a) {
				r.Of++
			}
		}
	}
	return r
}

// FoundBy says whether a method finds an attack.
func FoundBy(m Method) func(*Attack) bool { return func(a *Attack) bool { return a.Found[m] } }

// ScoredAbove says whether a finding of an attack has at least the score.
func ScoredAbove(v Variant, least int) func(*Attack) bool {
	return func(a *Attack) bool { return a.Score[v] >= least }
}

// Gap is a class of distances: more than From, at most To.
type Gap struct{ From, To epoch.Micros }

// gapClasses are the classes of the table of recall by gap.
func gapClasses() (list []Gap) {
	from := epoch.Micros(-1)
	for _, seconds := range []epoch.Micros{1, 5, 20, 60, 120, 240, 300, 600, 1800, 3600, 6 * 3600, 24 * 3600} {
		list = append(list, Gap{from, seconds * epoch.Second})
		from = seconds * epoch.Second
	}
	return list
}

// ByGap is the recall of attacks whose closest requests are that far apart and
// which are not out of reach for another reason than the distance.
func (s *Source) ByGap(g Gap, found func(*Attack) bool) Ratio {
	return s.ratio(func(a *Attack) bool {
		return a.Reach.HasGap && a.Reach.Why != WhySameClient && g.From < a.Reach.Gap && a.Reach.Gap <= g.To
	}, found)
}

// Precision is how many of the alerts are true.
func (a *Alerts) Precision() Ratio { return Ratio{a.All - a.Wrong(), a.All} }

// PerThousand is a number of alerts for 1,000 user-days.
func (s *Source) PerThousand(n int) float64 { return 1000 * float64(n) / float64(s.UserDays) }

// Point is one threshold of the score.
type Point struct {
	Least  int // the score
	Recall Ratio
	False  int
}

// Curve has a point for each score, the highest first; the last is that of all
// findings. Recall is that of all attacks.
func (s *Source) Curve(v Variant) (points []Point) {
	for least := score.Most; least >= score.Least; least-- {
		points = append(points, Point{least, s.RecallOfAll(ScoredAbove(v, least)), sum(s.Scores[v].Above(least))})
	}
	return points
}

// AtRecall is the highest threshold at which at least as many attacks are
// found as the published search finds; false if no threshold reaches that.
func (s *Source) AtRecall(v Variant) (Point, bool) {
	wanted := s.RecallOfAll(FoundBy(Published)).Of
	for _, p := range s.Curve(v) {
		if p.Recall.Of >= wanted {
			return p, true
		}
	}
	return Point{}, false
}

func sum(counts map[simulate.Cause]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

func (r Ratio) plus(o Ratio) Ratio { return Ratio{r.Of + o.Of, r.All + o.All} }

// gapSum adds up the gaps of the attacks that ByGap counts.
func (s *Source) gapSum(g Gap) (total float64) {
	s.ByGap(g, func(a *Attack) bool {
		total += float64(a.Reach.Gap)
		return true
	})
	return total
}
