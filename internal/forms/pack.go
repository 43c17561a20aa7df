package forms

import (
	"archive/zip"
	"bytes"
	"compress/gzip"

	"github.com/klauspost/compress/zstd"
)

// Packing is one way to pack a file.
type Packing struct {
	Name string
	Pack func(name string, content []byte) []byte
	// Inside is what follows the file's name in the label of its content.
	Inside func(name string) string
}

// Packings lists the ways, some of them within others.
func Packings() []Packing {
	itself := func(string) string { return "" }
	member := func(name string) string { return "!logs/" + name }
	return []Packing{
		{"gzip", func(_ string, b []byte) []byte { return Gzip(b) }, itself},
		{"gzip in two members", func(_ string, b []byte) []byte {
			return append(Gzip(b[:len(b)/2]), Gzip(b[len(b)/2:])...)
		}, itself},
		{"zstd", func(_ string, b []byte) []byte { return Zstd(b) }, itself},
		{"zip", Zip, member},
		{"gzip within zip", func(name string, b []byte) []byte { return Zip(name, Gzip(b)) }, member},
		{"zip within gzip", func(name string, b []byte) []byte { return Gzip(Zip(name, b)) }, member},
		{"gzip within zstd", func(_ string, b []byte) []byte { return Zstd(Gzip(b)) }, itself},
	}
}

// Gzip packs with gzip.
func Gzip(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(b)
	must(err)
	must(w.Close())
	return out.Bytes()
}

// Zstd packs with zstd.
func Zstd(b []byte) []byte {
	w, err := zstd.NewWriter(nil)
	must(err)
	return w.EncodeAll(b, nil)
}

// Zip packs an archive with one folder, one file in it, and what macOS adds.
func Zip(name string, b []byte) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, member := range []struct {
		name    string
		content []byte
	}{
		{"logs/", nil}, {"logs/" + name, b}, {"__MACOSX/logs/._" + name, []byte{0, 5, 22, 7}},
	} {
		f, err := w.Create(member.name)
		must(err)
		_, err = f.Write(member.content)
		must(err)
	}
	must(w.Close())
	return out.Bytes()
}
