package main

import (
	"image"
	"image/color"
)

// A picture is one PNG file. Sizes and names are Splunk's: the icon stands in
// the list of apps (Alt: on a dark ground), the logo in the app's own bar.
type picture struct {
	file          string
	width, height float64 // in units of the drawing
	scale         float64 // pixels per unit
	layers        []layer
}

type layer struct {
	shape shape
	color color.NRGBA
}

var pictures = []picture{
	{"appIcon.png", 36, 36, 1, mark(light)},
	{"appIcon_2x.png", 36, 36, 2, mark(light)},
	{"appIconAlt.png", 36, 36, 1, mark(dark)},
	{"appIconAlt_2x.png", 36, 36, 2, mark(dark)},
	{"appLogo.png", 160, 40, 1, logo(dark)},
	{"appLogo_2x.png", 160, 40, 2, logo(dark)},
}

type palette struct{ ground, first, second, overlap, text color.NRGBA }

var (
	light = palette{
		ground:  color.NRGBA{0x14, 0x2b, 0x4d, 0xff},
		first:   color.NRGBA{0x4f, 0xc3, 0xf7, 0xff},
		second:  color.NRGBA{0xff, 0xb7, 0x4d, 0xff},
		overlap: color.NRGBA{0xff, 0x52, 0x52, 0x70},
		text:    color.NRGBA{0xff, 0xff, 0xff, 0xff},
	}
	dark = palette{
		ground:  color.NRGBA{0x2b, 0x4a, 0x7a, 0xff},
		first:   color.NRGBA{0x8a, 0xdc, 0xff, 0xff},
		second:  color.NRGBA{0xff, 0xcf, 0x85, 0xff},
		overlap: color.NRGBA{0xff, 0x6b, 0x6b, 0x90},
		text:    color.NRGBA{0xff, 0xff, 0xff, 0xff},
	}
)

// mark is the app's sign on 36 by 36 units: two sessions as lanes over time,
// and the time in which both are active.
func mark(p palette) []layer {
	ground := bar(1, 1, 35, 35, 7)
	return []layer{
		{ground, p.ground},
		{both(ground, bar(13, 0, 23, 36, 0)), p.overlap},
		{bar(5, 8, 23, 15, 3.5), p.first},
		{bar(13, 21, 31, 28, 3.5), p.second},
	}
}

// logo is the mark and the app's name on 160 by 40 units.
func logo(p palette) []layer {
	layers := make([]layer, 0, 6)
	for _, l := range mark(p) {
		layers = append(layers, layer{moved(l.shape, 2, 2), l.color})
	}
	return append(layers,
		layer{text("concurrent", 45, 17, 8.8), p.text},
		layer{text("sessions", 45, 33, 8.8), p.text})
}

// moved is a shape at another place.
func moved(s shape, dx, dy float64) shape {
	return func(x, y float64) float64 { return s(x-dx, y-dy) }
}

// draw paints the layers, the first one lowest.
func (p picture) draw() *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, int(p.width*p.scale), int(p.height*p.scale)))
	for _, l := range p.layers {
		fill(img, l.shape, l.color, p.scale)
	}
	return img
}
