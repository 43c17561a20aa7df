package command_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/chunk"
	"concurrentsessions/internal/command"
	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/splunkcsv"
)

// The laws of the whole command, in its own process: what it answers, byte by
// byte, to rows that come in another way.

var columns = []string{"_time", "_indextime", "user", "src", "user_agent"}

// drawRows draws rows of few users that meet often, some without a value.
func drawRows(t *rapid.T) [][]string {
	least := rapid.SampledFrom([]int{12, 8, 0}).Draw(t, "rows at least")
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) []string {
		at := 1_700_000_000 + rapid.IntRange(0, 900).Draw(t, "time")
		return []string{
			fmt.Sprint(at),
			fmt.Sprint(at + rapid.SampledFrom([]int{0, 3, 600}).Draw(t, "late")),
			rapid.SampledFrom([]string{"ann", "bob", "ann", ""}).Draw(t, "user"),
			rapid.SampledFrom([]string{"192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:db8::1", "-", "AWS Internal"}).Draw(t, "src"),
			rapid.SampledFrom([]string{"curl/8.0", "", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}).Draw(t, "agent"),
		}
	}), least, 24).Draw(t, "rows")
}

func drawArguments(t *rapid.T) []string {
	return rapid.SampledFrom([][]string{
		{"by=user", "src=src", "window=5m"},
		{"by=user", "src=src", "window=5m", "mode=tumbling"},
		{"by=user", "src=src", "window=all"},
		{"by=user", "src=src", "window=2m", "report_since=1700000100", "report_by=indextime"},
		{"by=user", "src=src", "when=dc(origin)>1 OR dc(browser)>1"},
		{"by=user", "src=src", "output=summary"},
	}).Draw(t, "arguments")
}

// oneChunk gives all rows at once.
func oneChunk(rows [][]string) [][][]string { return [][][]string{rows} }

// drawChunks cuts the rows anywhere; some chunks are empty.
func drawChunks(t *rapid.T, rows [][]string) (chunks [][][]string) {
	for len(rows) > 0 {
		n := rapid.IntRange(0, len(rows)).Draw(t, "rows of the chunk")
		chunks, rows = append(chunks, rows[:n]), rows[n:]
	}
	return append(chunks, nil)
}

// answer plays the conversation and gives all bodies that are answered, and the
// metadata of the last answer.
func answer(t require.TestingT, arguments []string, chunks [][][]string) string {
	var in, out bytes.Buffer
	w := chunk.NewWriter(&in)
	require.NoError(t, w.WriteChunk(metadata(t, map[string]any{
		"action": "getinfo",
		"searchinfo": map[string]any{
			"args": arguments, "raw_args": arguments, "earliest_time": "1699999000", "latest_time": "1700002000",
		},
	}), nil))
	for i, rows := range chunks {
		csv := splunkcsv.NewStrictWriter(columns)
		for _, row := range rows {
			for _, value := range row {
				csv.Value(value)
			}
			csv.EndRow()
		}
		last := i == len(chunks)-1
		require.NoError(t, w.WriteChunk(metadata(t, map[string]any{"action": "execute", "finished": last}), csv.Body()))
	}
	require.NoError(t, conversation.Serve(&in, &out, command.Command{}))
	return lastAnswer(t, &out)
}

func lastAnswer(t require.TestingT, out io.Reader) string {
	var bodies, last []byte
	r := chunk.NewReader(out)
	for {
		metadata, _, err := r.Next()
		if errors.Is(err, io.EOF) {
			return string(bodies) + string(last)
		}
		require.NoError(t, err)
		last = slices.Clone(metadata)
		body, err := io.ReadAll(r)
		require.NoError(t, err)
		bodies = append(bodies, body...)
	}
}

func metadata(t require.TestingT, what map[string]any) []byte {
	b, err := json.Marshal(what)
	require.NoError(t, err)
	return b
}

// The laws would hold on answers without findings too; few are.
func TestRandomRowsAreWorthwhile(t *testing.T) {
	t.Parallel()
	searches := rapid.Custom(func(t *rapid.T) [][]string { return append([][]string{drawArguments(t)}, drawRows(t)...) })
	const looked = 200
	found := 0
	for seed := range looked {
		search := searches.Example(seed)
		if strings.Contains(answer(t, search[0], oneChunk(search[1:])), "base score") {
			found++
		}
	}
	require.Greater(t, found, looked/4)
}

func TestLawChunksChangeNoByte(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		arguments, rows := drawArguments(t), drawRows(t)
		require.Equal(t, answer(t, arguments, oneChunk(rows)), answer(t, arguments, drawChunks(t, rows)))
	})
}

func TestLawOrderChangesNoByte(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		arguments, rows := drawArguments(t), drawRows(t)
		other := rapid.Permutation(rows).Draw(t, "other order")
		require.Equal(t, answer(t, arguments, oneChunk(rows)), answer(t, arguments, oneChunk(other)))
	})
}
