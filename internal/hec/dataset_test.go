package hec_test

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/hec"
	"concurrentsessions/internal/logfile"
)

func write(t *testing.T, path, content string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
}

const described = `author: A Person
id: 00000000-0000-0000-0000-000000000000
date: '2024-01-01'
description: Two addresses, one session.
environment: attack_range
datasets:
- name: one
  path: /datasets/T1185/case/one.log
  sourcetype: o365:management:activity
  source: o365
- name: two
  path: /datasets/T1185/case/two.log
  sourcetype: aws:cloudtrail
  source: aws_cloudtrail
`

func TestDatasetsOfTheCollection(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	folder := filepath.Join(top, "datasets", "T1185", "case")
	write(t, filepath.Join(folder, "one.log"), "{}\n")
	write(t, filepath.Join(folder, "two.log"), "{}\n")
	write(t, filepath.Join(folder, "data.yml"), described)
	want := []hec.Dataset{
		{File: filepath.Join(folder, "one.log"), Meta: hec.Meta{Source: "o365", Sourcetype: "o365:management:activity", Index: "test"}},
		{File: filepath.Join(folder, "two.log"), Meta: hec.Meta{Source: "aws_cloudtrail", Sourcetype: "aws:cloudtrail", Index: "test"}},
	}
	list, err := hec.Datasets(filepath.Join(folder, "data.yml"), hec.Meta{Index: "test"})
	require.NoError(t, err)
	require.Equal(t, want, list)

	// The description lies elsewhere in the collection.
	write(t, filepath.Join(top, "datasets", "x", "other.YAML"), described)
	list, err = hec.Datasets(filepath.Join(top, "datasets", "x", "other.YAML"), hec.Meta{Index: "test"})
	require.NoError(t, err)
	require.Equal(t, want, list)

	list, err = hec.Datasets(filepath.Join(folder, "one.log"), hec.Meta{Source: "mine"})
	require.NoError(t, err)
	require.Equal(t, []hec.Dataset{{File: filepath.Join(folder, "one.log"), Meta: hec.Meta{Source: "mine"}}}, list)
}

func TestDatasetsInTheOldForm(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, filepath.Join(folder, "cloudtrail.json"), "{}\n")
	yml := filepath.Join(folder, "old.yml")
	write(t, yml, "dataset:\n- https://example.com/master/datasets/cloudtrail.json\nsourcetypes:\n- aws:cloudtrail\n")
	list, err := hec.Datasets(yml, hec.Meta{})
	require.NoError(t, err)
	require.Equal(t, []hec.Dataset{{File: filepath.Join(folder, "cloudtrail.json"), Meta: hec.Meta{Sourcetype: "aws:cloudtrail"}}}, list)

	write(t, yml, "dataset:\n- https://example.com/cloudtrail.json\nsourcetypes: [a, b]\n")
	_, err = hec.Datasets(yml, hec.Meta{})
	require.ErrorContains(t, err, "names 2 source types")
	_, err = hec.Datasets(yml, hec.Meta{Sourcetype: "a"})
	require.NoError(t, err)
}

func TestDatasetsThatAreNotThere(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, filepath.Join(folder, "secret"), "x")
	yml := filepath.Join(folder, "a", "data.yml")
	for text, want := range map[string]string{
		described:                                "one.log is not on this machine",
		"datasets:\n- path: ../secret\n":         "is not on this machine",
		"datasets:\n- path: /../../etc/passwd\n": "is not on this machine",
		"datasets:\n- name: x\n":                 "a dataset has no path",
		"author: A Person\n":                     "describes no datasets",
		"datasets: 5\n":                          "data.yml",
		"\t":                                     "data.yml",
	} {
		write(t, yml, text)
		_, err := hec.Datasets(yml, hec.Meta{})
		require.ErrorContains(t, err, want)
	}
	_, err := hec.Datasets(filepath.Join(folder, "none.yml"), hec.Meta{})
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestReadLines(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	read := func(content string) (list []string, err error) {
		path := filepath.Join(folder, "a.log")
		write(t, path, content)
		err = hec.ReadLines(path, func(line int, text []byte) error {
			require.Equal(t, len(list)+1, line)
			list = append(list, string(text))
			return nil
		})
		return list, err
	}
	list, err := read("one\r\n\ntwo")
	require.NoError(t, err)
	require.Equal(t, []string{"one", "", "two"}, list)

	var zipped strings.Builder
	w := gzip.NewWriter(&zipped)
	w.Write([]byte("one\ntwo\n"))
	require.NoError(t, w.Close())
	list, err = read(zipped.String())
	require.NoError(t, err)
	require.Equal(t, []string{"one", "two"}, list)

	_, err = read(zipped.String()[:zipped.Len()-9])
	require.ErrorContains(t, err, "a.log:")
	_, err = read("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
	require.ErrorContains(t, err, "fetch it with git lfs pull")
	list, err = read("")
	require.NoError(t, err)
	require.Empty(t, list)
}

func TestReplayMovesTheNewestEventToTheGivenMoment(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.log")
	write(t, path, `{"eventTime":"2025-01-15T10:00:00.25Z"}
{"no":"time"}

{"eventTime":"2025-01-15T09:00:00Z"}
`)
	clock := hec.NewClock(nil)
	replay := hec.Replay{Datasets: []hec.Dataset{{File: path}}, Clock: func(*hec.Dataset) *hec.Clock { return clock }}
	survey, err := replay.Survey(t.Context())
	require.NoError(t, err)
	require.Equal(t, 3, survey.Events)
	require.Equal(t, 1, survey.NoTime)
	require.Equal(t, "1736931600", survey.First.String())
	require.Equal(t, "1736935200.25", survey.Last.String())

	target, _ := epoch.Parse([]byte("2026-06-01T00:00:00Z"))
	replay.ShiftTo(target, survey)
	var texts []string
	var times []epoch.Micros
	require.NoError(t, replay.Each(t.Context(), func(e *hec.Event) error {
		texts, times = append(texts, string(e.Raw)), append(times, e.Time)
		return nil
	}))
	require.Equal(t, []string{`{"eventTime":"2026-05-31T23:59:59.25Z"}`, `{"no":"time"}`, `{"eventTime":"2026-05-31T22:59:59Z"}`}, texts)
	require.Equal(t, []epoch.Micros{target - 750_000, 0, target - 3601*epoch.Second}, times)
}

// A log is read for what it holds: pages of events are the events, text is
// lines.
func TestReplayReadsWhatAServiceDelivers(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.log")
	clock := hec.NewClock(nil)
	var problems []logfile.Problem
	replay := hec.Replay{
		Datasets: []hec.Dataset{{File: path}}, Clock: func(*hec.Dataset) *hec.Clock { return clock },
		Problem: func(p logfile.Problem) { problems = append(problems, p) },
	}
	read := func() (texts []string, err error) {
		err = replay.Each(t.Context(), func(e *hec.Event) error {
			texts = append(texts, string(e.Raw))
			return nil
		})
		return texts, err
	}
	for content, want := range map[string][]string{
		`{"Records":[{"a":1}, {"b":"<"}]}`: {`{"a":1}`, `{"b":"<"}`},
		"[\n{\"a\":1},\n{\"b\":2}]\n":      {`{"a":1}`, `{"b":2}`},
		"<a>1</a>\n\nb=2\n":                {"<a>1</a>", "b=2"},
		"\n":                               nil,
	} {
		write(t, path, content)
		texts, err := read()
		require.NoError(t, err)
		require.Equal(t, want, texts, content)
	}
	require.Empty(t, problems)

	write(t, path, "{\"a\":1}\nb\n{\"c\":1}\n")
	texts, err := read()
	require.NoError(t, err)
	require.Len(t, texts, 2)
	require.Len(t, problems, 1)
	survey, err := replay.Survey(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, survey.Problems)
	require.Len(t, problems, 1, "a survey tells only their number")
	replay.Problem = nil
	_, err = read()
	require.ErrorContains(t, err, "a.log:2: ")
}
