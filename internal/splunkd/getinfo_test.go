package splunkd

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func request1(t *testing.T, g Getinfo) string {
	t.Helper()
	s := &Search{Command: "cmd", Args: []string{`by="größe 🙂"`}, Earliest: "5", Latest: "7.5", Getinfo: g}
	metadata, err := s.getinfo("/dispatch")
	require.NoError(t, err)
	require.True(t, json.Valid(metadata), "%s", metadata)
	return string(metadata)
}

func TestGetinfo(t *testing.T) {
	require.Equal(t, `{"action":"getinfo","preview":false,"streaming_command_will_restart":false,"searchinfo":{`+
		`"args":["by=größe 🙂"],"raw_args":["by=\"größe 🙂\""],"dispatch_dir":"/dispatch","sid":"1700000000.12",`+
		`"app":"search","owner":"admin","username":"admin","session_key":"`+sessionKey+`",`+
		`"splunkd_uri":"https://127.0.0.1:8089","splunk_version":"8.2.1",`+
		`"search":"search%20index%3Dmain%20%7C%20cmd%20by%3D%22gr%C3%B6%C3%9Fe%20%F0%9F%99%82%22","command":"cmd",`+
		`"maxresultrows":50000,"earliest_time":"5","latest_time":"7.5"}}`, request1(t, Getinfo{}))
}

func TestGetinfoVaries(t *testing.T) {
	for want, g := range map[string]Getinfo{
		`"maxresultrows":"50000","earliest_time":"5","latest_time":"7.5"`:          {Numbers: StringNumbers},
		`"maxresultrows":50000,"earliest_time":5,"latest_time":7.5`:                {Numbers: PlainNumbers},
		`"maxresultrows":50000.000,"earliest_time":5.000,"latest_time":7.5`:        {Numbers: FloatNumbers},
		`"by=gr\u00f6\u00dfe \ud83d\ude42"`:                                        {EscapeUnicode: true},
		`"sid":"tmp"`:                                                              {SID: "tmp"},
		`"preview":true`:                                                           {Preview: true},
		`"username":"admin","splunkd_uri"`:                                         {Without: []string{"session_key"}},
		`{"searchinfo":{"latest_time":"7.5",`:                                      {Order: ReversedOrder},
		`{"action":"getinfo","preview":false,"searchinfo":{"app":"search","args":`: {Order: SortedOrder},
		`"novelty":{"list":[1,null,"x"]}}`:                                         {Extra: true},
		`"novelty":true}`:                                                          {Extra: true},
		`{}`:                                                                       {Without: []string{"action", "preview", "streaming_command_will_restart", "searchinfo"}},
	} {
		require.Contains(t, request1(t, g), want)
	}
	ascii := request1(t, Getinfo{EscapeUnicode: true})
	require.False(t, strings.ContainsFunc(ascii, func(r rune) bool { return r > 0x7e }), ascii)
}
