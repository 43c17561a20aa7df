package main

import (
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPicturesAreThoseInTheApp fails when a drawing changed and "make icons"
// was not run. Floating point may differ a little between processors.
func TestPicturesAreThoseInTheApp(t *testing.T) {
	for _, p := range pictures {
		file, err := os.Open(filepath.Join("../../../app/static", p.file))
		require.NoError(t, err)
		defer file.Close()
		got, err := png.Decode(file)
		require.NoError(t, err)
		want := p.draw()
		require.Equal(t, want.Bounds(), got.Bounds(), p.file)
		for y := range want.Bounds().Dy() {
			for x := range want.Bounds().Dx() {
				w, g := want.NRGBAAt(x, y), color.NRGBAModel.Convert(got.At(x, y)).(color.NRGBA)
				if !near(w.R, g.R) || !near(w.G, g.G) || !near(w.B, g.B) || !near(w.A, g.A) {
					t.Fatalf("%s at %d,%d: drawn %v, in the app %v: run make icons", p.file, x, y, w, g)
				}
			}
		}
	}
}

// near says whether two parts of a color differ by no more than rounding does.
func near(a, b uint8) bool { return max(a, b)-min(a, b) <= 2 }

func TestRunWritesEveryPicture(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, run(dir))
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, len(pictures))
	require.Error(t, run(filepath.Join(dir, "missing")))
}

func TestShapes(t *testing.T) {
	box := bar(0, 0, 10, 4, 1)
	for _, test := range []struct {
		name  string
		shape shape
		x, y  float64
		want  float64
	}{
		{"middle of a bar", box, 5, 2, -2},
		{"edge of a bar", box, 10, 2, 0},
		{"right of a bar", box, 13, 2, 3},
		{"end of a line", line(0, 0, 3, 0, 2), 5, 0, 1},
		{"beside a line", line(0, 0, 3, 0, 2), 1, 4, 3},
		{"beside a dot", line(0, 0, 0, 0, 2), 3, 4, 4},
		{"nearer of two", union(box, line(20, 2, 20, 2, 2)), 17, 2, 2},
		{"outside one of two", both(box, bar(8, 0, 20, 4, 0)), 5, 2, 3},
		{"moved", moved(box, 1, 0), 11, 2, 0},
	} {
		require.InDelta(t, test.want, test.shape(test.x, test.y), 1e-9, test.name)
	}
}

func TestEveryLetterOfTheNameIsDrawn(t *testing.T) {
	for _, r := range "concurrentsessions" {
		require.Contains(t, letters, r, string(r))
	}
}
