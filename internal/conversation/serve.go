package conversation

import (
	"errors"
	"fmt"
	"io"
	"time"

	"concurrentsessions/internal/chunk"
	"concurrentsessions/internal/splunkcsv"
)

// lingerTime is how long splunkd is given to hang up after the last reply.
const lingerTime = 5 * time.Second

// Serve holds one conversation: requests come from in, each reply leaves by
// one Write to out, that of a [LongRun] perhaps by several.
//
// It returns nil when splunkd hung up between two requests or stopped reading,
// and after an error of the command, which splunkd was told. The error is a
// broken protocol; splunkd was told that too, as far as it listens. Serve may
// leave a goroutine reading from in when splunkd does not hang up in time.
func Serve(in io.Reader, out io.Writer, cmd Command) error {
	t := talk{requests: chunk.NewReader(in), replies: chunk.NewWriter(out), rows: splunkcsv.NewReader()}
	err := t.hold(cmd)
	if failed, ok := errors.AsType[*commandError](err); ok {
		err = t.refuse(failed.err)
	}
	switch {
	case err == nil:
		linger(in, lingerTime)
		return nil
	case errors.Is(err, errHungUp), stoppedReading(err):
		return nil
	}
	// The request may be half read, so splunkd may miss this reply.
	_ = t.refuse(err)
	return err
}

// errHungUp is splunkd's end of the conversation.
var errHungUp = errors.New("splunkd hung up")

// commandError is an error of the command, not of the protocol.
type commandError struct{ err error }

func (e *commandError) Error() string { return e.err.Error() }

// talk is the state of one conversation.
type talk struct {
	requests *chunk.Reader
	replies  *chunk.Writer
	rows     *splunkcsv.Reader
	messages Messages
}

// hold answers requests up to the last reply that is not an error.
func (t *talk) hold(cmd Command) error {
	info, err := t.readGetinfo()
	if err != nil {
		return err
	}
	declaration, run, err := cmd.Plan(info, &t.messages)
	if err != nil {
		return &commandError{err}
	}
	if c, ok := run.(io.Closer); ok {
		defer c.Close() // too late to tell anyone
	}
	if err := declaration.check(); err != nil {
		return &commandError{err}
	}
	if err := t.reply(reply{Type: declaration.Type, RequiredFields: declaration.RequiredFields}, nil); err != nil {
		return err
	}
	for last := false; !last; {
		if last, err = t.readExecute(); err != nil {
			return err
		}
		var body []byte
		if info.Preview {
			// A preview of what is not complete would be wrong: end at once.
			last = true
		} else if body, err = t.execute(run, last); err != nil {
			return err
		}
		if err := t.skipBody(); err != nil {
			return err
		}
		if err := t.answer(run, last, body); err != nil {
			return err
		}
	}
	return nil
}

// execute gives the request's rows to the command. The body is left where the
// command stopped reading.
func (t *talk) execute(run Run, last bool) (body []byte, err error) {
	if err = t.rows.Reset(t.requests); err == nil {
		body, err = run.Execute(t.rows, last, &t.messages)
	}
	if err == nil {
		return body, nil
	}
	if broken := t.skipBody(); broken != nil {
		return nil, broken // the rows ended early: not the command's fault
	}
	return nil, &commandError{err}
}

// skipBody reads the request to its end: a reply may only follow it.
func (t *talk) skipBody() error {
	_, err := io.Copy(io.Discard, t.requests)
	return err
}

// answer replies to an execute request.
func (t *talk) answer(run Run, last bool, body []byte) error {
	r := reply{Finished: &last}
	if long, ok := run.(LongRun); ok && len(body) == 0 {
		if size, write := long.LongBody(); size > 0 {
			return t.send(r, func(metadata []byte) error { return t.replies.WriteLongChunk(metadata, size, write) })
		}
	}
	return t.reply(r, body)
}

// reply sends a chunk with the messages that have not been sent yet.
func (t *talk) reply(r reply, body []byte) error {
	return t.send(r, func(metadata []byte) error { return t.replies.WriteChunk(metadata, body) })
}

func (t *talk) send(r reply, write func(metadata []byte) error) error {
	r.Inspector = newInspector(t.messages.Take(r.Finished != nil && *r.Finished))
	metadata, err := r.encode()
	if err != nil {
		return &commandError{err}
	}
	err = write(metadata)
	if errors.Is(err, chunk.ErrLimit) {
		return &commandError{fmt.Errorf("the result is too large: %w", err)}
	}
	return err
}

// refuse sends the reply that fails the job.
func (t *talk) refuse(reason error) error {
	finished := true
	text := oneLine(reason.Error())
	if text == "" {
		text = "failed without a reason"
	}
	return t.reply(reply{Finished: &finished, Error: text}, nil)
}

// linger waits until splunkd hangs up, for at most the given time. A process
// that ends sooner can look like a crash to splunkd.
func linger(in io.Reader, most time.Duration) {
	hungUp := make(chan struct{})
	go func() {
		defer close(hungUp)
		_, _ = io.Copy(io.Discard, in)
	}()
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-hungUp:
	case <-timer.C:
	}
}
