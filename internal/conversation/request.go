package conversation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// The requests that splunkd makes.
const (
	actionGetinfo = "getinfo"
	actionExecute = "execute"
)

// ErrRequest is the cause of the error for a chunk that is no request, or not
// the one that is due.
var ErrRequest = errors.New("not the request that is due")

// request is the metadata of any request.
type request struct {
	Action     text            `json:"action"`
	Preview    flag            `json:"preview"`
	Finished   flag            `json:"finished"`
	SearchInfo json.RawMessage `json:"searchinfo"`
}

// readGetinfo reads the first request whole.
func (t *talk) readGetinfo() (*SearchInfo, error) {
	r, err := t.readRequest(actionGetinfo)
	if err != nil {
		return nil, err
	}
	if err := t.skipBody(); err != nil {
		return nil, err
	}
	return newSearchInfo(r), nil
}

// readExecute reads an execute request up to its body.
func (t *talk) readExecute() (last bool, err error) {
	r, err := t.readRequest(actionExecute)
	if err != nil {
		return false, err
	}
	return bool(r.Finished), nil
}

func (t *talk) readRequest(due string) (*request, error) {
	metadata, _, err := t.requests.Next()
	if err == io.EOF {
		return nil, errHungUp
	}
	if err != nil {
		return nil, err
	}
	r, err := parseRequest(metadata, due)
	if err != nil {
		if broken := t.skipBody(); broken != nil {
			return nil, broken
		}
		return nil, err
	}
	return r, nil
}

// parseRequest reads metadata of any key order, with keys missing or unknown.
// Errors never quote it: it holds the session key.
func parseRequest(metadata []byte, due string) (*request, error) {
	if !bytes.HasPrefix(bytes.TrimLeft(metadata, " \t\r\n"), []byte("{")) {
		return nil, fmt.Errorf("%s request: metadata is no JSON object: %w", due, ErrRequest)
	}
	var r request
	if err := json.Unmarshal(metadata, &r); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return nil, fmt.Errorf("%s request: metadata is no JSON from byte %d on: %w", due, syntax.Offset, ErrRequest)
		}
		return nil, fmt.Errorf("%s request: metadata is no JSON: %w", due, ErrRequest)
	}
	if r.Action != "" && string(r.Action) != due {
		return nil, fmt.Errorf("%s request: action is %q: %w", due, oneLine(string(r.Action)), ErrRequest)
	}
	return &r, nil
}
