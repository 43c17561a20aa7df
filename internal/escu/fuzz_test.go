package escu

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzMatchWildcard holds wildcards against regular expressions.
func FuzzMatchWildcard(f *testing.F) {
	f.Add("a*b*c", "aXbXc")
	f.Add("*SignInLogs", "signinlogs")
	f.Add("**", "")
	f.Add("ß*\xff", "ß\xff")
	f.Add(strings.Repeat("a*", 20)+"b", strings.Repeat("a", 60))
	f.Fuzz(func(t *testing.T, pattern, value string) {
		if len(pattern) > 200 || len(value) > 1000 {
			return
		}
		expression := strings.ReplaceAll(regexp.QuoteMeta(bytewise(pattern)), `\*`, `.*`)
		want := regexp.MustCompile(`(?s)\A` + expression + `\z`).MatchString(bytewise(value))
		require.Equal(t, want, matchWildcard(pattern, value))
	})
}

// bytewise has a character for each byte, ASCII letters small.
func bytewise(text string) string {
	var b strings.Builder
	for i := range len(text) {
		b.WriteRune(rune(lower(text[i])))
	}
	return b.String()
}

// FuzzRawReader: how an event is laid out changes nothing of its fields.
func FuzzRawReader(f *testing.F) {
	for _, seed := range []string{
		`{"eventName":"x","userIdentity":{"accountId":"1","arn":"a"},"sourceIPAddress":"192.0.2.1"}`,
		`{"Operation":"UserLoggedIn","UserId":"a","ExtendedProperties":[{"Name":"UserAgent","Value":"b"}]}`,
		`{"actor":{"alternateId":"a"},"client":{"ipAddress":["192.0.2.1",null]}}`, `{"a":`, `[]`, `{"properties":{"x":"\u00e4"}}`,
	} {
		f.Add([]byte(seed))
	}
	searches := All()
	f.Fuzz(func(t *testing.T, event []byte) {
		if !json.Valid(event) {
			return
		}
		var laidOut bytes.Buffer
		require.NoError(t, json.Indent(&laidOut, event, "\t", "  "))
		for _, s := range searches {
			one, other := s.NewRawReader(), s.NewRawReader()
			isEvent := one.Event(event, []byte("1.5"))
			require.Equal(t, bytes.HasPrefix(bytes.TrimLeft(event, " \t\r\n"), []byte("{")), isEvent)
			require.Equal(t, isEvent, other.Event(laidOut.Bytes(), []byte("1.5")))
			for i := range s.Fields {
				if isEvent {
					require.Equal(t, scalars(one.Values(i)), scalars(other.Values(i)), s.Fields[i].Name)
				}
			}
		}
	})
}

// scalars leaves the blanks out, which a value that is an object or a list
// keeps.
func scalars(values []string) (list []string) {
	for _, v := range values {
		var b bytes.Buffer
		if (strings.HasPrefix(v, "{") || strings.HasPrefix(v, "[")) && json.Compact(&b, []byte(v)) == nil {
			v = b.String()
		}
		list = append(list, v)
	}
	return list
}
