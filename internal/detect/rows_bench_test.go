package detect

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/splunkcsv"
)

// stream is one shape of input, with the search that reads it.
type stream struct {
	name string
	body []byte
	rows int
	plan Plan
}

const streamRows = 20_000

// streams are the shapes of the performance table: how many columns there are
// and how many of them are needed. Users are many enough that their identities
// do not fit the processor's first caches.
func streams(tb testing.TB) []stream {
	tb.Helper()
	narrow := search(tb, project.Spec{By: []string{"user"}})
	agents := search(tb, project.Spec{By: []string{"user"}})
	list := []stream{
		{"3", body([]string{"_time", "user", "src"}), streamRows, narrow},
		{"5", body([]string{"_time", "user", "src", "user_agent", "message"}), streamRows, agents},
		{"50of4", body(append([]string{"_time", "user", "src", "user_agent"}, numbered(46)...)), streamRows, agents},
		{"50of4/spread", body(spread()), streamRows, agents},
	}
	if recorded := recordedBody(tb); recorded != nil {
		plan := search(tb, project.Spec{By: []string{"date_wday"}, Src: "host", Origin: origin.Rule{Mode: origin.Exact}})
		list = append(list, stream{"recorded", recorded, 50_000, plan})
	}
	return list
}

func search(tb testing.TB, spec project.Spec) Plan {
	tb.Helper()
	if spec.Origin == (origin.Rule{}) {
		spec.Origin = origin.Default()
	}
	spec.OriginNeeded = true
	p, err := project.Compile(spec)
	require.NoError(tb, err)
	when, err := condition.Parse("dc(origin)>1")
	require.NoError(tb, err)
	return Plan{Project: p, Engine: engine.Plan{Window: 300 * epoch.Second, When: when}}
}

func numbered(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("field_%d", i)
	}
	return names
}

// spread has the needed columns far from each other.
func spread() []string {
	names := numbered(50)
	names[0], names[16], names[32], names[44] = "_time", "user", "src", "user_agent"
	return names
}

// body writes rows as splunkd does.
func body(names []string) []byte {
	random := rand.New(rand.NewPCG(1, uint64(len(names))))
	w := splunkcsv.NewStrictWriter(names)
	for row := range streamRows {
		user := random.IntN(5000)
		for _, name := range names {
			switch name {
			case "_time":
				w.Value(fmt.Sprintf("%d.%03d", 1700000000+row/50, random.IntN(1000)))
			case "user":
				w.Value(fmt.Sprintf("user%d", user))
			case "src":
				w.Value(fmt.Sprintf("198.51.%d.%d", 100+user/250, user%250))
			case "user_agent":
				w.Value([]string{"aws-cli/2.15.0 Python/3.11", "Mozilla/5.0 (X11; Linux x86_64; rv:68.0) Gecko/20100101 Firefox/68.0"}[user%2])
			case "message":
				w.Value(fmt.Sprintf("session %08x opened for user%d, tty ssh, method publickey, %d of 8 retries, then idle, by policy \"%d\"", random.Uint32(), user, row%8, row%3))
			default:
				w.Value([]string{"success", "eu-west-1", "", "1536", "Mutual TLS, v1.3"}[random.IntN(5)])
			}
		}
		w.EndRow()
	}
	return w.Body()
}

// recordedBody is the last chunk of a stream that a splunkd once wrote, nil
// where it is not kept beside the checkout.
func recordedBody(tb testing.TB) []byte {
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "recordings", "sum.map.input.gz"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	require.NoError(tb, err)
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	require.NoError(tb, err)
	all, err := io.ReadAll(bufio.NewReader(unzipped))
	require.NoError(tb, err)
	_, body, found := bytes.Cut(all, []byte(`{"action":"execute","finished":true}`))
	require.True(tb, found)
	return body
}

// feed gives the detector all rows of the stream.
func (s *stream) feed(rows *Rows, r *splunkcsv.Reader) error {
	return errors.Join(r.Reset(bytes.NewReader(s.body)), rows.Read(r), rows.Wait())
}

// feedsOfOne is how often a detector sees the stream, so that its sightings
// stay within bounds.
const feedsOfOne = 50

// From the bytes of a chunk to sightings in the engine, on one core. All
// identities are known already.
func BenchmarkRows(b *testing.B) {
	for _, s := range streams(b) {
		b.Run(s.name, func(b *testing.B) {
			r := splunkcsv.NewReader()
			var rows *Rows
			b.SetBytes(int64(len(s.body)))
			b.ReportAllocs()
			best := time.Duration(math.MaxInt64)
			for n := 0; b.Loop(); n++ {
				if n%feedsOfOne == 0 {
					b.StopTimer()
					rows = NewRows(New(s.plan), 0)
					require.NoError(b, s.feed(rows, r))
					runtime.GC()
					b.StartTimer()
				}
				start := time.Now()
				if err := s.feed(rows, r); err != nil {
					b.Fatal(err)
				}
				best = min(best, time.Since(start))
			}
			b.ReportMetric(float64(best.Nanoseconds())/float64(s.rows), "best-ns/row")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(s.rows), "ns/row")
		})
	}
}
