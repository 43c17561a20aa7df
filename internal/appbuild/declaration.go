package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"path"
)

// declarationMark is the line of the README that the declaration replaces.
const declarationMark = "<!-- binaries -->\n"

// declaration tells where each binary of a package comes from, in Markdown,
// so that anybody can build it again and compare.
func declaration(r release, built []artifact) []byte {
	var text bytes.Buffer
	for _, a := range built {
		fmt.Fprintf(&text, `## %s

| what | value |
|---|---|
| purpose | the search command `+"`concurrentsessions`"+`: splunkd starts the program without arguments. With arguments, which `+"`%s help`"+` lists, it runs by itself |
| platform | %s |
| source | `+"`%s`"+` in the source repository, tag `+"`v%s`"+` |
| Go version | %s |
| build line | `+"`%s`"+` |
| SHA-256 | `+"`%x`"+` |

`, a.path, path.Base(a.path), a.platform, commandPackage, r.version, a.goVersion, a.buildLine, sha256.Sum256(a.data))
	}
	fmt.Fprintf(&text, "## Third-party modules\n\nLinked into the binaries; std is the Go standard library. The license texts are in `%s`.\n\n", licensesFile)
	text.WriteString("| module | version | license |\n|---|---|---|\n")
	for _, m := range linked(built) {
		fmt.Fprintf(&text, "| %s | %s | %s |\n", m.path, m.version, m.license)
	}
	return text.Bytes()
}
