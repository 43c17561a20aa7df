package report_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/report"
)

var update = flag.Bool("update", false, "write the golden pages and the pictures anew")

// saved writes a page to a file and returns its address.
func saved(t *testing.T, page string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	require.NoError(t, os.WriteFile(path, []byte(page), 0o600))
	return "file://" + path
}

// One browser, a tab for each test.
func TestInBrowser(t *testing.T) {
	c := startChromium(t)
	for _, test := range []struct {
		name string
		run  func(*testing.T, *chromium)
	}{
		{"filters", testFilters},
		{"sorting", testSorting},
		{"keyboard", testKeyboard},
		{"detail", testDetail},
		{"address", testAddress},
		{"hostile", testHostile},
		{"comparison", testComparison},
		{"theme", testTheme},
		{"accessible", testAccessible},
		{"empty", testEmpty},
		{"without script", testWithoutScript},
		{"print", testPrint},
		{"policy holds", testPolicyHolds},
		{"many", testMany},
		{"pictures", testPictures},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, c) })
	}
}

const (
	// users are those of the list, in its order.
	users = `[...document.querySelectorAll(".option .who")].map((e) => e.textContent)`
	// chosen is whose finding is shown.
	chosen = `document.querySelector("#detail h2")?.textContent ?? ""`
	shown  = `document.getElementById("shown").textContent`
)

func click(p *tab, selector string) {
	p.t.Helper()
	eval[bool](p, fmt.Sprintf(`document.querySelector(%q).dispatchEvent(new MouseEvent("click", { bubbles: true }))`, selector))
	p.settle()
}

func testFilters(t *testing.T, c *chromium) {
	url := saved(t, written(t, small()))
	p := c.open(t, url, 1360, 1000)
	all := []string{"ada@example.com", "build-agent@example.com", "alan@example.org", "grace@example.org"}
	require.Equal(t, all, eval[[]string](p, users))
	for _, f := range []struct {
		field, value string
		want         []string
	}{
		{"q", "ADA@", all[:1]},
		{"q", "7c1e0f22", all[:1]},                             // a key
		{"q", "python-requests 203.0.113.40", all[1:2]},        // an attribute and an origin: both words
		{"q", "python-requests 198.51.100.8", nil},             // not in one finding
		{"source", "o365", all[2:]},                            //
		{"least", "77", all[:3]},                               //
		{"interleaved", "true", all[:3]},                       //
		{"from", "2026-01-16", all[2:3]},                       // the day begins at midnight UTC
		{"to", "2026-01-15", []string{all[0], all[1], all[3]}}, // the day is in
	} {
		p.set(f.field, f.value)
		got := eval[[]string](p, users)
		require.Equal(t, len(f.want), len(got), "%s %s: %s", f.field, f.value, got)
		require.Equal(t, append([]string{}, f.want...), got, "%s %s", f.field, f.value)
		if len(f.want) < len(all) {
			require.Equal(t, fmt.Sprintf("%d of 4 findings", len(f.want)), eval[string](p, shown))
		}
		click(p, "#reset")
		require.Equal(t, all, eval[[]string](p, users), "reset")
	}
	// The summary filters too.
	click(p, `[data-least="91"]`)
	require.Equal(t, all[:1], eval[[]string](p, users))
	click(p, "#reset")
	click(p, `[data-text="alan@example.org"]`)
	require.Equal(t, all[2:3], eval[[]string](p, users))
	p.clean(url)
}

func testSorting(t *testing.T, c *chromium) {
	url := saved(t, written(t, small()))
	p := c.open(t, url, 1360, 1000)
	for _, s := range []struct{ by, first, last string }{
		{"trigger", "ada@example.com", "alan@example.org"},
		{"user", "ada@example.com", "grace@example.org"},
		{"profile", "build-agent@example.com", "ada@example.com"},
		{"switches", "ada@example.com", "grace@example.org"},
		{"gap", "build-agent@example.com", "grace@example.org"},
		{"score", "ada@example.com", "grace@example.org"},
	} {
		p.set("sort", s.by)
		got := eval[[]string](p, users)
		require.Equal(t, s.first, got[0], s.by)
		require.Equal(t, s.last, got[3], s.by)
		click(p, "#direction")
		require.Equal(t, s.last, eval[[]string](p, users)[0], "%s the other way", s.by)
	}
	p.set("sort", "origins")
	require.Equal(t, "ada@example.com", eval[[]string](p, users)[0])
	p.clean(url)
}

func testKeyboard(t *testing.T, c *chromium) {
	page := many(120, 4)
	for i := range page.Findings {
		page.Findings[i].Score = 100 - i*100/120
	}
	url := saved(t, written(t, page))
	p := c.open(t, url, 1360, 1000)
	user := func(n int) string { return fmt.Sprintf("user%05d@example.com", n) }
	is := func(n int, pageText string) {
		t.Helper()
		p.settle()
		require.Equal(t, user(n), eval[string](p, chosen))
		require.Equal(t, pageText, eval[string](p, `document.getElementById("page").textContent`))
		require.Contains(t, eval[string](p, `document.getElementById(document.getElementById("list").getAttribute("aria-activedescendant")).textContent`), user(n))
		require.Equal(t, 1, eval[int](p, `document.querySelectorAll("[aria-selected=true]").length`))
	}
	eval[bool](p, `document.getElementById("list").focus(), true`)
	is(0, "1 / 3")
	p.key("ArrowDown", "ArrowDown", "ArrowUp")
	is(1, "1 / 3")
	p.key("PageDown")
	is(50, "2 / 3")
	p.key("ArrowUp") // over the page's edge
	is(49, "1 / 3")
	p.key("End")
	is(119, "3 / 3")
	p.key("ArrowDown") // there is no further one
	is(119, "3 / 3")
	p.key("Home")
	is(0, "1 / 3")
	p.key("Enter")
	require.Equal(t, "detail", eval[string](p, "document.activeElement.id"))
	p.key("/")
	require.Equal(t, "q", eval[string](p, "document.activeElement.id"))
	require.Empty(t, eval[string](p, `document.getElementById("q").value`))
	click(p, "#next")
	require.Equal(t, user(50), eval[[]string](p, users)[0])
	p.clean(url)
}

func testDetail(t *testing.T, c *chromium) {
	page := small()
	// An open end and an origin that none of the kept sightings has.
	page.Findings[0].End = 1<<63 - 1
	page.Findings[0].Origins = append(page.Findings[0].Origins, "203.0.113.99")
	url := saved(t, written(t, page))
	p := c.open(t, url, 1360, 1000)
	texts := func(selector string) []string {
		return eval[[]string](p, fmt.Sprintf("[...document.querySelectorAll(%q)].map((e) => e.textContent)", selector))
	}
	require.Equal(t, []string{"A", "B", "C", "D"}, texts(".timeline .name"))
	require.Equal(t, []string{"192.0.2.17", "198.51.100.8", "2001:db8:7:21::/64", "203.0.113.99"}, eval[[]string](p, `[...document.querySelectorAll(".timeline text.origin")].map((e) => e.firstChild.data)`))
	require.Len(t, texts(".timeline circle"), 10)
	require.Equal(t, []string{"A → B → A → B → A → C → B → A"}, texts(".way"))
	require.Contains(t, texts(".timeline text.trigger"), "trigger 09:00:52.5")
	require.Contains(t, texts(".timeline .zone"), "2026-01-15 UTC")
	// Each mark stands in the lane of its origin, further right than the one before.
	require.Equal(t, "AABABBACBA", eval[string](p, `[...document.querySelectorAll(".timeline circle")].map((e) => "ABCD"[(e.getAttribute("cy") - 47) / 34]).join("")`))
	increasing := `[...document.querySelectorAll(".timeline circle")].map((e) => +e.getAttribute("cx")).every((x, i, all) => i === 0 || x > all[i - 1])`
	require.True(t, eval[bool](p, increasing))
	// The hot time goes on to the edge.
	require.Equal(t, eval[float64](p, `document.querySelector(".rail").x2.baseVal.value`), eval[float64](p, `((r) => r.x.baseVal.value + r.width.baseVal.value)(document.querySelector("rect.hot"))`))
	click(p, ".choice button:last-child")
	require.True(t, eval[bool](p, increasing))
	require.Contains(t, texts(".timeline .zone"), "number of the sighting")

	require.Contains(t, texts(".steps li"), "+20one origin was seen both before and after another: two holders at once")
	require.Contains(t, texts(".facts > div"), "hot untilthe end of the log")
	require.Contains(t, texts(".facts > div"), "device_token7c1e0f22b4d94d6a")

	// A click on a mark opens its event; the button closes it.
	require.Empty(t, texts("tr.raw"))
	click(p, `circle[data-sighting="2"]`)
	require.Len(t, texts("tr.raw"), 1)
	require.Equal(t, "2", eval[string](p, `document.querySelector("tr.raw").previousElementSibling.dataset.event`))
	require.Equal(t, "{\n  \"time\": 1768467652.5,\n  \"actor\": {\n    \"name\": \"ada@example.com\",\n    \"session\": \"s-4711\"\n  },\n  \"client\": {\n    \"ip\": \"198.51.100.8\",\n    \"agent\": \"Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0\"\n  },\n  \"outcome\": {\n    \"result\": \"SUCCESS\",\n    \"codes\": []\n  }\n}", texts("tr.raw pre")[0])
	require.Equal(t, "Event 3", eval[string](p, `document.activeElement.getAttribute("aria-label")`))
	p.key("Enter")
	click(p, `tr[data-event="2"] .toggle`)
	require.True(t, eval[bool](p, `document.querySelector("tr.raw").hidden`))
	click(p, ".buttons button")
	require.Equal(t, 10, eval[int](p, `document.querySelectorAll("tr.raw:not([hidden])").length`))
	p.clean(url)
}

func testAddress(t *testing.T, c *chromium) {
	page := many(120, 4)
	url := saved(t, written(t, page))
	p := c.open(t, url+"#"+page.Findings[77].ID, 1360, 1000)
	require.Equal(t, page.Findings[77].User, eval[string](p, chosen))
	require.Len(t, eval[[]string](p, `[...document.querySelectorAll("[aria-selected=true] .who")].map((e) => e.textContent)`), 1, "on the page of the list that has it")
	click(p, ".option")
	require.Contains(t, eval[string](p, "location.hash"), "#0000")
	// An address that names nothing shows the first one.
	p = c.open(t, url+"#%E0%A4%A", 1360, 1000)
	require.NotEmpty(t, eval[string](p, chosen))
}

func testComparison(t *testing.T, c *chromium) {
	url := saved(t, written(t, compared()))
	p := c.open(t, url, 1360, 1000)
	whos := `[...document.querySelectorAll("#list tr td:nth-child(4) bdi")].map((e) => e.textContent)`
	all := []string{"ada@example.com", "build-agent@example.com", "grace@example.org", "alan@example.org"}
	require.Equal(t, all, eval[[]string](p, whos))
	for _, f := range []struct {
		field, value string
		want         []string
	}{
		{"verdict", "both", all[:1]},
		{"verdict", "ours", all[1:2]},
		{"verdict", "theirs", all[2:]},
		{"source", "aws_cloudtrail", all[1:3]},
		{"code", "same_network", all[3:]},
		{"q", "bin edge", all[1:2]},
	} {
		p.set(f.field, f.value)
		require.Equal(t, f.want, eval[[]string](p, whos), f.value)
		click(p, "#reset")
	}
	click(p, `[data-sort="who"] button`)
	require.Equal(t, []string{all[0], all[3], all[1], all[2]}, eval[[]string](p, whos))
	require.Equal(t, "ascending", eval[string](p, `document.querySelector("[data-sort=who]").getAttribute("aria-sort")`))
	click(p, `[data-sort="who"] button`)
	require.Equal(t, []string{all[2], all[1], all[3], all[0]}, eval[[]string](p, whos))
	click(p, `button[data-verdict="ours"]`)
	require.Equal(t, all[1:2], eval[[]string](p, whos))
	p.clean(url)
}

func testTheme(t *testing.T, c *chromium) {
	p := c.open(t, saved(t, written(t, small())), 1360, 1000)
	ground := `getComputedStyle(document.body).backgroundColor`
	p.media("light")
	light := eval[string](p, ground)
	p.media("dark")
	dark := eval[string](p, ground)
	require.NotEqual(t, light, dark)
	click(p, "#theme")
	require.Equal(t, light, eval[string](p, ground), "light, whatever the system says")
	p.media("light")
	click(p, "#theme")
	require.Equal(t, dark, eval[string](p, ground), "dark, whatever the system says")
	click(p, "#theme")
	require.Equal(t, light, eval[string](p, ground), "as the system again")
}

func testEmpty(t *testing.T, c *chromium) {
	for _, page := range []any{&report.Page{Title: "Nothing", Version: "0.1.0"}, &report.Comparison{Title: "Nothing", Version: "0.1.0"}} {
		url := saved(t, written(t, page))
		p := c.open(t, url, 1360, 1000)
		require.Regexp(t, "^0 (findings|rows)$", eval[string](p, shown))
		p.clean(url)
	}
	// A finding with nothing but zero values is shown like any other.
	url := saved(t, written(t, &report.Page{Findings: []report.Finding{{}, {Sightings: []report.Sighting{{}}}}}))
	p := c.open(t, url, 1360, 1000)
	click(p, ".option:last-child")
	p.clean(url)
}

// The summary needs no script.
func testWithoutScript(t *testing.T, c *chromium) {
	p := c.open(t, "about:blank", 1360, 1000)
	p.call("Emulation.setScriptExecutionDisabled", args{"value": true})
	p.load(saved(t, written(t, small())))
	p.call("Emulation.setScriptExecutionDisabled", args{"value": false})
	require.True(t, eval[bool](p, `document.querySelector(".notice").checkVisibility()`))
	require.Contains(t, eval[string](p, `document.querySelector(".summary").innerText`), "ada@example.com")
	require.False(t, eval[bool](p, `document.querySelector(".filters").checkVisibility()`), "no fields that do nothing")
}

func testPrint(t *testing.T, c *chromium) {
	p := c.open(t, saved(t, written(t, small())), 1360, 1000)
	p.media("dark")
	p.call("Emulation.setEmulatedMedia", args{"media": "print"})
	require.False(t, eval[bool](p, `document.querySelector(".filters").checkVisibility()`))
	require.True(t, eval[bool](p, `document.querySelector(".timeline").checkVisibility()`))
	require.Equal(t, "rgb(255, 255, 255)", eval[string](p, `getComputedStyle(document.body).backgroundColor`))
	require.NotEmpty(t, p.call("Page.printToPDF", args{"printBackground": true}))
}

// Ten thousand findings with twenty sightings each can be worked with: the page
// opens in less than three seconds, and a filter is answered at once.
func testMany(t *testing.T, c *chromium) {
	url := saved(t, written(t, many(10_000, 20)))
	p := c.open(t, url, 1360, 1000)
	opened := p.busy()
	list := eval[float64](p, `performance.getEntriesByName("list")[0].startTime`)
	load := eval[float64](p, `performance.getEntriesByType("navigation")[0].loadEventStart`)
	t.Logf("processor time %.1f s; by the clock: list after %.0f ms, all loaded after %.0f ms", opened, list, load)
	require.Less(t, opened, 3.0)

	eval[bool](p, `document.getElementById("least").value = 60, document.getElementById("sort").value = "user", document.getElementById("sort").dispatchEvent(new Event("input"))`)
	filtered := p.busy() - opened
	t.Logf("filtered and sorted in %.2f s of processor time", filtered)
	require.Less(t, filtered, 0.5)
	require.Equal(t, 50, eval[int](p, `document.querySelectorAll(".option").length`))
	click(p, ".option:last-child")
	require.Equal(t, 20, eval[int](p, `document.querySelectorAll(".timeline circle").length`))
	p.clean(url)
}

// testPictures writes the pictures of the documentation, which are looked at by
// people.
func testPictures(t *testing.T, c *chromium) {
	for name, text := range map[string]string{"report": written(t, small()), "comparison": written(t, compared())} {
		p := c.open(t, saved(t, text), 1360, 1060)
		var images [2][]byte
		for i, scheme := range []string{"light", "dark"} {
			p.media(scheme)
			images[i] = p.picture()
			if *update {
				require.NoError(t, os.WriteFile(filepath.Join("../../docs/pictures", name+"-"+scheme+".png"), images[i], 0o644))
			}
		}
		require.False(t, bytes.Equal(images[0], images[1]))
	}
}
