package report_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// chromium is a headless browser, told what to do over two pipes: the DevTools
// protocol without a socket, each message ended by a zero byte
// (--remote-debugging-pipe: the browser reads from descriptor 3 and writes to 4).
type chromium struct {
	cmd *exec.Cmd
	in  io.WriteCloser

	mu      sync.Mutex
	last    int
	answers map[int]chan message
	tabs    map[string]*tab
	gone    error
}

type message struct {
	ID      int             `json:"id,omitempty"`
	Session string          `json:"sessionId,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  any             `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// startChromium skips the test if there is no browser, except where all checks
// must run.
func startChromium(t *testing.T) *chromium {
	t.Helper()
	var path string
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		require.NotEqual(t, "true", os.Getenv("CI"), "no Chromium found, and CI=true: install the package chromium")
		t.Skip("no Chromium found: install Debian's package chromium")
	}
	toBrowser, in, err := os.Pipe()
	require.NoError(t, err)
	out, fromBrowser, err := os.Pipe()
	require.NoError(t, err)
	c := &chromium{in: in, answers: map[int]chan message{}, tabs: map[string]*tab{}}
	c.cmd = exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
		"--user-data-dir="+t.TempDir(), "--remote-debugging-pipe", "about:blank")
	c.cmd.ExtraFiles = []*os.File{toBrowser, fromBrowser}
	require.NoError(t, c.cmd.Start())
	toBrowser.Close()
	fromBrowser.Close()
	read := make(chan struct{})
	go func() {
		defer close(read)
		c.read(out)
	}()
	t.Cleanup(func() {
		_, _ = c.call("", "Browser.close", nil)
		in.Close()
		stuck := time.AfterFunc(10*time.Second, func() { _ = c.cmd.Process.Kill() })
		_ = c.cmd.Wait()
		stuck.Stop()
		<-read
		out.Close()
	})
	return c
}

// read hands each answer to who waits for it and each event to its tab.
func (c *chromium) read(out io.Reader) {
	r := bufio.NewReader(out)
	for {
		text, err := r.ReadBytes(0)
		if err != nil {
			c.mu.Lock()
			c.gone = fmt.Errorf("the browser is gone: %w", err)
			for _, answer := range c.answers {
				close(answer)
			}
			c.answers = map[int]chan message{}
			c.mu.Unlock()
			return
		}
		var m struct {
			message
			Params json.RawMessage `json:"params"`
		}
		if json.Unmarshal(text[:len(text)-1], &m) != nil {
			continue
		}
		c.mu.Lock()
		if answer := c.answers[m.ID]; m.ID != 0 && answer != nil {
			delete(c.answers, m.ID)
			answer <- m.message
		} else if tab := c.tabs[m.Session]; tab != nil {
			tab.event(m.Method, m.Params)
		}
		c.mu.Unlock()
	}
}

func (c *chromium) call(session, method string, params any) (json.RawMessage, error) {
	answer := make(chan message, 1)
	c.mu.Lock()
	if c.gone != nil {
		c.mu.Unlock()
		return nil, c.gone
	}
	c.last++
	m := message{ID: c.last, Session: session, Method: method, Params: params}
	c.answers[m.ID] = answer
	c.mu.Unlock()
	text, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	if _, err := c.in.Write(append(text, 0)); err != nil {
		return nil, err
	}
	select {
	case m, ok := <-answer:
		switch {
		case !ok:
			return nil, c.gone
		case m.Error != nil:
			return nil, fmt.Errorf("%s: %s", method, m.Error.Message)
		}
		return m.Result, nil
	case <-time.After(90 * time.Second):
		return nil, errors.New(method + ": no answer")
	}
}

// tab is one page, and all that went wrong in it.
type tab struct {
	t       *testing.T
	browser *chromium
	session string

	// With the browser's lock held:
	requests, complaints []string
	loaded               chan struct{}
}

// args are the parameters of a call.
type args map[string]any

// open shows a page in a tab of the given size and waits until it is loaded.
func (c *chromium) open(t *testing.T, url string, width, height int) *tab {
	t.Helper()
	p := &tab{t: t, browser: c, loaded: make(chan struct{}, 8)}
	var target struct{ TargetID, SessionID string }
	result, err := c.call("", "Target.createTarget", args{"url": "about:blank"})
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(result, &target))
	result, err = c.call("", "Target.attachToTarget", args{"targetId": target.TargetID, "flatten": true})
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(result, &target))
	p.session = target.SessionID
	c.mu.Lock()
	c.tabs[p.session] = p
	c.mu.Unlock()
	for _, domain := range []string{"Page", "Runtime", "Log", "Network", "Performance"} {
		p.call(domain+".enable", nil)
	}
	p.call("Emulation.setDeviceMetricsOverride", args{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false})
	p.call("Page.addScriptToEvaluateOnNewDocument", args{
		"source": `addEventListener("securitypolicyviolation", (e) => console.error("policy: " + e.violatedDirective + " " + e.blockedURI))`,
	})
	p.load(url)
	p.settle()
	t.Cleanup(func() { _, _ = c.call("", "Target.closeTarget", args{"targetId": target.TargetID}) })
	return p
}

func (p *tab) load(url string) {
	p.t.Helper()
	p.call("Page.navigate", args{"url": url})
	select {
	case <-p.loaded:
	case <-time.After(60 * time.Second):
		require.Fail(p.t, "the page did not load")
	}
}

func (p *tab) event(method string, params json.RawMessage) {
	switch method {
	case "Page.loadEventFired":
		p.loaded <- struct{}{}
	case "Network.requestWillBeSent":
		var sent struct{ Request struct{ URL string } }
		_ = json.Unmarshal(params, &sent)
		p.requests = append(p.requests, sent.Request.URL)
	case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded", "Page.javascriptDialogOpening", "Page.windowOpen":
		p.complaints = append(p.complaints, method+" "+string(params))
	}
}

func (p *tab) call(method string, params any) json.RawMessage {
	p.t.Helper()
	result, err := p.browser.call(p.session, method, params)
	require.NoError(p.t, err)
	return result
}

// eval runs JavaScript in the page and returns its value.
func eval[T any](p *tab, script string) (value T) {
	p.t.Helper()
	var answer struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct{ Exception struct{ Description string } }
	}
	result := p.call("Runtime.evaluate", args{"expression": script, "returnByValue": true, "awaitPromise": true})
	require.NoError(p.t, json.Unmarshal(result, &answer))
	require.Nil(p.t, answer.ExceptionDetails, "%s\n%s", script, result)
	require.NoError(p.t, json.Unmarshal(answer.Result.Value, &value), "%s\n%s", script, result)
	return value
}

// settle waits until the finding that is chosen in the list is shown and drawn;
// what is behind it takes a moment to unpack.
func (p *tab) settle() {
	p.t.Helper()
	require.True(p.t, eval[bool](p, `(async () => {
		for (let i = 0; i < 3000; i++) {
			const chosen = document.getElementById("list")?.getAttribute("aria-activedescendant");
			const detail = document.getElementById("detail");
			if (!chosen || (chosen === "o" + detail.dataset.finding && !detail.querySelector(".drawing:empty"))) return true;
			await new Promise((done) => setTimeout(done, 10));
		}
		return false;
	})()`), "the chosen finding is not shown")
}

// busy is how many seconds the page has kept a processor busy: whatever else
// the machine does, that stays the same.
func (p *tab) busy() float64 {
	p.t.Helper()
	var answer struct {
		Metrics []struct {
			Name  string
			Value float64
		}
	}
	require.NoError(p.t, json.Unmarshal(p.call("Performance.getMetrics", nil), &answer))
	for _, metric := range answer.Metrics {
		if metric.Name == "ThreadTime" {
			return metric.Value
		}
	}
	require.Fail(p.t, "no ThreadTime")
	return 0
}

// key presses a key where the focus is.
func (p *tab) key(names ...string) {
	p.t.Helper()
	for _, name := range names {
		press := args{"type": "keyDown", "key": name, "code": name}
		if len(name) == 1 {
			press["text"] = name
		}
		p.call("Input.dispatchKeyEvent", press)
		press["type"] = "keyUp"
		delete(press, "text")
		p.call("Input.dispatchKeyEvent", press)
	}
}

// set gives a field a value, as its user would.
func (p *tab) set(id, value string) {
	p.t.Helper()
	eval[bool](p, fmt.Sprintf(`(async () => {
		const field = document.getElementById(%q);
		if (field.type === "checkbox") field.checked = %[2]q === "true"; else field.value = %[2]q;
		field.dispatchEvent(new Event("input", { bubbles: true }));
		await new Promise((done) => setTimeout(done, 200));
		return true;
	})()`, id, value))
}

// media chooses light or dark, as the system would.
func (p *tab) media(scheme string) {
	p.t.Helper()
	p.call("Emulation.setEmulatedMedia", args{"features": []args{{"name": "prefers-color-scheme", "value": scheme}}})
}

// picture is the visible part as a PNG.
func (p *tab) picture() []byte {
	p.t.Helper()
	var shot struct{ Data string }
	require.NoError(p.t, json.Unmarshal(p.call("Page.captureScreenshot", args{"format": "png"}), &shot))
	image, err := base64.StdEncoding.DecodeString(shot.Data)
	require.NoError(p.t, err)
	return image
}

// clean says that the page asked for nothing but itself, kept its own policy
// and complained of nothing.
func (p *tab) clean(url string) {
	p.t.Helper()
	eval[bool](p, "new Promise((done) => setTimeout(done, 50, true))")
	p.browser.mu.Lock()
	defer p.browser.mu.Unlock()
	require.Empty(p.t, p.complaints)
	for _, request := range p.requests {
		if strings.HasPrefix(request, "data:image/svg+xml;") {
			continue // the browser's own picture in a date field
		}
		require.Equal(p.t, url, request)
	}
}
