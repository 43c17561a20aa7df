package report_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// faint lists text whose contrast with its ground is below 4.5 (WCAG 2.2, 1.4.3).
const faint = `(() => {
	const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
	const rgba = (color) => {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = color;
		canvas.fillRect(0, 0, 1, 1);
		return [...canvas.getImageData(0, 0, 1, 1).data];
	};
	const light = (c) => c.slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const ground = (e) => {
		for (; e; e = e.parentElement) {
			const c = rgba(getComputedStyle(e).backgroundColor);
			if (c[3] === 255) return c;
		}
		return [255, 255, 255, 255];
	};
	const found = new Set();
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const e = walker.currentNode.parentElement;
		if (!walker.currentNode.data.trim() || !e.checkVisibility() || ["SCRIPT", "STYLE", "NOSCRIPT", "OPTION", "TITLE", "title"].includes(e.tagName) || e.closest(":disabled")) continue;
		const style = getComputedStyle(e);
		const a = light(rgba(e instanceof SVGElement ? style.fill : style.color)), b = light(ground(e));
		const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		if (ratio < 4.5) found.add(e.tagName + "." + (e.getAttribute("class") ?? "") + " " + ratio.toFixed(2) + " " + walker.currentNode.data.trim());
	}
	return [...found];
})()`

// nameless lists what can be focused but says nothing to who cannot see.
const nameless = `[...document.querySelectorAll("button, input, select, [tabindex='0'], [role=img]")]
	.filter((e) => e.checkVisibility() && !(e.getAttribute("aria-label") || e.textContent.trim() || e.labels?.length)).map((e) => e.outerHTML)`

func testAccessible(t *testing.T, c *chromium) {
	for name, text := range map[string]string{"findings": written(t, small()), "comparison": written(t, compared())} {
		p := c.open(t, saved(t, text), 1360, 1000)
		for _, scheme := range []string{"light", "dark"} {
			p.media(scheme)
			require.Empty(t, eval[[]string](p, faint), "%s, %s", name, scheme)
		}
		require.Empty(t, eval[[]string](p, nameless), name)
		require.Equal(t, 0, eval[int](p, `(() => { const ids = [...document.querySelectorAll("[id]")].map((e) => e.id); return ids.length - new Set(ids).size; })()`), "an id twice")
		// Nothing is wider than the screen of a phone.
		p = c.open(t, saved(t, text), 390, 800)
		require.LessOrEqual(t, eval[int](p, "document.documentElement.scrollWidth"), 390, name)
	}
}
