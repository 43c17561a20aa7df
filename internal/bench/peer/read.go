package peer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"concurrentsessions/internal/chunk"
)

// pieceSize is what is read and counted at once.
const pieceSize = 256 << 10

// Read is a search command that reads the frames and counts line ends and
// commas. Its last reply has both counts, as a row.
func Read(in io.Reader, out io.Writer) error {
	reader, writer := chunk.NewReader(in), chunk.NewWriter(out)
	piece := make([]byte, pieceSize)
	var lines, commas int
	for {
		text, _, err := reader.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		var request struct {
			Action   string
			Finished bool
		}
		if err := json.Unmarshal(text, &request); err != nil {
			return fmt.Errorf("metadata: %w", err)
		}
		for err == nil {
			var n int
			n, err = reader.Read(piece)
			lines += bytes.Count(piece[:n], []byte("\n"))
			commas += bytes.Count(piece[:n], []byte(","))
		}
		if err != io.EOF {
			return err
		}
		metadata, body := fmt.Appendf(nil, `{"finished":%t}`, request.Finished), []byte(nil)
		switch {
		case request.Action == "getinfo":
			metadata = []byte(`{"type":"reporting"}`)
		case request.Finished:
			body = fmt.Appendf(nil, "lines,commas\n%d,%d\n", lines, commas)
		}
		if err := writer.WriteChunk(metadata, body); err != nil {
			return err
		}
	}
}
