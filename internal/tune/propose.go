package tune

import (
	"fmt"
	"strings"

	"concurrentsessions/internal/score"
)

// scoreSteps are the thresholds that are shown and proposed.
var scoreSteps = []int{score.Least, 20, 30, 40, 50, 60, 70, 80, 90, score.Most}

// LeastScore is the lowest threshold that keeps the findings within the
// budget. It is false if even the highest does not.
func (r *Result) LeastScore() (int, bool) {
	for _, least := range scoreSteps {
		if r.PerDay(r.Now.Above(least)) <= r.Budget {
			return least, true
		}
	}
	return score.Most, false
}

// Macros is the text of the proposed macros, for local/macros.conf of the app.
// It keeps window and condition: what they leave out is gone, while a score
// can be looked through again.
func (r *Result) Macros() string {
	var b strings.Builder
	least, within := r.LeastScore()
	kept := r.Now.Above(least)
	fmt.Fprintf(&b, "# %d of %d findings, %.1f a day", kept, len(r.Now.Scores), r.PerDay(kept))
	if !within {
		fmt.Fprintf(&b, ": more than the %g asked for; look at the lists of trusted networks and ignored identities first", r.Budget)
	}
	fmt.Fprintf(&b, "\n[cs_%s_filter]\ndefinition = search ", r.Profile.Name)
	if least == score.Least {
		b.WriteString("*")
	} else {
		fmt.Fprintf(&b, "score>=%d", least)
	}
	fmt.Fprintf(&b, "\niseval = 0\n\n[cs_%s_options]\ndefinition = window=%ss\niseval = 0\n", r.Profile.Name, r.Profile.Window)
	return b.String()
}
