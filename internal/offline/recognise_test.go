package offline

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/samples"
)

func allProfiles() (list []*profile.Profile) {
	for _, name := range profile.Names() {
		p, _ := profile.ByName(name)
		list = append(list, p)
	}
	return list
}

func recognised(r *recogniser, event string) (names []string, whole bool) {
	list, whole := r.recognise(nil, []byte(event))
	for _, i := range list {
		names = append(names, profile.Names()[i])
	}
	return names, whole
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	r := newRecogniser(allProfiles())
	for _, c := range []struct {
		event string
		names []string
		whole bool
	}{
		{`{"eventSource":"a","eventName":"b"}`, []string{"aws_cloudtrail", "aws_access_key"}, true},
		{`{"eventName":"b","x":{"y":[1]},"eventSource":"a"`, []string{"aws_cloudtrail", "aws_access_key"}, true},
		{`{"user":"a","src":"b","eventName":"b","eventSource":"a"}`, []string{"aws_cloudtrail", "aws_access_key"}, true},
		{`{"user":"a","src":"b"}`, []string{"authentication"}, true},
		{`{"user":"a","src":"b"`, []string{"authentication"}, false},
		{`{"nested":{"eventSource":"a","eventName":"b"}}`, nil, true},
		{`{"class_uid":3002,"metadata":{}}`, []string{"aws_security_lake"}, true},
		{`{"createdDateTime":"","ipAddress":""}`, []string{"azure_ad"}, true},
		{`{"category":"","operationName":""}`, []string{"azure_ad"}, true},
		{`{"actor":{},"eventType":""}`, []string{"okta"}, true},
		{`{"Operation":"","Workload":""}`, []string{"o365"}, true},
		{`{}`, nil, true},
		{`{"a":1}`, nil, true},
		{`{"a"`, nil, false},
		{`[]`, nil, false},
		{``, nil, false},
		{`null`, nil, false},
	} {
		names, whole := recognised(r, c.event)
		require.Equal(t, c.names, names, c.event)
		require.Equal(t, c.whole, whole, c.event)
	}
}

// Recognising allocates nothing.
func TestRecogniseAllocates(t *testing.T) {
	r := newRecogniser(allProfiles())
	var events [][]byte
	for _, s := range samples.Sources() {
		events = append(events, samples.Events(s)[:10]...)
	}
	dst := make([]int, 0, 8)
	require.Zero(t, testing.AllocsPerRun(10, func() {
		for _, e := range events {
			dst, _ = r.recognise(dst[:0], e)
		}
	}))
}

// Blanks between an event's parts change nothing, what is whole is known, and
// what is recognised is never of two sources.
func FuzzRecognise(f *testing.F) {
	for _, s := range samples.Sources() {
		f.Add([]byte(bytes.TrimSpace(samples.Events(s)[0])))
	}
	f.Add([]byte(`{"user":1,"src":{"a":[]},"category":"\""}`))
	r := newRecogniser(allProfiles())
	f.Fuzz(func(t *testing.T, event []byte) {
		names, whole := recognised(r, string(event))
		require.LessOrEqual(t, len(names), 2)
		if len(names) == 2 {
			require.Equal(t, []string{"aws_cloudtrail", "aws_access_key"}, names)
		}
		if !json.Valid(event) {
			return
		}
		require.Equal(t, len(names) > 0 || bytes.HasPrefix(bytes.TrimSpace(event), []byte("{")), whole)
		var indented bytes.Buffer
		require.NoError(t, json.Indent(&indented, event, " ", "\t"))
		again, _ := recognised(r, indented.String())
		require.Equal(t, names, again)
	})
}
