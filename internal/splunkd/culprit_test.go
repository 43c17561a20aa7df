package splunkd

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/chunk"
)

// culprit is a command that breaks the protocol in one way. What it writes is
// raw; what is empty is as it should be.
type culprit struct {
	getinfo string // reply to getinfo
	execute string // reply to an execute request that is not the last
	last    string // reply to the last one
	early   bool   // replies to getinfo once it has seen its first byte
	linger  bool   // stays for ever after the hang-up
	mute    bool   // does not reply to execute
	leave   bool   // exits instead of replying to execute
	stderr  string
	code    int

	cause error  // what the fake must say
	where string // and of which place
}

const (
	first  = "reply to execute 1"
	second = "reply to execute 2"
)

// whole is a well-formed chunk.
func whole(metadata, body string) string {
	return fmt.Sprintf("chunked 1.0,%d,%d\n%s%s", len(metadata), len(body), metadata, body)
}

var culprits = map[string]culprit{
	// Section by section what a strict splunkd looks at.
	"replies early":           {early: true, cause: ErrEarly, where: "reply to getinfo"},
	"newline after metadata":  {execute: whole(`{"finished":false}`, "") + "\n", cause: ErrSurplus, where: second},
	"longer than declared":    {last: whole(`{"finished":true}`, "n\n1\n") + "2\n", cause: ErrSurplus, where: "exit"},
	"second reply":            {execute: whole(`{"finished":false}`, "") + whole(`{"finished":false}`, ""), cause: ErrSurplus, where: second},
	"second getinfo reply":    {getinfo: strings.Repeat(whole(`{"type":"reporting"}`, ""), 2), cause: ErrSurplus, where: first},
	"reply after the last":    {last: whole(`{"finished":true}`, "") + whole(`{"finished":true}`, ""), cause: ErrSurplus, where: "exit"},
	"speaks on stderr":        {stderr: "starting\n", cause: ErrStderr, where: "exit"},
	"exit code":               {code: 3, cause: ErrExit, where: "exit"},
	"finished too soon":       {execute: whole(`{"finished":true}`, ""), cause: ErrFinished, where: first},
	"not finished":            {last: whole(`{"finished":false}`, ""), cause: ErrFinished, where: second},
	"finished missing":        {execute: whole(`{}`, ""), cause: ErrFinished, where: first},
	"finished at getinfo":     {getinfo: whole(`{"type":"reporting","finished":false}`, ""), cause: ErrFinished, where: "reply to getinfo"},
	"error not finished":      {execute: whole(`{"finished":false,"error":"x"}`, ""), cause: ErrFinished, where: first},
	"short row":               {last: whole(`{"finished":true}`, "a,b\n1\n"), cause: ErrBody, where: second},
	"long row":                {last: whole(`{"finished":true}`, "a,b\n1,2,3\n"), cause: ErrBody, where: second},
	"no final line end":       {last: whole(`{"finished":true}`, "a\n1"), cause: ErrBody, where: second},
	"open quote":              {last: whole(`{"finished":true}`, "a\n\"1\n"), cause: ErrBody, where: second},
	"open quote in header":    {last: whole(`{"finished":true}`, "\"a\n"), cause: ErrBody, where: second},
	"column given twice":      {last: whole(`{"finished":true}`, "a,a\n1,2\n"), cause: ErrBody, where: second},
	"values without a column": {last: whole(`{"finished":true}`, "a,__mv_b\n1,\n"), cause: ErrBody, where: second},
	"broken values":           {last: whole(`{"finished":true}`, "a,__mv_a\n1,$1\n"), cause: ErrBody, where: second},
	"getinfo with a body":     {getinfo: whole(`{"type":"reporting"}`, "a\n"), cause: ErrBody, where: "reply to getinfo"},

	// Frames.
	"banner":               {getinfo: "hello\n" + whole(`{"type":"reporting"}`, ""), cause: ErrFrame, where: "reply to getinfo"},
	"blank line first":     {getinfo: "\n" + whole(`{"type":"reporting"}`, ""), cause: ErrFrame, where: "reply to getinfo"},
	"carriage return":      {getinfo: "chunked 1.0,20,0\r\n" + `{"type":"reporting"}`, cause: ErrFrame, where: "reply to getinfo"},
	"no line end":          {getinfo: strings.Repeat("x", 100), cause: ErrFrame, where: "reply to getinfo"},
	"no metadata":          {execute: whole("", ""), cause: ErrFrame, where: first},
	"length beyond reason": {execute: "chunked 1.0,18,9999999999\n", cause: ErrFrame, where: first},
	"reply cut short":      {last: "chunked 1.0,17,100\n{\"finished\":true}", leave: true, cause: ErrEnded, where: second},
	"leaves":               {leave: true, code: 2, cause: ErrEnded, where: first},
	"no reply":             {mute: true, cause: ErrTimeout, where: first},
	"does not exit":        {linger: true, cause: ErrTimeout, where: "exit"},

	// Metadata.
	"no JSON":             {execute: whole(`finished`, ""), cause: ErrMetadata, where: first},
	"half JSON":           {execute: whole(`{"finished":`, ""), cause: ErrMetadata, where: first},
	"no object":           {execute: whole(`[true]`, ""), cause: ErrMetadata, where: first},
	"newline in metadata": {execute: whole("{\"finished\":false}\n", ""), cause: ErrMetadata, where: first},
	"wrong type of value": {execute: whole(`{"finished":"false"}`, ""), cause: ErrMetadata, where: first},
	"partial":             {execute: whole(`{"finished":false,"partial":true}`, ""), cause: ErrMetadata, where: first},
	"key given twice":     {execute: whole(`{"finished":false,"finished":false}`, ""), cause: ErrMetadata, where: first},
	"maxinputs":           {getinfo: whole(`{"type":"reporting","maxinputs":0}`, ""), cause: ErrMetadata, where: "reply to getinfo"},
	"unknown type":        {getinfo: whole(`{"type":"eventing"}`, ""), cause: ErrMetadata, where: "reply to getinfo"},
	"generating":          {getinfo: whole(`{"generating":true}`, ""), cause: ErrMetadata, where: "reply to getinfo"},
	"inspector too late":  {last: whole(`{"finished":true,"error":"x","inspector":{"messages":[]}}`, ""), cause: ErrMetadata, where: second},
	"level":               {last: whole(`{"inspector":{"messages":[["NOTE","x"]]},"finished":true}`, ""), cause: ErrMessage, where: second},
	"two lines":           {last: whole(`{"inspector":{"messages":[["INFO","x\ny"]]},"finished":true}`, ""), cause: ErrMessage, where: second},
	"repetition":          {last: whole(`{"inspector":{"messages":[["INFO","x"],["WARN","x"]]},"finished":true}`, ""), cause: ErrMessage, where: second},
	"no list of messages": {last: whole(`{"inspector":{"messages":{}},"finished":true}`, ""), cause: ErrMessage, where: second},
	"error without text":  {last: whole(`{"finished":true,"error":" "}`, ""), cause: ErrMessage, where: second},
	"repetition later": {
		execute: whole(`{"inspector":{"messages":[["INFO","x"]]},"finished":false}`, ""),
		last:    whole(`{"inspector":{"messages":[["INFO","x"]]},"finished":true}`, ""), cause: ErrMessage, where: second,
	},

	// Rows that stem from no row of the request, and secrets.
	"index of another chunk": {
		getinfo: whole(`{"type":"stateful","required_fields":["user"]}`, ""),
		execute: whole(`{"finished":false}`, "_chunked_idx\n2\n"), cause: ErrIndex, where: first,
	},
	"index is no number": {
		getinfo: whole(`{"type":"stateful","required_fields":["user"]}`, ""),
		execute: whole(`{"finished":false}`, "_chunked_idx\nx\n"), cause: ErrIndex, where: first,
	},
	"key in metadata": {last: whole(`{"finished":true,"error":"`+sessionKey+`"}`, ""), cause: ErrSecret, where: second},
	"key in body":     {last: whole(`{"finished":true}`, "a\n"+sessionKey+"\n"), cause: ErrSecret, where: second},
}

// misbehave is what the process does.
func (c *culprit) misbehave(stdin io.Reader, stdout, stderr io.Writer) (code int) {
	_, _ = io.WriteString(stderr, c.stderr)
	in := bufio.NewReader(stdin)
	requests := chunk.NewReader(in)
	for n := 0; ; n++ {
		if n == 0 && c.early {
			_, _ = in.Peek(1)
			_, _ = io.WriteString(stdout, whole(`{"type":"reporting"}`, ""))
		}
		metadata, _, err := requests.Next()
		if err != nil {
			break
		}
		_, _ = io.Copy(io.Discard, requests)
		last := strings.Contains(string(metadata), `"finished":true`)
		reply := or(c.execute, whole(`{"finished":false}`, ""))
		switch {
		case n == 0:
			reply = or(c.getinfo, whole(`{"type":"reporting","required_fields":["user"]}`, ""))
		case last:
			reply = or(c.last, whole(`{"finished":true}`, ""))
		}
		if c.mute && n > 0 {
			continue
		}
		if c.leave && n > 0 && (c.last == "" || last) {
			_, _ = io.WriteString(stdout, c.last)
			return c.code
		}
		_, _ = io.WriteString(stdout, reply)
	}
	if c.linger {
		time.Sleep(time.Hour)
	}
	return c.code
}

func or(s, otherwise string) string {
	if s != "" {
		return s
	}
	return otherwise
}

// users is an input of three rows.
func users() Table {
	return Table{
		Columns: []string{"user", "src", "roles"},
		Rows: [][][]string{
			{{"ada"}, {"192.0.2.1"}, {"admin", "us$r"}},
			{{"bob"}, nil, nil},
			{{"eve"}, {"2001:db8::1"}, {"user"}},
		},
	}
}

// TestCulprits: each way to break the protocol is caught, and named.
func TestCulprits(t *testing.T) {
	t.Parallel()
	for name, c := range culprits {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := against(name)
			s.Input = users()
			s.ChunkRows = 2
			if !strings.Contains(c.getinfo, "stateful") {
				s.Chunking.Last = LastWithRows
			}
			if c.cause == ErrTimeout {
				s.Timeout = 3 * time.Second
			}
			if c.early {
				s.Hold = time.Minute // or until something arrives
			}
			result, err := s.Run(t.Context())
			var v *Violation
			require.ErrorAs(t, err, &v)
			require.ErrorIs(t, v, c.cause)
			require.Equal(t, c.where, v.Where)
			require.NotContains(t, err.Error(), sessionKey)
			require.NotNil(t, result)
			if c.code != 0 {
				require.Equal(t, c.code, result.ExitCode)
			}
			require.Equal(t, c.stderr, result.Stderr)
		})
	}
}

// TestCulpritBehaves makes sure that the culprits are caught for what is wrong
// with each: one with nothing wrong is not.
func TestCulpritBehaves(t *testing.T) {
	var out strings.Builder
	code := (&culprit{}).misbehave(strings.NewReader(whole(`{"action":"getinfo"}`, "")+whole(`{"finished":true}`, "")), &out, io.Discard)
	require.Zero(t, code)
	require.Equal(t, whole(`{"type":"reporting","required_fields":["user"]}`, "")+whole(`{"finished":true}`, ""), out.String())
}

func TestNoBinary(t *testing.T) {
	_, err := (&Search{Binary: filepath.Join(t.TempDir(), "none")}).Run(t.Context())
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "start the command")
}
