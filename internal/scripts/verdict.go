package scripts

import (
	"errors"
	"fmt"
	"strings"
)

// Verdict is what the author of a script says comes out, and why. It is held
// against the answer also when answers are written anew.
type Verdict struct {
	// Findings is how many come out. A search that is refused gives none.
	Findings int
	Refused  bool
	Why      string
}

// readVerdict reads "not reported: why", "reported: why", "reported 3 times:
// why" or "refused: why".
func readVerdict(text string) (v Verdict, err error) {
	head, why, _ := strings.Cut(text, ":")
	v.Why = strings.TrimSpace(why)
	switch head {
	case "not reported":
	case "reported":
		v.Findings = 1
	case "refused":
		v.Refused = true
	default:
		if n, _ := fmt.Sscanf(head+".", "reported %d times.", &v.Findings); n != 1 || v.Findings < 2 {
			return v, errors.New("want the verdict below the search: reported, reported 3 times, not reported or refused, a colon, and why")
		}
	}
	if v.Why == "" {
		return v, errors.New("the verdict does not say why")
	}
	return v, nil
}

func (v Verdict) String() string {
	switch {
	case v.Refused:
		return "refused"
	case v.Findings == 0:
		return "not reported"
	case v.Findings == 1:
		return "reported"
	}
	return fmt.Sprintf("reported %d times", v.Findings)
}

// Differs says how an answer differs from what the verdict says.
func (v Verdict) Differs(a Answer) error {
	if v.Findings == a.Findings && v.Refused == a.Refused {
		return nil
	}
	came := Verdict{Findings: a.Findings, Refused: a.Refused}
	return fmt.Errorf("the verdict is %q, because %s; it is %s:\n%s", v, v.Why, came, strings.Join(a.Lines, "\n"))
}
