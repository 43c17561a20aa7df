package splunkcsv

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const benchRows = 5000

// benchmark is one shape of input: the same body is read by the benchmark,
// by its run as a test and by the test that counts allocations.
type benchmark struct {
	name  string
	body  []byte
	names []string
}

func benchmarks() []benchmark {
	build := func(names []string, value func(row, column int) string) []byte {
		w := NewStrictWriter(names)
		for row := range benchRows {
			for column := range names {
				w.Value(value(row, column))
			}
			w.EndRow()
		}
		return w.Body()
	}
	numbered := func(n int) []string {
		names := make([]string, n)
		for i := range names {
			names[i] = fmt.Sprintf("field_%d", i)
		}
		return names
	}
	event := func(row, column int) string {
		switch column % 5 {
		case 0:
			return fmt.Sprintf("%d.%03d", 1700000000+row, row%1000)
		case 1:
			return fmt.Sprintf("user%d", row%100)
		case 2:
			return fmt.Sprintf("192.0.2.%d", row%250)
		case 3:
			return "aws-cli/2.15.0 Python/3.11"
		}
		return "success"
	}
	raw := `{"eventName":"DescribeEventAggregates","sourceIPAddress":"192.0.2.7","n":"` + strings.Repeat("x", 1500) + `"}`
	return []benchmark{
		{"3 columns", build(numbered(3), event), numbered(3)},
		{"5 columns", build(numbered(5), event), numbered(5)},
		{"4 of 50 columns", build(numbered(50), event), []string{"field_0", "field_16", "field_32", "field_44"}},
		{"long text", build([]string{"_time", "_raw"}, func(row, column int) string {
			if column == 0 {
				return event(row, 0)
			}
			return raw
		}), []string{"_time", "_raw"}},
	}
}

// read asks for each selected value once, as a projector does.
func (b benchmark) read(r *Reader, body *bytes.Reader) (rows, size int) {
	body.Reset(b.body)
	if err := r.Reset(body); err != nil {
		return 0, 0
	}
	for r.Next() {
		rows++
		for slot := range b.names {
			size += len(r.Field(slot))
		}
	}
	return rows, size
}

func TestBenchmarkReader(t *testing.T) {
	for _, b := range benchmarks() {
		t.Run(b.name, func(t *testing.T) {
			r := NewReader()
			r.Select(b.names)
			rows, size := b.read(r, bytes.NewReader(nil))
			require.NoError(t, r.Err())
			require.Equal(t, benchRows, rows)
			require.Greater(t, size, rows*len(b.names))
		})
	}
}

func BenchmarkReader(b *testing.B) {
	for _, bench := range benchmarks() {
		b.Run(bench.name, func(b *testing.B) {
			r := NewReader()
			r.Select(bench.names)
			body := bytes.NewReader(nil)
			b.SetBytes(int64(len(bench.body)))
			b.ReportAllocs()
			rows := 0
			for b.Loop() {
				n, _ := bench.read(r, body)
				rows += n
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rows), "ns/row")
		})
	}
}
