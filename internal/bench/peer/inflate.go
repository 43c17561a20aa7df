package peer

import (
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

// Inflate decompresses, and prints how many bytes came out.
func Inflate(in io.Reader, out io.Writer) error {
	r, err := gzip.NewReader(in)
	if err != nil {
		return err
	}
	n, err := io.Copy(io.Discard, r)
	if err == nil {
		_, err = fmt.Fprintln(out, n)
	}
	return err
}
