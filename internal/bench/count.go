package main

import (
	"bytes"
	"io"
	"strconv"
)

// pieceSize is what is read and counted at once.
const pieceSize = 256 << 10

// rows counts the rows of CSV, and the lines of anything else.
type rows struct{ lines int }

// read counts the rows of a body; values may hold line ends.
func (r *rows) read(body io.Reader) error {
	quoted := false
	return pieces(body, func(text []byte) {
		for len(text) > 0 {
			part, rest, found := bytes.Cut(text, []byte(`"`))
			if !quoted {
				r.lines += bytes.Count(part, []byte("\n"))
			}
			quoted = quoted != found
			text = rest
		}
	})
}

// readLines counts lines.
func (r *rows) readLines(text io.Reader) error {
	return pieces(text, func(piece []byte) { r.lines += bytes.Count(piece, []byte("\n")) })
}

func pieces(in io.Reader, each func([]byte)) error {
	piece := make([]byte, pieceSize)
	for {
		n, err := in.Read(piece)
		each(piece[:n])
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// number reads a count; what is none is -1, which nothing expects.
func number(word string) int {
	n, err := strconv.Atoi(word)
	if err != nil {
		return -1
	}
	return n
}
