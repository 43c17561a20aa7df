package command

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// nearest gives the candidate that is spelled most like the text, "" when none
// is close.
func nearest(text string, candidates []string) string {
	best, distance := "", max(2, len(text)/3)+1
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(strings.ToLower(text), c); d < distance {
			best, distance = c, d
		}
	}
	return best
}
