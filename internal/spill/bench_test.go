package spill_test

import (
	"testing"

	"concurrentsessions/internal/spill"
)

const benchFrame = 64 << 10

func BenchmarkWrite(b *testing.B) {
	f := spill.File{Dir: b.TempDir()}
	defer f.Close()
	frame := make([]byte, benchFrame)
	b.SetBytes(benchFrame)
	b.ReportAllocs()
	for b.Loop() {
		if f.Bytes() > 256<<20 { // a file of its own for each quarter of a GB
			_ = f.Close()
			f = spill.File{Dir: b.TempDir()}
		}
		if _, err := f.Write(frame); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	const frames = 256
	f := spill.File{Dir: b.TempDir()}
	defer f.Close()
	frame := make([]byte, benchFrame)
	var places []int64
	for range frames {
		place, err := f.Write(frame)
		if err != nil {
			b.Fatal(err)
		}
		places = append(places, place)
	}
	b.SetBytes(benchFrame)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if err := f.Read(frame, places[n*97%frames]); err != nil {
			b.Fatal(err)
		}
	}
}
