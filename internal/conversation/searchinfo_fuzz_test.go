package conversation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzSearchInfo holds what getinfo says against a reading of the same JSON
// without types; and holds the session key to never being kept.
func FuzzSearchInfo(f *testing.F) {
	f.Add([]byte(recorded))
	for _, seed := range []string{
		`{"action":"getinfo","preview":"1","searchinfo":{"args":["a",7,null,{}],"maxresultrows":"5e4","latest_time":1700000000.25}}`,
		`{"searchinfo":[]}`, `{"searchinfo":null,"preview":{}}`, `{"action":"execute"}`, `{"action":7}`, ` {"action":"getinfo"`, `[]`,
		`{"searchinfo":{"search":"100%","earliest_time":"0","app":"` + "\xff" + `"}}`,
	} {
		f.Add([]byte(seed))
	}
	const secret = `"session_key":"hush-hush"`
	f.Fuzz(func(t *testing.T, metadata []byte) {
		if bytes.Contains(metadata, []byte("hush")) {
			return
		}
		keyed := bytes.ReplaceAll(metadata, []byte("{"), []byte("{"+secret+","))
		if r, err := parseRequest(keyed, actionGetinfo); err != nil {
			require.NotContains(t, err.Error(), "hush")
		} else {
			require.NotContains(t, fmt.Sprintf("%+v", *newSearchInfo(r)), "hush")
		}

		r, err := parseRequest(metadata, actionGetinfo)
		members, isObject := untyped(metadata)
		require.True(t, isObject || err != nil)
		if err != nil || members == nil {
			return
		}
		info := newSearchInfo(r)
		// Its own keys in another order, with others beside them.
		members["streaming_command_will_restart"] = []any{false}
		again, err := json.MarshalIndent(members, "", "\t")
		require.NoError(t, err)
		r, err = parseRequest(again, actionGetinfo)
		require.NoError(t, err)
		require.Equal(t, info, newSearchInfo(r))

		said, _ := members["searchinfo"].(map[string]any)
		require.Equal(t, plainText(said["sid"]), info.SID)
		require.Equal(t, plainText(said["app"]), info.App)
		require.Equal(t, plainText(said["dispatch_dir"]), info.DispatchDir)
		list, isList := said["args"].([]any)
		require.Equal(t, isList, info.Args != nil)
		for i, v := range list {
			require.Equal(t, plainText(v), info.Args[i])
		}
	})
}

// untyped reads an object. The members are nil where encoding/json goes its
// own ways: with names that differ in case alone, or that are there twice.
func untyped(text []byte) (members map[string]any, isObject bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if d.Decode(&members) != nil || members == nil {
		return nil, false
	}
	plain, err := json.Marshal(members)
	if err != nil {
		return nil, true
	}
	var exact bytes.Buffer
	if json.Compact(&exact, text) != nil || bytes.Count(exact.Bytes(), []byte(":")) != bytes.Count(plain, []byte(":")) {
		return nil, true
	}
	if hasOtherNames(members) {
		return nil, true
	}
	return members, true
}

// hasOtherNames says whether a name is not written in small letters alone.
func hasOtherNames(members map[string]any) bool {
	for name, value := range members {
		if inner, ok := value.(map[string]any); ok && hasOtherNames(inner) {
			return true
		}
		for _, c := range name {
			if c < 'a' && c != '_' || c > 'z' {
				return true
			}
		}
	}
	return false
}

func plainText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}
