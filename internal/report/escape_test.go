package report

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestEscapeJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"a":"zoë 😀"}`:            `{"a":"zoë 😀"}`,
		"[\"\u009b31m\",\n\"b\"]":  "[\"\\u009b31m\",\n\"b\"]",
		"\"\u202e\U000e0041\x7f\"": `"\u202e\udb40\udc41\u007f"`,
	} {
		require.Equal(t, want, string(EscapeJSON([]byte(text))))
	}
}

// The values stay the same, and nothing hidden is left.
func TestEscapeJSONKeepsValues(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.String().Draw(t, "value")
		text, err := json.Marshal(value)
		require.NoError(t, err)
		escaped := EscapeJSON(text)
		require.Equal(t, string(escaped), Visible(string(escaped)))
		var got string
		require.NoError(t, json.Unmarshal(escaped, &got))
		require.Equal(t, value, got)
	})
}
