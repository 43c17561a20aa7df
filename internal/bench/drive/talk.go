package drive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"concurrentsessions/internal/chunk"
)

// Talk plays splunkd to a search command, one request and one reply at a time,
// and gives the body of each reply to read. Unlike package splunkd it holds no
// rows and looks at as little as it can.
func Talk(ctx context.Context, p Program, args []string, requests iter.Seq2[Request, error], read func(body io.Reader) error) (Usage, error) {
	dir, err := os.MkdirTemp("", "dispatch")
	if err != nil {
		return Usage{}, err
	}
	defer os.RemoveAll(dir)
	r, err := start(ctx, p)
	if err != nil {
		return Usage{}, err
	}
	talking := r.talk(getinfo(args, dir), requests, read)
	if talking != nil {
		// It may wait for a request that does not come, or still speak.
		_ = r.cmd.Process.Kill()
	}
	usage, err := r.end()
	return usage, errors.Join(talking, err)
}

func (r *run) talk(getinfo []byte, requests iter.Seq2[Request, error], read func(io.Reader) error) error {
	replies := chunk.NewReader(r.stdout)
	if _, err := r.stdin.Write(getinfo); err != nil {
		return fmt.Errorf("send getinfo: %w", err)
	}
	if err := reply(replies, io.Discard); err != nil {
		return fmt.Errorf("reply to getinfo: %w", err)
	}
	n := 0
	for request, err := range requests {
		if err != nil {
			return err
		}
		n++
		for _, piece := range request {
			if _, err := r.stdin.Write(piece); err != nil {
				return fmt.Errorf("request %d: %w", n, err)
			}
		}
		if err := metadata(replies); err != nil {
			return fmt.Errorf("reply %d: %w", n, err)
		}
		if err := read(replies); err != nil {
			return fmt.Errorf("reply %d: %w", n, err)
		}
	}
	return nil
}

// metadata reads a reply up to its body, and says what error it tells.
func metadata(replies *chunk.Reader) error {
	text, _, err := replies.Next()
	if err != nil {
		return err
	}
	var said struct{ Error string }
	if err := json.Unmarshal(text, &said); err != nil {
		return fmt.Errorf("metadata %q: %w", text, err)
	}
	if said.Error != "" {
		return errors.New(said.Error)
	}
	return nil
}

func reply(replies *chunk.Reader, w io.Writer) error {
	if err := metadata(replies); err != nil {
		return err
	}
	_, err := io.Copy(w, replies)
	return err
}
