package faults

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// frames are requests that are none. They stand where one is due: the first,
// the second, or the last. The requests behind them are sent, too.
var frames = []struct{ fault, bytes, says string }{
	{"no chunk", "GET / HTTP/1.1\r\n\r\n", "invalid header"},
	{"another version", "chunked 2.0,2,0\n{}", "invalid header"},
	{"a blank line", "\nchunked 1.0,2,0\n{}", "invalid header"},
	{"a header without end", "chunked 1.0," + strings.Repeat("1", 1_000_000), "invalid header"},
	{"NUL bytes", strings.Repeat("\x00", 100_000), "invalid header"},
	{"a length that is no number", "chunked 1.0,2x,0\n{}", "invalid length"},
	{"a length below nothing", "chunked 1.0,2,-1\n{}", "invalid length"},
	{"a length beyond the limit", "chunked 1.0,2,1073741825\n{}", "length above the limit"},
	{"a length beyond all numbers", "chunked 1.0,99999999999999999999999,0\n{}", "length above the limit"},
	{"metadata beyond the limit", "chunked 1.0,67108865,0\n", "length above the limit"},
	{"metadata that is no JSON", request("action=execute", ""), "metadata is no JSON object"},
	{"metadata that is XML", request("<a/>", ""), "metadata is no JSON object"},
	{"metadata of another length", "chunked 1.0,10,0\n{\"action\":\"execute\"}", "no JSON"},
	{"metadata that is a list", request("[]", ""), "metadata is no JSON object"},
	{"metadata that is null", request("null", ""), "metadata is no JSON object"},
	{"no metadata", request("", ""), "metadata is no JSON object"},
	{"metadata that ends early", request(`{"action":"exec`, ""), "metadata is no JSON"},
	{"metadata nested deeply", request(`{"a":`+strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)+`}`, ""), "metadata is no JSON"},
	{"another action", request(`{"action":"destroy"}`, usualHeader), `action is "destroy"`},
}

func request(metadata, body string) string { return string(chunked(metadata, body)) }

func TestFrames(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*load{"small": small(), "spilling": spilling()} {
		requests := l.requests("")
		for i, row := range frames {
			for _, at := range []int{0, 1, len(requests) - 1} {
				if name == "spilling" && (at < 2 || i > 2) && !*exhaustive {
					continue
				}
				t.Run(fmt.Sprintf("%s, %s, request %d", name, row.fault, at), func(t *testing.T) {
					t.Parallel()
					p := start(t, setting{})
					for _, r := range requests[:at] {
						_, ok := p.ask(r)
						require.True(t, ok)
					}
					go func() {
						p.send([]byte(row.bytes))
						p.send(bytes.Join(requests[at:], nil))
						_ = p.stdin.Close()
					}()
					requireBroken(t, p.read(), row.says)
				})
			}
		}
	}
}

// lies are bodies whose length is not what the header says.
func TestBodyLies(t *testing.T) {
	t.Parallel()
	l := small()
	requests := l.requests("")
	for _, lie := range []int{-1000, -100, -1, 1, 10, 100, 1000, 1 << 29} {
		for at := 1; at < len(requests)-1; at++ {
			t.Run(fmt.Sprintf("request %d, %+d bytes", at, lie), func(t *testing.T) {
				t.Parallel()
				body := l.bodies[at-1]
				metadata := `{"action":"execute","finished":false}`
				lying := fmt.Appendf(nil, "chunked 1.0,%d,%d\n%s%s", len(metadata), len(body)+lie, metadata, body)
				p := start(t, setting{})
				go func() {
					p.send(slices.Concat(slices.Concat(requests[:at]...), lying, slices.Concat(requests[at+1:]...)))
					_ = p.stdin.Close()
				}()
				requireBrokenOrRefused(t, p.read())
			})
		}
	}
	// Behind a last body that is longer than it says, nothing is read.
	t.Run("last request, more bytes", func(t *testing.T) {
		t.Parallel()
		want := calm(t, l)
		p := start(t, setting{})
		requests := l.requests(p.dispatch)
		requests[len(requests)-1] = append(requests[len(requests)-1], "1700000000,\"user-000001@example.com\",\"203.0.113.1\",,,\n"...)
		requireSame(t, want, talk(p, requests))
	})
}

// What looks like rows to the one may look like a broken row to the other: a
// lie is found out in one way or the other.
func requireBrokenOrRefused(t *testing.T, got outcome) {
	t.Helper()
	if got.code == 0 {
		requireRefused(t, got)
		return
	}
	requireBroken(t, got)
}

// Large metadata is read, if there is room for it.
func TestHugeMetadata(t *testing.T) {
	t.Parallel()
	l := small()
	want := calm(t, l)
	p := start(t, setting{})
	requests := l.requests(p.dispatch)
	huge := strings.Repeat("x", either(60<<20, 4<<20))
	requests[0] = bytes.Replace(getinfo(p.dispatch, l.args...), []byte(`"sid":"`), []byte(`"sid":"`+huge), 1)
	_, rest, _ := bytes.Cut(requests[0], []byte("\n"))
	requests[0] = chunked(string(rest), "")
	requests[1] = chunked(`{"novelty":"`+huge+`","action":"execute","finished":false}`, l.bodies[0])
	requireSame(t, want, talk(p, requests))
}

// Requests out of turn.
func TestOutOfTurn(t *testing.T) {
	t.Parallel()
	l := small()
	requests := l.requests("")
	for name, order := range map[string][][]byte{
		"execute first": requests[1:],
		"getinfo twice": slices.Concat(requests[:1], requests[:1], requests[1:]),
		"getinfo later": slices.Concat(requests[:3], requests[:1], requests[3:]),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireBroken(t, talk(start(t, setting{}), order), "action is ")
		})
	}
	want := calm(t, l)
	for name, more := range map[string][]byte{
		"the last request twice":       requests[len(requests)-1],
		"more rows after the last":     execute(false, l.bodies[0]),
		"getinfo after the last":       requests[0],
		"no request after the last":    []byte("\x00"),
		"a megabyte after the last":    bytes.Repeat([]byte("x\n"), 500_000),
		"half a request after the end": requests[1][:100],
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireSame(t, want, talk(start(t, setting{}), slices.Concat(requests, [][]byte{more})))
			p := start(t, setting{}) // all in one piece
			go func() {
				p.send(slices.Concat(slices.Concat(requests...), more))
				_ = p.stdin.Close()
			}()
			requireSame(t, want, p.read())
		})
	}
}

// Splunkd does not hang up: the command waits a few seconds for that, then
// goes by itself.
func TestNoHangUp(t *testing.T) {
	t.Parallel()
	want := calm(t, small())
	p := start(t, setting{})
	for _, r := range small().requests(p.dispatch) {
		_, ok := p.ask(r)
		require.True(t, ok)
	}
	began := time.Now()
	got := p.read()
	require.Zero(t, got.code)
	require.Empty(t, got.stderr)
	require.True(t, want.stdout == got.stdout)
	require.Greater(t, time.Since(began), time.Second)
}
