package main

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// A shape tells how far a point is from its edge, negative inside. Coverage
// of a pixel follows from the distance, so that edges are smooth at any size.
type shape func(x, y float64) float64

// bar is a rectangle from (x0, y0) to (x1, y1) with rounded corners.
func bar(x0, y0, x1, y1, radius float64) shape {
	cx, cy := (x0+x1)/2, (y0+y1)/2
	w, h := (x1-x0)/2-radius, (y1-y0)/2-radius
	return func(x, y float64) float64 {
		dx, dy := math.Abs(x-cx)-w, math.Abs(y-cy)-h
		return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - radius
	}
}

// line is a stroke between two points with round ends.
func line(x0, y0, x1, y1, width float64) shape {
	dx, dy := x1-x0, y1-y0
	length2 := dx*dx + dy*dy
	return func(x, y float64) float64 {
		t := 0.0
		if length2 > 0 {
			t = min(max(((x-x0)*dx+(y-y0)*dy)/length2, 0), 1)
		}
		return math.Hypot(x-x0-t*dx, y-y0-t*dy) - width/2
	}
}

// union is all of the shapes.
func union(shapes ...shape) shape {
	return func(x, y float64) float64 {
		d := math.Inf(1)
		for _, s := range shapes {
			d = min(d, s(x, y))
		}
		return d
	}
}

// both is where two shapes overlap.
func both(a, b shape) shape {
	return func(x, y float64) float64 { return max(a(x, y), b(x, y)) }
}

// fill paints a shape; scale is how many pixels one unit of the shape is.
func fill(img *image.NRGBA, s shape, c color.NRGBA, scale float64) {
	mask := image.NewAlpha(img.Bounds())
	for py := range img.Bounds().Dy() {
		for px := range img.Bounds().Dx() {
			d := s((float64(px)+0.5)/scale, (float64(py)+0.5)/scale) * scale
			cover := min(max(0.5-d, 0), 1)
			mask.SetAlpha(px, py, color.Alpha{A: uint8(math.Round(cover * 255))})
		}
	}
	draw.DrawMask(img, img.Bounds(), image.NewUniform(c), image.Point{}, mask, image.Point{}, draw.Over)
}
