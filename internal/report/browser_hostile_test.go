package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Hostile text in every field of every finding stays text.
func testHostile(t *testing.T, c *chromium) {
	const elements = `[...new Set([...document.querySelectorAll("*")].map((e) => e.localName))]`
	allowed := map[string]bool{}
	known := c.open(t, saved(t, written(t, small())), 1360, 1000)
	for _, name := range eval[[]string](known, elements) {
		allowed[name] = true
	}
	allowed["pre"] = true
	for _, n := range []int{0, 5, 11} {
		page, comparison := filled(n)
		for _, text := range []string{written(t, page), written(t, comparison)} {
			url := saved(t, text)
			p := c.open(t, url, 1360, 1000)
			for range page.Findings {
				eval[bool](p, `document.querySelectorAll(".toggle").forEach((b) => b.click()), document.querySelectorAll("details").forEach((d) => { d.open = true; }), true`)
				require.False(t, eval[bool](p, "'pwned' in window"))
				require.NotRegexp(t, `\b(img|iframe|object|embed|link|base|form|foreignObject|use|image)\b`, strings.Join(eval[[]string](p, elements), " "))
				require.Equal(t, url, eval[string](p, `"file://" + location.pathname`), "gone elsewhere")
				eval[bool](p, `document.getElementById("list").focus?.(), true`)
				p.key("ArrowDown")
				p.settle()
			}
			if text == written(t, page) {
				for _, name := range eval[[]string](p, elements) {
					require.True(t, allowed[name], "an element %s", name)
				}
				require.Positive(t, eval[int](p, `document.querySelectorAll(".odd").length`), "what cannot be seen is shown")
				require.Empty(t, eval[[]string](p, `[...document.querySelectorAll("svg *")].filter((e) => !(e instanceof SVGElement)).map((e) => e.parentNode.outerHTML)`), "what a drawing does not show")
			}
			require.NotContains(t, eval[string](p, "document.documentElement.outerHTML"), "\u202e")
			require.LessOrEqual(t, eval[int](p, "document.documentElement.scrollWidth"), 1360, "a long value makes the page wide")
			p.clean(url)
		}
	}
}

// The policy is in force: what a hole in the page would try is refused.
func testPolicyHolds(t *testing.T, c *chromium) {
	p := c.open(t, saved(t, written(t, small())), 1360, 1000)
	for name, attempt := range map[string]string{
		"markup from text": `document.body.innerHTML = "<b>"`,
		"a script":         `(() => { const s = document.createElement("script"); s.textContent = "window.pwned = 1"; document.body.append(s); if (!("pwned" in window)) throw "refused"; })()`,
	} {
		require.Equal(t, "refused", eval[string](p, fmt.Sprintf(`(() => { try { %s; return "done"; } catch { return "refused"; } })()`, attempt)), name)
	}
	require.Equal(t, "refused", eval[string](p, `new Promise((done) => {
		const image = document.createElement("img");
		image.onerror = () => done("refused");
		image.onload = () => done("loaded");
		image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";
	})`))
}
