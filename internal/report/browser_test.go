package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/report"
)

var update = flag.Bool("update", false, "write the golden pages and the pictures anew")

// saved writes a page to a file and returns its address.
func saved(t *testing.T, write func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b))
	path := filepath.Join(t.TempDir(), "report.html")
	require.NoError(t, os.WriteFile(path, b.Bytes(), 0o600))
	return "file://" + path
}

func page(t *testing.T, p *report.Page) string {
	t.Helper()
	return saved(t, func(b *bytes.Buffer) error { return report.Write(b, p) })
}

func TestInBrowser(t *testing.T) {
	c := startChromium(t)
	t.Run("pictures", func(t *testing.T) { testPictures(t, c) })
}

// pictures are looked at by people; the test only holds that light is light and
// dark is dark.
func testPictures(t *testing.T, c *chromium) {
	url := page(t, small())
	p := c.open(t, url, 1360, 1000)
	for _, scheme := range []string{"light", "dark"} {
		p.media(scheme)
		if scheme == "dark" {
			eval[bool](p, `document.querySelector(".detail table").scrollIntoView(), document.querySelectorAll(".toggle")[1].click(), true`)
		}
		image := p.picture()
		if *update {
			require.NoError(t, os.WriteFile("/tmp/pt/"+scheme+".png", image, 0o600))
		}
	}
	p.clean(url)
}
