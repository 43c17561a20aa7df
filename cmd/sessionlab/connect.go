package main

import (
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"

	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/remote"
)

// connectFlags are the flags of the commands that speak to a server.
type connectFlags struct {
	CA       string        `name:"ca" type:"existingfile" help:"A file of certificates (PEM) to trust beside those of this machine."`
	Insecure bool          `help:"Do not check who the server is. For a test server only: the secret goes to whoever answers."`
	Attempts int           `default:"8" help:"How often to try when the server is busy or the connection breaks (${default})."`
	Patience time.Duration `default:"30s" help:"The longest wait between two attempts (${default})."`
	Wait     time.Duration `default:"2m" help:"How long to wait for an answer to begin (${default})."`
}

func (f *connectFlags) client() (*http.Client, error) {
	return remote.TLS{CA: f.CA, Insecure: f.Insecure}.Client(f.Wait)
}

func (f *connectFlags) backoff(p *progress) remote.Backoff {
	return remote.Backoff{
		Attempts: f.Attempts, First: min(500*time.Millisecond, f.Patience), Longest: f.Patience,
		Notice: func(wait time.Duration, cause error) {
			p.note("try again in %s: %v", wait.Round(10*time.Millisecond), cause)
		},
	}
}

// warn tells of a secret that others on the way can read.
func (f *connectFlags) warn(p *progress, address string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" {
		return
	}
	if at, err := netip.ParseAddr(u.Hostname()); u.Hostname() == "localhost" || err == nil && at.IsLoopback() {
		return
	}
	p.note("warning: %s is not encrypted, so everybody on the way can read the secret", address)
}

// progress tells on stderr how far something is: on a terminal in one line that
// changes, else in a line now and then.
type progress struct {
	w        io.Writer
	terminal bool
	last     time.Time
	open     bool // the cursor stands in the line that changes
}

func newProgress() *progress {
	return &progress{w: os.Stderr, terminal: term.IsTerminal(int(os.Stderr.Fd())), last: time.Now()}
}

// now shows how far it is, unless that was shown just before.
func (p *progress) now(format string, args ...any) {
	pause := 10 * time.Second
	if p.terminal {
		pause = 200 * time.Millisecond
	}
	if time.Since(p.last) < pause {
		return
	}
	p.last = time.Now()
	if !p.terminal {
		fmt.Fprintf(p.w, format+"\n", args...)
		return
	}
	fmt.Fprintf(p.w, "\r\x1b[K"+format, args...)
	p.open = true
}

// note writes a line that stays.
func (p *progress) note(format string, args ...any) {
	if p.open {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.open = false
	}
	fmt.Fprintf(p.w, format+"\n", args...)
}

func (p *progress) messages(list []conversation.Message) {
	for _, m := range list {
		p.note("%s: %s", m.Level, m.Text)
	}
}

// screenWidth is how wide stdout is; 0, and no colours, if it is no terminal.
func screenWidth() int {
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		text.DisableColors()
		return 0
	}
	return width
}

// splitURL takes an address apart that has nothing but scheme and host.
func splitURL(address string) (scheme, host string, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Path != "" && u.Path != "/" {
		return "", "", fmt.Errorf("address %q: want https:// and a host", address)
	}
	return u.Scheme, u.Host, nil
}
