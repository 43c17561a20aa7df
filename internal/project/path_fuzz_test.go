package project

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzParsePath: a path that is read can be written from its steps.
func FuzzParsePath(f *testing.F) {
	for _, seed := range []string{"a.b.c", "a{}.b", "a{Name=X}.V", "a{N=x.y=z}.V", "a{N=}", "a..b", "a{", "a}", "a{}b", "@t::x y", "a.{}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		steps, err := parsePath(text)
		if err != nil {
			require.ErrorIs(t, err, errPath)
			return
		}
		written := ""
		for i, s := range steps {
			if i > 0 {
				written += "."
			}
			written += s.key
			switch {
			case s.member != "":
				written += "{" + s.member + "=" + s.equal + "}"
			case s.each:
				written += "{}"
			}
		}
		require.Equal(t, text, written)
	})
}
