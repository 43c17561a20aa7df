package peer

import (
	"bufio"
	"fmt"
	"io"

	"github.com/tidwall/gjson"
)

const longestLine = 16 << 20

// Walk visits each event once with gjson, all members of it and of userIdentity,
// and takes the paths that the search for CloudTrail's sessions reads. It prints
// how many events there were and how long these values are.
func Walk(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 1<<20), longestLine)
	var events, size int
	for lines.Scan() {
		events++
		gjson.ParseBytes(lines.Bytes()).ForEach(func(key, value gjson.Result) bool {
			switch key.Str {
			case "eventTime", "eventName", "eventSource", "sourceIPAddress", "userAgent",
				"awsRegion", "recipientAccountId", "errorCode", "eventID":
				size += len(value.Str)
			case "userIdentity":
				value.ForEach(func(key, value gjson.Result) bool {
					switch key.Str {
					case "arn", "accessKeyId", "principalId", "accountId":
						size += len(value.Str)
					}
					return true
				})
			}
			return true
		})
	}
	if _, err := fmt.Fprintln(out, events, size); err != nil {
		return err
	}
	return lines.Err()
}
