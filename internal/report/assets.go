package report

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
	"sync"
)

//go:embed assets
var files embed.FS

// assets are a page's style and script, and the policy that allows just these.
type assets struct{ style, script, policy string }

// All is put together at its first use: the program must start without.
var (
	findingAssets = sync.OnceValue(func() assets {
		return assemble("page.js", "list.js", "time.js", "timeline.js", "events.js", "detail.js", "findings.js")
	})
	comparisonAssets = sync.OnceValue(func() assets {
		return assemble("page.js", "list.js", "time.js", "comparison.js")
	})
	templates = sync.OnceValues(func() (*template.Template, error) {
		return template.New("").Funcs(template.FuncMap{"number": number}).ParseFS(files, "assets/*.html")
	})
)

// assemble puts a page's scripts together, in this order.
func assemble(scripts ...string) assets {
	var b strings.Builder
	b.WriteString("\n\"use strict\";\n(() => {\n")
	for _, name := range scripts {
		b.WriteString(read(name))
	}
	b.WriteString("})();\n")
	a := assets{style: "\n" + read("style.css"), script: b.String()}
	a.policy = "default-src 'none'; style-src " + hash(a.style) + "; script-src " + hash(a.script) +
		"; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
	return a
}

// read returns an embedded file. That it is there is known since the build.
func read(name string) string {
	text, _ := files.ReadFile("assets/" + name)
	return string(text)
}

// hash is the source expression that allows one inline block: CSP Level 3,
// section 6.7.3.3.
func hash(block string) string {
	sum := sha256.Sum256([]byte(block))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// frame is what the head and the foot of every page show.
type frame struct {
	Title, Generated, Version string
	Notes                     []string
	Policy                    string
	Style                     template.CSS
}

func (a assets) frame(title, generated, version string, notes []string) frame {
	return frame{
		Title: field(title), Generated: field(generated), Version: field(version), Notes: fields(notes),
		Policy: a.policy, Style: template.CSS(a.style),
	}
}

// number writes a count with its thousands apart.
func number(count any) string {
	text := fmt.Sprint(count)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
