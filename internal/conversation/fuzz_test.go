package conversation

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/chunk"
)

// FuzzServe: whatever arrives, in whatever pieces, the replies are chunks, at
// most one per request and one for the fault, and none follows the last; a
// broken protocol is told to splunkd as well as to the caller.
func FuzzServe(f *testing.F) {
	f.Add([]byte(""))
	f.Add([]byte(oneRow))
	f.Add([]byte(onePreview))
	f.Add([]byte(oneRow + oneRow))
	f.Add([]byte(oneRow[:60]))                                          // ends inside metadata
	f.Add([]byte("chunked 1.0,-1,0\n"))                                 // negative length
	f.Add([]byte("chunked 1.0,1,0\n{chunked 1.0,1,0\n}"))               // no JSON
	f.Add([]byte("chunked 1.0,20,5\n{\"action\":\"getinfo\"}a\n\"b\n")) // body where none is due
	f.Add([]byte("chunked 1.0,2,0\n{}chunked 1.0,2,4\n{}a\n\"bchunked 1.0,2,0\n{}"))
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, toy := range []string{"count", "pass", "fail"} {
			var whole, pieces bytes.Buffer
			err := Serve(bytes.NewReader(in), &whole, toys[toy])
			again := Serve(iotest.OneByteReader(bytes.NewReader(in)), &pieces, toys[toy])
			require.Equal(t, whole.String(), pieces.String())
			require.Equal(t, err, again)

			requests := strings.Count(string(in), "chunked")
			replies, last := 0, map[string]any(nil)
			for r := chunk.NewReader(&whole); ; replies++ {
				metadata, _, err := r.Next()
				if err == io.EOF {
					break
				}
				require.NoError(t, err)
				require.NotEqual(t, true, last["finished"], "nothing follows the last reply")
				last = nil
				require.NoError(t, json.Unmarshal(metadata, &last))
			}
			if err == nil {
				require.LessOrEqual(t, replies, requests)
			} else {
				require.LessOrEqual(t, replies, requests+1)
				require.NotEmpty(t, last["error"])
			}
		}
	})
}
