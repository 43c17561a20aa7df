package project

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/jsonscan"
)

// Names in another order than before, names that come and go, more of them than
// are remembered, and long ones: all are read as gjson reads them, and what is
// remembered stays small.
func TestOrderOfNamesIsOnlyAGuess(t *testing.T) {
	t.Parallel()
	d := newDocuments(compile(t, Spec{By: []string{"a", "b.c"}, From: Raw}))
	for i := range 3 * maxNames {
		for _, event := range []string{
			`{"a":1,"x":2,"b":{"c":3,"d":4}}`,
			`{"x":1,"a":"b","b":{"d":[1],"c":"y"}}`,
			`{"a" : 1, "x":2, "b":{"c":3}}`,
			fmt.Sprintf(`{"x%d":{},"a":%d,"b":{"x%d":1,"c":true}}`, i, i, i),
			fmt.Sprintf(`{"%s":1,"b":{"c":%d},"a":null}`, strings.Repeat("long", 1+i%maxName), i),
			`{"a":1,"x"`, `{"a":1,"x":`, `{"a":1,"x": `, `{"a":1,"x":}`, `{"a":1,"x"}`,
		} {
			requireSameWalk(t, d, []byte(event))
		}
	}
	for _, o := range append(d.orders, d.doubled.orders...) {
		require.LessOrEqual(t, len(o.known), maxNames)
		for text := range o.known {
			require.LessOrEqual(t, len(text), maxName)
		}
	}
}

// Names in doubled quotes are no guess for others: that would take a text that
// is no JSON for some.
func TestOrderOfDoubledNames(t *testing.T) {
	t.Parallel()
	d := newDocument(compile(t, Spec{By: []string{"a"}, From: Raw}))
	require.True(t, d.tryWalk([]byte(`{""a"":1}`), jsonscan.Twice))
	d.reset()
	require.False(t, d.tryWalk([]byte(`{""a"":1}`), jsonscan.Once))
	require.True(t, d.tryWalk([]byte(`{"a":1}`), jsonscan.Once))
}
