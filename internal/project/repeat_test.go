package project

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/jsonscan"
)

// What is skipped as it was skipped before ends where it ended, and where it is
// cut or goes on otherwise it is looked at.
func TestRepeatedStretches(t *testing.T) {
	t.Parallel()
	d := newDocuments(compile(t, Spec{By: []string{"a", "b.c"}, From: Raw}))
	for range 3 {
		for _, event := range []string{
			`{"x":{"y":[1,"}"]},"a":1,"b":{"c":2,"d":[{}],"e":"\\"},"z":[[]]}`,
			`{"x":{"y":[1,"}"]},"a":2,"b":{"c":3,"d":[{}],"e":"\\"},"z":[[]]}`,
			`{"x":{"y":[1,"}"],"y":2},"a":3,"b":{"c":4,"d":[{}],"e":"\\","f":5}}`,
			`{"x":{"y":[1,"}"]}`, `{"x":{"y":[1,"}"]`, `{"x":{"y":[1,"}"]}x`, `{"x":[],"a":4,"b":{"c":5,"d":[{}],"e":"\\"`,
			`{"x":1,"a":5}`, `{"x":12,"a":6}`, `{"x":"","a":7}`, `{"x":"y","a":8}`,
		} {
			requireSameWalk(t, d, []byte(event))
		}
	}
}

// Where nothing is ever the same, and where it is long, nothing is remembered.
func TestRepeatedIsGivenUp(t *testing.T) {
	t.Parallel()
	d := newDocument(compile(t, Spec{By: []string{"a"}, From: Raw}))
	value := func(event string) *repeated {
		d.reset()
		require.True(t, d.tryWalk([]byte(event), jsonscan.Once))
		return &d.orders[d.plan.trie.place].start.next.value
	}
	event := `{"x":{"y":1}}`
	require.Equal(t, `{"y":1}`, string(value(event).text))
	require.Equal(t, `{"y":1}`, string(value(event).text))
	require.Empty(t, value(fmt.Sprintf(`{"x":["%s"]}`, strings.Repeat("y", maxRepeated))).text)
	for range 10 * maxMisses { // half of them are the same
		value(event)
		value(event)
		require.NotEmpty(t, value(event).text)
		value(`{"x":[]}`)
	}
	for range 10 * maxMisses { // long luck does not count for ever
		value(event)
	}
	for i := range 3 * maxMisses {
		value(fmt.Sprintf(`{"x":[%d]}`, i))
	}
	require.Empty(t, value(event).text)
	require.Empty(t, value(event).text)
}
