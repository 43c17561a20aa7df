package logfile

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/forms"
	"concurrentsessions/internal/samples"
)

// someEvents are the first events of a sample, and one that is hard to quote.
func someEvents() [][]byte {
	hard := []byte(`{"eventName":"a\"b\\c\n\u00e4ü😀","nested":{"value":[{"a":1}],"Records":[]},"comma":",;\t","list":[[1],{"x":"}"}]}`)
	return append(samples.Events(samples.Sources()[0])[:5:5], hard)
}

// Every form gives back the events as they were.
func TestForms(t *testing.T) {
	t.Parallel()
	events := someEvents()
	for _, form := range forms.All() {
		t.Run(form.Name, func(t *testing.T) {
			t.Parallel()
			path := write(t, "log.txt", form.Write(events))
			got := readAll(t, Options{}, path)
			require.Empty(t, got.problems)
			require.Equal(t, 1, got.stats.Files)
			require.Len(t, got.events, len(events))
			for i, e := range got.events {
				want := string(bytes.TrimSpace(events[i]))
				if !form.AsIs {
					require.JSONEq(t, want, e.JSON)
				} else {
					require.Equal(t, want, e.JSON)
				}
				require.Equal(t, path, e.File)
				require.Positive(t, e.Line)
				if strings.Contains(form.Name, "of Splunk") {
					require.Equal(t, "1500000000.123", e.Time)
					require.Equal(t, "1500000009", e.Indexed)
				}
			}
		})
	}
}

// The same in each packing, with the member named.
func TestPackings(t *testing.T) {
	t.Parallel()
	events := someEvents()
	for _, packing := range forms.Packings() {
		for _, form := range []string{"lines", "Records, indented", "CSV of Splunk"} {
			content := packing.Pack("log.bin", formNamed(t, form).Write(events))
			path := write(t, "packed", content)
			got := readAll(t, Options{}, path)
			require.Empty(t, got.problems, packing.Name)
			require.Len(t, got.events, len(events), packing.Name)
			require.Equal(t, path+packing.Inside("log.bin"), got.events[0].File)
			require.EqualValues(t, len(content), got.stats.Bytes)
		}
	}
}

func formNamed(t *testing.T, name string) forms.Form {
	for _, f := range forms.All() {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("there is no form %q", name)
	return forms.Form{}
}

// Lines are counted as an editor counts them.
func TestLineNumbers(t *testing.T) {
	t.Parallel()
	for form, want := range map[string][]int{
		"lines":                                 {1, 2, 3},
		"lines with blank ones between":         {1, 3, 5},
		"array by lines":                        {2, 3, 4},
		"Records of CloudTrail":                 {1, 1, 1},
		"CSV of the Unified Audit Log":          {2, 3, 4},
		"CSV of Splunk":                         {2, 4, 6}, // a field has a line end
		"UTF-16":                                {1, 2, 3},
		"objects, indented":                     {1, 4, 7},
		"the same with semicolons and its type": {3, 4, 5},
	} {
		events := [][]byte{[]byte(`{"a":1}`), []byte(`{"a":2}`), []byte(`{"a":3}`)}
		got := readAll(t, Options{}, write(t, "log", formNamed(t, form).Write(events)))
		var lines []int
		for _, e := range got.events {
			lines = append(lines, e.Line)
		}
		require.Equal(t, want, lines, form)
	}
}

// Parquet gives the events that went into it, but for what it has no columns
// for and what is null.
func TestParquet(t *testing.T) {
	t.Parallel()
	events := samples.Events(samples.Sources()[2])
	for _, codec := range forms.Codecs() {
		path := write(t, "lake", forms.LakeParquet(events, codec))
		got := readAll(t, Options{}, path)
		require.Empty(t, got.problems)
		require.Len(t, got.events, len(events))
		for i, e := range got.events {
			require.Equal(t, i+1, e.Line)
			requirePart(t, decode(t, []byte(e.JSON)), decode(t, events[i]))
		}
	}
	packed := forms.Zip("lake.parquet", forms.LakeParquet(events, forms.Codecs()[0]))
	got := readAll(t, Options{}, write(t, "packed", packed))
	require.Empty(t, got.problems)
	require.Len(t, got.events, len(events))
}

func decode(t *testing.T, text []byte) (value any) {
	t.Helper()
	require.NoError(t, json.Unmarshal(text, &value))
	return value
}

// requirePart requires of an event that all of it is in the other, and all of
// the columns that are not null the other way round.
func requirePart(t *testing.T, got, want any) {
	t.Helper()
	object, ok := got.(map[string]any)
	if !ok {
		require.Equal(t, want, got)
		return
	}
	whole, ok := want.(map[string]any)
	require.True(t, ok)
	for key, value := range object {
		requirePart(t, value, whole[key])
	}
	for _, key := range []string{"time", "metadata", "user", "src_endpoint", "ip", "domain", "uid", "credential_uid", "operation", "unmapped", "user_agent"} {
		if whole[key] != nil {
			require.Contains(t, object, key)
		}
	}
}

// A folder is read in order of name, whatever its files hold.
func TestFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	event := func(n string) [][]byte { return [][]byte{[]byte(`{"n":"` + n + `"}`)} }
	writeTo(t, filepath.Join(dir, "b", "2.json"), forms.Lines(event("2")))
	writeTo(t, filepath.Join(dir, "a.gz"), forms.Gzip(forms.Lines(event("1"))))
	writeTo(t, filepath.Join(dir, "b", "empty"), nil)
	writeTo(t, filepath.Join(dir, "c.zip"), forms.Zip("3", forms.Lines(event("3"))))
	writeTo(t, filepath.Join(dir, "picture.png"), []byte("\x89PNG\r\n\x1a\n\x00\x00"))
	got := readAll(t, Options{}, dir)
	require.Len(t, got.events, 3)
	for i, e := range got.events {
		require.Contains(t, e.JSON, string(rune('1'+i)))
	}
	require.Len(t, got.problems, 1)
	require.ErrorIs(t, got.problems[0], errNoLog)
	require.Equal(t, filepath.Join(dir, "picture.png"), got.problems[0].File)
	require.EqualValues(t, got.stats.Bytes, Size([]string{dir, "-", "missing"}))
	require.Equal(t, 3, got.stats.Files)
}
