package conversation

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/chunk"
)

// TestScripts holds the conversations below testdata and compares them as
// text. A script names a toy and what splunkd sends, a line each:
//
//	getinfo [arg ...]     the usual getinfo
//	execute [last]        a request; the lines that follow are its body
//	{...}                 a request with this metadata, and the same
//	raw "..."             these bytes, a chunk or not
//	stop reading          writes fail from here on
//
// The trace has a line per frame, S for splunkd and C for the command, with the
// lengths of metadata and body and then the body, indented. After a script
// changed, -rewrite writes the traces anew.
func TestScripts(t *testing.T) {
	datadriven.Walk(t, "testdata/scripts", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			require.Equal(t, "serve", d.Cmd)
			require.Len(t, d.CmdArgs, 1)
			cmd, ok := toys[d.CmdArgs[0].Key]
			require.True(t, ok, "no toy of this name")
			steps, err := parseScript(d.Input)
			require.NoError(t, err)

			whole := converse(cmd, steps, 1<<20)
			require.Equal(t, whole, converse(cmd, steps, 1), "the pieces in which bytes arrive must not matter")
			return whole
		})
	})
}

// TestScriptsWatch makes sure that the harness sees what it is there to see.
func TestScriptsWatch(t *testing.T) {
	steps, err := parseScript("getinfo\nexecute last\nuser")
	require.NoError(t, err)

	p := &peer{steps: steps, piece: 5}
	_, _ = p.Read(make([]byte, 5))
	_, _ = p.Write([]byte("chunked 1.0,2,0\n{}"))
	require.Contains(t, p.log.String(), "! replied before the request was read")

	p = &peer{steps: steps, piece: 1 << 20}
	_, _ = io.Copy(io.Discard, p)
	require.Contains(t, p.log.String(), "! read on without a reply")
}

// step is what splunkd does next.
type step struct {
	label string
	bytes []byte
	raw   bool // not known to be a request, so no reply is due
	stop  bool
}

func parseScript(script string) (steps []step, err error) {
	var body []string
	var label, metadata string
	flush := func() {
		if metadata == "" {
			return
		}
		var b bytes.Buffer
		text := ""
		if len(body) > 0 {
			text = strings.Join(body, "\n") + "\n"
		}
		_ = chunk.NewWriter(&b).WriteChunk([]byte(metadata), []byte(text))
		steps = append(steps, step{label: label, bytes: b.Bytes()})
		metadata, body = "", nil
	}
	for line := range strings.Lines(script) {
		line = strings.TrimSuffix(line, "\n")
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case word == "getinfo":
			flush()
			label = line
			metadata = fmt.Sprintf(`{"action":"getinfo","preview":false,"searchinfo":{"args":[%s],"session_key":"hush"}}`,
				strings.Trim(strings.ReplaceAll(fmt.Sprintf("%q", strings.Fields(rest)), `" "`, `","`), "[]"))
		case word == "execute":
			flush()
			label = line
			metadata = fmt.Sprintf(`{"action":"execute","finished":%t}`, rest == "last")
		case strings.HasPrefix(line, "{"):
			flush()
			label, metadata = line, line
		case word == "raw":
			flush()
			text, err := strconv.Unquote(rest)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", line, err)
			}
			steps = append(steps, step{label: line, bytes: []byte(text), raw: true})
		case line == "stop reading":
			flush()
			steps = append(steps, step{label: line, stop: true})
		default:
			body = append(body, line)
		}
	}
	flush()
	return steps, nil
}

// peer is splunkd at both ends of the command, in lock-step.
type peer struct {
	steps   []step
	piece   int // the most bytes one Read gives
	rest    []byte
	owed    bool // a reply is due before the next request
	raw     bool
	stopped bool
	over    bool // the last reply was sent
	log     strings.Builder
}

func converse(cmd Command, steps []step, piece int) string {
	p := &peer{steps: steps, piece: piece}
	err := Serve(p, p, cmd)
	if err == nil {
		return p.log.String() + "end: ok\n"
	}
	return p.log.String() + fmt.Sprintf("end: %v\n", err)
}

func (p *peer) Read(b []byte) (int, error) {
	for len(p.rest) == 0 {
		if p.owed && !p.over {
			p.log.WriteString("! read on without a reply\n")
			return 0, errors.New("deadlock")
		}
		if len(p.steps) == 0 {
			return 0, io.EOF
		}
		s := p.steps[0]
		p.steps = p.steps[1:]
		p.stopped = p.stopped || s.stop
		p.rest, p.owed, p.raw = s.bytes, !s.raw && !s.stop, s.raw
		fmt.Fprintf(&p.log, "S %s\n", s.label)
	}
	n := copy(b[:min(len(b), p.piece)], p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

func (p *peer) Write(b []byte) (int, error) {
	if len(p.rest) > 0 && !p.raw {
		p.log.WriteString("! replied before the request was read\n")
	}
	if p.stopped {
		return 0, fmt.Errorf("write: %w", syscall.EPIPE)
	}
	p.owed = false
	r := chunk.NewReader(bytes.NewReader(b))
	metadata, size, err := r.Next()
	if err != nil {
		fmt.Fprintf(&p.log, "! %v\n", err)
		return len(b), nil
	}
	p.over = bytes.Contains(metadata, []byte(`"finished":true`))
	fmt.Fprintf(&p.log, "C %d,%d %s\n", len(metadata), size, metadata)
	body, _ := io.ReadAll(r)
	for line := range bytes.Lines(body) {
		fmt.Fprintf(&p.log, "  %s\n", bytes.TrimSuffix(line, []byte("\n")))
	}
	if _, _, err := r.Next(); err != io.EOF {
		fmt.Fprintf(&p.log, "! more than one chunk in a write: %v\n", err)
	}
	return len(b), nil
}
