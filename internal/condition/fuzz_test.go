package condition_test

import (
	"errors"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/sighting"
)

// FuzzParse holds a condition against Go's own compiler on the same text, on
// the given counts; and what it prints against itself.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"dc(origin)>1", "dc(asn)>1 and (dc(os)>=2 or dc(src)>0)", "((((", "dc(origin)<1", "dc(os)>1 OR dc(src)>1 AND dc(asn)>1"} {
		f.Add(seed, []byte{2, 1, 0})
	}
	f.Fuzz(func(t *testing.T, text string, some []byte) {
		when, err := condition.Parse(text)
		if err != nil {
			var syntax *condition.SyntaxError
			require.True(t, errors.As(err, &syntax))
			require.LessOrEqual(t, syntax.Offset, len(text))
			return
		}
		require.False(t, when.Holds(new(condition.Counts)))
		again, err := condition.Parse(when.String())
		require.NoError(t, err)
		require.Equal(t, when, again)

		var counts condition.Counts
		for i := range min(len(some), len(counts)) {
			counts[i] = int(some[i])
		}
		holds := when.Holds(&counts)
		require.Equal(t, byCompiler(t, text, &counts), holds, "%q on %v", text, counts)
		for i := range counts {
			more := counts
			more[i]++
			require.True(t, !holds || when.Holds(&more), "more values undo nothing")
		}
	})
}

var (
	distinct = regexp.MustCompile(`(?i)\bdc\s*\(\s*(\w+)\s*\)`)
	and      = regexp.MustCompile(`(?i)\band\b`)
	or       = regexp.MustCompile(`(?i)\bor\b`)
	zeros    = regexp.MustCompile(`\b0+(\d)`) // octal to the compiler
)

func byCompiler(t *testing.T, text string, counts *condition.Counts) bool {
	t.Helper()
	text = zeros.ReplaceAllString(text, "$1")
	text = distinct.ReplaceAllStringFunc(text, func(dc string) string {
		a, ok := sighting.AttributeByName(strings.ToLower(distinct.FindStringSubmatch(dc)[1]))
		require.True(t, ok, dc)
		return strconv.Itoa(counts[a])
	})
	text = or.ReplaceAllString(and.ReplaceAllString(text, "&&"), "||")
	text = strings.NewReplacer("\r", " ", "\n", " ").Replace(text)
	value, err := types.Eval(token.NewFileSet(), nil, token.NoPos, text)
	require.NoError(t, err, text)
	return constant.BoolVal(value.Value)
}
