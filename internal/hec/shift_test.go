package hec_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/hec"
	"concurrentsessions/internal/profile"
)

func TestMove(t *testing.T) {
	t.Parallel()
	all := hec.NewClock(nil)
	for name, test := range map[string]struct{ event, want string }{
		"zone Z":           {`{"eventTime":"2025-01-15T23:59:59Z","x":1}`, `{"eventTime":"2025-01-16T00:00:09Z","x":1}`},
		"fraction":         {`{"published":"2025-01-15T09:35:20.1234567Z"}`, `{"published":"2025-01-15T09:35:30.1234567Z"}`},
		"zone with colon":  {`{"eventTime":"2025-01-15T09:35:20+00:00"}`, `{"eventTime":"2025-01-15T09:35:30+00:00"}`},
		"no zone":          {`{"CreationTime":"2025-01-15T09:35:20"}`, `{"CreationTime":"2025-01-15T09:35:30"}`},
		"blank, no colon":  {`{"CreationTime":"2025-01-15 09:35:20-0700"}`, `{"CreationTime":"2025-01-15 09:35:30-0700"}`},
		"american":         {`{"time":"1/15/2025 11:59:55 PM"}`, `{"time":"1/16/2025 12:00:05 AM"}`},
		"milliseconds":     {`{"time":1736933720123}`, `{"time":1736933730123}`},
		"microseconds":     {`{"time":1736933720123456}`, `{"time":1736933730123456}`},
		"seconds":          {`{"time":"1736933720.5"}`, `{"time":"1736933730.5"}`},
		"several":          {`{ "time":1736933720 , "properties":{"createdDateTime":"2025-01-15T09:35:20Z"}}`, `{ "time":1736933730 , "properties":{"createdDateTime":"2025-01-15T09:35:30Z"}}`},
		"at sign":          {`{"@timestamp":"2025-01-15T09:35:20Z"}`, `{"@timestamp":"2025-01-15T09:35:30Z"}`},
		"no time":          {`{"other":"2025-01-15T09:35:20Z"}`, `{"other":"2025-01-15T09:35:20Z"}`},
		"not a time":       {`{"time":"soon","eventTime":{}}`, `{"time":"soon","eventTime":{}}`},
		"not JSON":         {`eventTime 2025-01-15T09:35:20Z`, `eventTime 2025-01-15T09:35:20Z`},
		"escaped spelling": {`{"time":"2025\u002d01-15T09:35:20Z"}`, `{"time":"2025\u002d01-15T09:35:20Z"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.want, string(all.Move(nil, []byte(test.event), 10)))
		})
	}
}

func TestClockOfAProfile(t *testing.T) {
	t.Parallel()
	p, _ := profile.ByName("o365")
	clock := hec.NewClock(p)
	const event = `{"eventTime":"2025-01-15T00:00:00Z","CreationTime":"2025-01-15T09:35:20"}`
	at, ok := clock.Read([]byte(event))
	require.True(t, ok)
	require.Equal(t, "1736933720", at.String())
	require.Equal(t, `{"eventTime":"2025-01-15T00:00:00Z","CreationTime":"2025-01-15T09:35:21"}`, string(clock.Move(nil, []byte(event), 1)))
	_, ok = clock.Read([]byte(`{"_time":"1736933720"}`))
	require.False(t, ok)
}

// What is read after a move is what was read before, moved; and only times
// change.
func TestMovedTimesReadAsMoved(t *testing.T) {
	t.Parallel()
	clock := hec.NewClock(nil)
	spelling := rapid.OneOf(
		rapid.StringMatching(`20[0-3]\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])[T ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d([.]\d{1,9})?(Z|[+-]\d\d:[0-5]\d|[+-]0\d[0-5]\d|)`),
		rapid.StringMatching(`([1-9]|1[0-2])/([1-9]|1\d|2[0-8])/20[0-3]\d ([1-9]|1[0-2]):[0-5]\d:[0-5]\d [AP]M`),
		rapid.StringMatching(`1[0-9]{9}([.]\d{1,6})?|1[0-9]{12}|1[0-9]{15}`),
	)
	rapid.Check(t, func(r *rapid.T) {
		text := spelling.Draw(r, "time")
		by := rapid.Int64Range(-300_000_000, 300_000_000).Draw(r, "seconds")
		event, err := json.Marshal(map[string]string{"a": text, "eventTime": text, "z": text})
		require.NoError(r, err)
		before, ok := clock.Read(event)
		if !ok {
			r.Skip("no time: ", text)
		}
		moved := clock.Move(nil, event, by)
		after, ok := clock.Read(moved)
		require.True(r, ok, string(moved))
		require.Equal(r, before+epoch.Micros(by)*epoch.Second, after, "%s became %s", event, moved)
		require.Equal(r, string(event), string(clock.Move(nil, moved, -by)))
		var fields map[string]string
		require.NoError(r, json.Unmarshal(moved, &fields))
		require.Equal(r, text, fields["a"])
		require.Equal(r, text, fields["z"])
	})
}

func FuzzMove(f *testing.F) {
	for _, seed := range []string{`{"eventTime":"2025-01-15T09:35:20Z"}`, `{"time":1736933720123}`, `{"time":"`, `[]`, ``, `{"published":"1/2/2025 3:04:05 PM"}`, `{"time":-5}`} {
		f.Add([]byte(seed), int64(3600))
	}
	clock := hec.NewClock(nil)
	f.Fuzz(func(t *testing.T, event []byte, by int64) {
		by %= 1_000_000_000
		moved := clock.Move(nil, event, by)
		require.Equal(t, json.Valid(event), json.Valid(moved))
		before, ok := clock.Read(event)
		if bytes.Equal(moved, event) || !ok || !json.Valid(event) {
			return
		}
		after, ok := clock.Read(moved)
		require.True(t, ok, "%q became %q", event, moved)
		if after != before { // the time that is read was spelled so that it can be moved
			require.Equal(t, before+epoch.Micros(by)*epoch.Second, after, "%q became %q", event, moved)
		}
	})
}
