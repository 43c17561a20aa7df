package conversation

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestMessages(t *testing.T) {
	var m Messages
	require.Empty(t, m.Take(true))

	m.Add(Info, "%d rows without a time", 3)
	m.Add(Warn, "3 rows\nwithout a time")
	m.Add("LOUD", "of no known level")
	m.Add(Error, " \n ")
	require.Equal(t, []Message{{Info, "3 rows without a time"}, {Warn, "of no known level"}}, m.Take(false))

	m.Add(Info, "of no known level")
	require.Empty(t, m.Take(true), "a text is given once")
}

func TestMessagesLeftOut(t *testing.T) {
	var m Messages
	for i := range maxMessages {
		m.Add(Debug, "message %d", i)
	}
	require.Len(t, m.Take(true), maxMessages)
	m.Add(Debug, "one")
	m.Add(Error, "another")
	m.Add(Info, "a third")
	m.Add(Fatal, "message 0")
	require.Empty(t, m.Take(false))
	require.Equal(t, []Message{{Error, "3 more messages left out"}}, m.Take(true))
	require.Empty(t, m.Take(true))
}

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                              "plain",
		"\r\n a\tb \u2028 c\u00a0d\n":        "a b c d",
		"a\x00b\x1b[31mc\u0085":              "ab[31mc",
		"bad \xff":                           "bad \ufffd",
		strings.Repeat("é", maxText/2) + "x": strings.Repeat("é", maxText/2) + "...",
		"a" + strings.Repeat("é", maxText/2): "a" + strings.Repeat("é", maxText/2-1) + "...",
	} {
		require.Equal(t, want, oneLine(in))
	}
}

func TestOneLineLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.String().Draw(t, "in")
		out := oneLine(in)
		require.True(t, utf8.ValidString(out))
		require.False(t, strings.ContainsFunc(out, unicode.IsControl))
		require.Equal(t, out, oneLine(out))
		require.Equal(t, strings.TrimSpace(out), out)
	})
}
