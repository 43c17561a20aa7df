package splunkcsv

import (
	"bytes"
	"testing"
)

// What tells rows apart that differ in more than time: the fields behind the
// first as they were sent.
func BenchmarkAppendRaw(b *testing.B) {
	for _, bench := range benchmarks() {
		b.Run(bench.name, func(b *testing.B) {
			r := NewReader()
			r.Select(bench.names)
			body := bytes.NewReader(nil)
			b.SetBytes(int64(len(bench.body)))
			b.ReportAllocs()
			var identity []byte
			rows := 0
			for b.Loop() {
				body.Reset(bench.body)
				if err := r.Reset(body); err != nil {
					b.Fatal(err)
				}
				for r.Next() {
					identity = r.AppendRaw(identity[:0], 1, len(bench.names))
					rows++
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rows), "ns/row")
		})
	}
}

// The rows of a reply.
func BenchmarkWriter(b *testing.B) {
	for _, writer := range []struct {
		name string
		make func() *Writer
	}{
		{"minimal", func() *Writer {
			return NewWriter([]Column{{Name: "_time"}, {Name: "user"}, {Name: "src", Multi: true}, {Name: "user_agent", Multi: true}})
		}},
		{"strict", func() *Writer { return NewStrictWriter([]string{"_time", "user", "src", "user_agent"}) }},
	} {
		b.Run(writer.name, func(b *testing.B) {
			w := writer.make()
			sources := []string{"192.0.2.1", "198.51.100.1"}
			write := func() {
				w.Value("1700000000.123")
				w.Value("ann@example.com")
				w.Values(sources)
				w.Value(`Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "Chrome"/119.0`)
				w.EndRow()
			}
			write()
			b.SetBytes(int64(w.Len()))
			b.ReportAllocs()
			for b.Loop() {
				w.Reset()
				write()
			}
		})
	}
}
