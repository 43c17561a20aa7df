package main

import "math"

// The letters of the app's name as strokes: a font of one height and one
// weight, on a baseline at y=0, one unit high, y growing downwards.
var letters = map[rune]struct {
	width   float64
	strokes [][]point
}{
	'c': {0.9, [][]point{arc(0.5, -0.5, 0.5, 0.5, 45, 315)}},
	'e': {0.95, [][]point{append([]point{{0.02, -0.52}, {0.98, -0.52}}, arc(0.5, -0.5, 0.5, 0.5, 0, 310)...)}},
	'i': {0.15, [][]point{{{0, 0}, {0, -1}}, {{0, -1.42}, {0, -1.42}}}},
	'n': {0.85, [][]point{{{0, 0}, {0, -1}}, append(arc(0.42, -0.58, 0.42, 0.42, 180, 0), point{0.84, 0})}},
	'o': {1, [][]point{arc(0.5, -0.5, 0.5, 0.5, 0, 360)}},
	'r': {0.5, [][]point{{{0, 0}, {0, -1}}, arc(0.42, -0.58, 0.42, 0.42, 180, 70)}},
	's': {0.72, [][]point{append(arc(0.36, -0.75, 0.34, 0.25, 40, 270), arc(0.36, -0.25, 0.36, 0.25, 90, -140)...)}},
	't': {0.5, [][]point{append([]point{{0.16, -1.38}, {0.16, -0.25}}, arc(0.41, -0.25, 0.25, 0.25, 180, 280)...), {{-0.08, -1}, {0.5, -1}}}},
	'u': {0.85, [][]point{append([]point{{0, -1}}, arc(0.42, -0.42, 0.42, 0.42, 180, 360)...), {{0.84, -1}, {0.84, 0}}}},
}

type point struct{ x, y float64 }

// arc is a piece of an ellipse from one angle to another, in degrees against
// the clock from three o'clock on.
func arc(cx, cy, rx, ry, from, to float64) []point {
	const steps = 16
	points := make([]point, 0, steps+1)
	for i := range steps + 1 {
		angle := (from + (to-from)*float64(i)/steps) * math.Pi / 180
		points = append(points, point{cx + rx*math.Cos(angle), cy - ry*math.Sin(angle)})
	}
	return points
}

// text writes a word from (x, y) on, y being the baseline; size is the height
// of a small letter.
func text(word string, x, y, size float64) shape {
	const weight, gap = 0.2, 0.36 // of the size
	var strokes []shape
	for _, r := range word {
		letter := letters[r]
		for _, stroke := range letter.strokes {
			for i := range stroke[1:] {
				a, b := stroke[i], stroke[i+1]
				strokes = append(strokes, line(x+a.x*size, y+a.y*size, x+b.x*size, y+b.y*size, weight*size))
			}
		}
		x += (letter.width + gap) * size
	}
	return union(strokes...)
}
