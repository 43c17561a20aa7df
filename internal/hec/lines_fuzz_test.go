package hec_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"concurrentsessions/internal/hec"
)

// FuzzReadLines: a log gives the lines between its line ends, packed in gzip
// or not; one that is cut is told of behind the lines that were whole.
func FuzzReadLines(f *testing.F) {
	for _, seed := range []string{"one\r\n\ntwo", "", "\n", "\r", "a\x00b\n\xff", "PK"} {
		f.Add([]byte(seed), uint16(9))
	}
	f.Fuzz(func(t *testing.T, content []byte, cut uint16) {
		if bytes.HasPrefix(content, []byte("\x1f\x8b")) || bytes.HasPrefix(content, []byte("version https://git-lfs")) {
			return
		}
		want := []string{}
		if len(content) > 0 {
			for line := range strings.SplitSeq(strings.TrimSuffix(string(content), "\n"), "\n") {
				want = append(want, strings.TrimSuffix(line, "\r"))
			}
		}
		path := filepath.Join(t.TempDir(), "a.log")
		got, err := linesOf(t, path, content)
		require.NoError(t, err)
		// The scanner takes two CRs off a last line without a line end.
		for i := range got {
			got[i], want[i] = strings.TrimRight(got[i], "\r"), strings.TrimRight(want[i], "\r")
		}
		require.Equal(t, want, got)

		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, err = z.Write(content)
		require.NoError(t, err)
		require.NoError(t, z.Close())
		zipped, err := linesOf(t, path, packed.Bytes())
		require.NoError(t, err)
		for i := range zipped {
			zipped[i] = strings.TrimRight(zipped[i], "\r")
		}
		require.Equal(t, want, zipped)

		if at := 2 + int(cut)%(packed.Len()-2); at < packed.Len() {
			part, err := linesOf(t, path, packed.Bytes()[:at])
			require.Error(t, err)
			require.LessOrEqual(t, len(part), len(want))
		}
	})
}

func linesOf(t *testing.T, path string, content []byte) ([]string, error) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, content, 0o600))
	list := []string{}
	err := hec.ReadLines(path, func(line int, text []byte) error {
		require.Equal(t, len(list)+1, line)
		list = append(list, string(text))
		return nil
	})
	return list, err
}

// FuzzDatasets: a description that is written reads back, and whatever it
// says, no log outside of the collection is named.
func FuzzDatasets(f *testing.F) {
	f.Add([]byte(described), "one.log", "o365", "a: [b]")
	for _, seed := range []string{"datasets:\n- path: ../secret\n", "datasets: 5", "\t", "dataset:\n- https://example.com/in.log\nsourcetypes: [a]\n", "a: &a [*a]", "datasets:\n- path: /in.log\n  source: ~\n"} {
		f.Add([]byte(seed), "in.log", "", "\x00")
	}
	f.Fuzz(func(t *testing.T, text []byte, name, source, sourcetype string) {
		if len(text) > 4<<10 {
			return
		}
		top := t.TempDir()
		folder := filepath.Join(top, "datasets", "a")
		write(t, filepath.Join(folder, "in.log"), "{}\n")
		write(t, filepath.Join(top, "secret"), "x")
		collection := filepath.Join(top, "datasets")
		yml := filepath.Join(folder, "data.yml")
		write(t, yml, string(text))
		if list, err := hec.Datasets(yml, hec.Meta{}); err == nil {
			require.NotEmpty(t, list)
			for _, d := range list {
				inside, err := filepath.Rel(collection, d.File)
				require.NoError(t, err)
				require.True(t, filepath.IsLocal(inside), d.File)
			}
		}

		type dataset struct{ Path, Source, Sourcetype string }
		written, err := yaml.Marshal(map[string]any{"datasets": []dataset{{"/datasets/a/in.log", source, sourcetype}, {"in.log", sourcetype, source}}})
		if err != nil || strings.ToValidUTF8(source+sourcetype, "") != source+sourcetype {
			return
		}
		if yaml.Unmarshal(written, new(any)) != nil {
			return // the library cannot read all that it writes
		}
		write(t, yml, string(written))
		list, err := hec.Datasets(yml, hec.Meta{Index: name})
		require.NoError(t, err, "%s", written)
		in := filepath.Join(folder, "in.log")
		require.Equal(t, []hec.Dataset{
			{File: in, Meta: hec.Meta{Source: source, Sourcetype: sourcetype, Index: name}},
			{File: in, Meta: hec.Meta{Source: sourcetype, Sourcetype: source, Index: name}},
		}, list, "%s", written)
	})
}
