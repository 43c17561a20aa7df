package splunkd

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"sync"
	"time"

	"concurrentsessions/internal/chunk"
)

// output collects what a process writes to stdout, as it arrives: a reader that
// waited for its turn would not see what comes out of turn.
type output struct {
	mu    sync.Mutex
	bytes []byte
	err   error         // no more bytes follow
	news  chan struct{} // holds one item after a change
	ended chan struct{} // closed with err set
}

func collect(r io.Reader) *output {
	o := &output{news: make(chan struct{}, 1), ended: make(chan struct{})}
	go func() {
		defer close(o.ended)
		buffer := make([]byte, 64<<10)
		for {
			n, err := r.Read(buffer)
			o.mu.Lock()
			o.bytes, o.err = append(o.bytes, buffer[:n]...), err
			o.mu.Unlock()
			select {
			case o.news <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	return o
}

// arrived gives what is there now.
func (o *output) arrived() (all []byte, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.bytes, o.err
}

// silent waits that long and says whether nothing arrived, be it before.
func (o *output) silent(wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		all, err := o.arrived()
		if len(all) > 0 || err != nil {
			return len(all) == 0
		}
		select {
		case <-o.news:
		case <-timer.C:
			all, _ = o.arrived()
			return len(all) == 0
		}
	}
}

// take waits until enough says how many bytes make a unit (0 is not yet), and
// takes these.
func (o *output) take(enough func(all []byte) (int, error)) ([]byte, error) {
	for {
		all, ended := o.arrived()
		n, err := enough(all)
		if err != nil {
			return nil, err
		}
		if n > 0 && n <= len(all) {
			o.mu.Lock()
			defer o.mu.Unlock()
			taken := o.bytes[:n:n]
			o.bytes = o.bytes[n:]
			return taken, nil
		}
		if ended != nil {
			return nil, because(ErrEnded, "%q is all that was written", abridged(all))
		}
		<-o.news
	}
}

// frame is a reply as it arrived.
type frame struct{ metadata, body []byte }

// strictHeader is what a command should write; splunkd may tolerate more.
var strictHeader = regexp.MustCompile(`^chunked 1\.0,(0|[1-9][0-9]{0,9}),(0|[1-9][0-9]{0,9})\n$`)

func (o *output) frame() (frame, error) {
	header, err := o.take(func(all []byte) (int, error) {
		n := bytes.IndexByte(all, '\n') + 1
		if n > 64 || n == 0 && len(all) > 64 {
			return 0, because(ErrFrame, "%q is no header", abridged(all))
		}
		return n, nil
	})
	if err != nil {
		return frame{}, err
	}
	lengths := strictHeader.FindSubmatch(header)
	if lengths == nil {
		return frame{}, because(ErrFrame, "%q is no header", header)
	}
	metadata, _ := strconv.Atoi(string(lengths[1]))
	body, _ := strconv.Atoi(string(lengths[2]))
	if metadata == 0 || metadata > chunk.MaxMetadata || body > chunk.MaxBody {
		return frame{}, because(ErrFrame, "lengths %d and %d", metadata, body)
	}
	all, err := o.take(func([]byte) (int, error) { return metadata + body, nil })
	if err != nil {
		return frame{}, err
	}
	return frame{all[:metadata:metadata], all[metadata:]}, nil
}

// abridged is the start of b, for messages.
func abridged(b []byte) []byte {
	const most = 100
	return b[:min(len(b), most)]
}
