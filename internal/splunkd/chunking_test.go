package splunkd

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// show writes requests as "012 - 3!": rows by position, - for none, ! for the
// last one.
func show(requests []request) string {
	var words []string
	for _, r := range requests {
		word := strings.Trim(strings.ReplaceAll(fmt.Sprint(r.rows), " ", ""), "[]")
		if word == "" {
			word = "-"
		}
		if r.last {
			word += "!"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func TestPlan(t *testing.T) {
	for _, test := range []struct {
		c       Chunking
		n, size int
		indexed bool
		want    string
	}{
		{Chunking{}, 0, 2, false, "-!"},
		{Chunking{}, 0, 2, true, "-!"},
		{Chunking{}, 3, 50, false, "012!"},
		{Chunking{}, 3, 50, true, "012 -!"},
		{Chunking{}, 5, 2, false, "01 23 4!"},
		{Chunking{}, 4, 2, true, "01 23 -!"},
		{Chunking{Last: LastWithRows}, 4, 2, true, "01 23!"},
		{Chunking{Last: LastWithRows}, 0, 2, true, "-!"},
		{Chunking{Last: LastWithoutRows}, 3, 1, false, "0 1 2 -!"},
		{Chunking{EmptyFirst: true}, 2, 1, false, "- 0 1!"},
		{Chunking{EmptyMiddle: true}, 3, 1, false, "0 - 1 - 2!"},
		{Chunking{EmptyLast: true}, 2, 1, false, "0 - 1!"},
		{Chunking{EmptyLast: true}, 2, 1, true, "0 1 - -!"},
		{Chunking{EmptyLast: true}, 0, 1, false, "-!"},
		{Chunking{EmptyFirst: true, EmptyMiddle: true, EmptyLast: true}, 2, 1, true, "- 0 - 1 - -!"},
	} {
		require.Equal(t, test.want, show(test.c.plan(test.n, test.size, test.indexed)))
	}
}

func TestPlanIndex(t *testing.T) {
	for _, r := range (Chunking{RestartIndex: true}).plan(9, 2, true) {
		require.Zero(t, r.firstIndex)
	}
	sent := 0
	for _, r := range (Chunking{Shuffle: 3}).plan(9, 2, true) {
		if len(r.rows) > 0 {
			require.Equal(t, sent, r.firstIndex)
		}
		sent += len(r.rows)
	}
}

// Whatever the plan, each row is sent once, in requests of the asked size, and
// exactly the last request says so.
func TestPlanLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		flag := rapid.Bool()
		c := Chunking{
			Last:       rapid.SampledFrom([]LastRequest{UsualLast, LastWithRows, LastWithoutRows}).Draw(t, "last"),
			EmptyFirst: flag.Draw(t, "first"), EmptyMiddle: flag.Draw(t, "middle"), EmptyLast: flag.Draw(t, "end"),
			Shuffle: rapid.Uint64Range(0, 3).Draw(t, "shuffle"),
		}
		n, size := rapid.IntRange(0, 20).Draw(t, "n"), rapid.IntRange(1, 8).Draw(t, "size")
		var sent []int
		requests := c.plan(n, size, flag.Draw(t, "indexed"))
		for i, r := range requests {
			require.LessOrEqual(t, len(r.rows), size)
			require.Equal(t, i == len(requests)-1, r.last)
			sent = append(sent, r.rows...)
		}
		if c.Shuffle == 0 {
			require.True(t, slices.IsSorted(sent))
		}
		slices.Sort(sent)
		require.Len(t, slices.Compact(sent), n)
		require.Equal(t, c.Last == LastWithRows && n > 0, c.Last == LastWithRows && len(requests[len(requests)-1].rows) > 0)
	})
	require.NotEqual(t, show(Chunking{}.plan(9, 9, false)), show(Chunking{Shuffle: 1}.plan(9, 9, false)))
}

func TestCut(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	for _, size := range []int{0, 1, 2, 100, 100_000} {
		b := bytes.Repeat([]byte("x"), size)
		pieces := cut(b, random)
		require.Equal(t, size, len(bytes.Join(pieces, nil)))
		require.Less(t, len(pieces), 100)
		if size > 100 {
			require.Greater(t, len(pieces), 3)
		}
	}
}
