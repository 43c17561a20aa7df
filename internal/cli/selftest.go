package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"concurrentsessions/internal/chunk"
	"concurrentsessions/internal/command"
	"concurrentsessions/internal/conversation"
)

type selftestCommand struct{}

// selfTests are what a program that fits its machine can do.
var selfTests = []struct {
	name string
	try  func() error
}{
	{"a search over the chunked protocol finds what it must", tryFinding},
	{"beyond its memory a search goes on in a temporary file, with the same result", trySpill},
}

// Run holds conversations as splunkd would, within the program, and says
// whether they went well.
func (selftestCommand) Run(p program, s Streams) error {
	fmt.Fprintf(s.Out, "concurrentsessions %s for %s/%s, %s\n", p.version, runtime.GOOS, runtime.GOARCH, runtime.Version())
	for _, test := range selfTests {
		if err := test.try(); err != nil {
			return fmt.Errorf("self-test: %s: %w", test.name, err)
		}
		fmt.Fprintf(s.Out, "ok  %s\n", test.name)
	}
	return nil
}

// tryFinding looks for the one of two users who is in two places at once.
func tryFinding() error {
	body, err := converse("_time,user,src\n"+
		"1700000120,avery,192.0.2.1\n1700000060.5,avery,198.51.100.1\n1700000000,avery,192.0.2.1\n"+
		"1700000060,blake,198.51.100.1\n", os.TempDir(), "by=user")
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil {
		return fmt.Errorf("the result is no CSV: %w", err)
	}
	if len(rows) != 2 {
		return fmt.Errorf("%d rows, want a header and one finding", len(rows))
	}
	for _, want := range [][2]string{
		{"_time", "1700000060.5"},
		{"user", "avery"},
		{"src_list", "192.0.2.1, 198.51.100.1"},
		{"closest_gap", "59.5"},
		{"interleaved", "true"},
		{"finding_id", "16b565c8"},
	} {
		column := slices.Index(rows[0], want[0])
		if column < 0 || !strings.HasPrefix(rows[1][column], want[1]) {
			return fmt.Errorf("%s is not %s in %q", want[0], want[1], rows[1])
		}
	}
	return nil
}

// trySpill compares a search in memory with one that has too little of it. The
// latter must fail where it has no folder: so it is known to need its file.
func trySpill() error {
	var rows strings.Builder
	rows.WriteString("_time,user,src\n")
	for i := range 100_000 {
		user, round := i%10_000, i/10_000
		net := "192.0.2"
		if user%10 == 0 && round%2 == 1 {
			net = "198.51.100"
		}
		fmt.Fprintf(&rows, "%d,user-%d,%s.%d\n", 1_700_000_000+user+40*round, user, net, user%250)
	}
	want, err := converse(rows.String(), os.TempDir(), "by=user")
	if err != nil {
		return err
	}
	const little = "memory_limit=1MB"
	nowhere := filepath.Join(os.TempDir(), "concurrentsessions-selftest", "no such folder")
	if _, err := converse(rows.String(), nowhere, "by=user", little); err == nil {
		return errors.New("the search did not go beyond its memory")
	}
	got, err := converse(rows.String(), os.TempDir(), "by=user", little)
	if err != nil {
		return err
	}
	if len(want) == 0 || !bytes.Equal(want, got) {
		return errors.New("the results differ")
	}
	return nil
}

// converse plays splunkd: a search with this dispatch directory and these
// arguments over rows, of which the result is the last reply's body.
func converse(rows, dispatch string, args ...string) ([]byte, error) {
	getinfo, err := json.Marshal(map[string]any{
		"action": "getinfo", "searchinfo": map[string]any{"args": args, "dispatch_dir": dispatch},
	})
	if err != nil {
		return nil, err
	}
	var requests, replies bytes.Buffer
	w := chunk.NewWriter(&requests)
	for _, r := range []struct{ metadata, body string }{{string(getinfo), ""}, {`{"action":"execute","finished":true}`, rows}} {
		if err := w.WriteChunk([]byte(r.metadata), []byte(r.body)); err != nil {
			return nil, err
		}
	}
	if err := conversation.Serve(&requests, &replies, command.Command{}); err != nil {
		return nil, err
	}
	r := chunk.NewReader(&replies)
	for body := []byte(nil); ; {
		metadata, _, err := r.Next()
		if err == io.EOF {
			return body, nil
		}
		if err != nil {
			return nil, err
		}
		var reply struct{ Error string }
		if err := json.Unmarshal(metadata, &reply); err != nil {
			return nil, err
		}
		if reply.Error != "" {
			return nil, errors.New(reply.Error)
		}
		if body, err = io.ReadAll(r); err != nil {
			return nil, err
		}
	}
}
