package command

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// nearest gives the candidate that begins with the text or is spelled most
// like it, "" when none is close.
func nearest(text string, candidates []string) string {
	best, distance := "", max(2, len(text)/3)+1
	for _, c := range candidates {
		if len(text) >= 3 && strings.HasPrefix(c, text) {
			return c
		}
		if d := levenshtein.ComputeDistance(strings.ToLower(text), c); d < distance {
			best, distance = c, d
		}
	}
	return best
}
