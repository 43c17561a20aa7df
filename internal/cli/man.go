package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

type manCommand struct{}

// Run prints the manual page, for man -l or an installation.
func (manCommand) Run(p program, s Streams) error { return writeMan(s.Out, p.parser.Model, p.version) }

// writeMan writes the page in the language of man(7).
func writeMan(w io.Writer, model *kong.Application, version string) error {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH CONCURRENTSESSIONS 1 \"\" \"concurrentsessions %s\" \"User Commands\"\n", roff(version))
	b.WriteString(".SH NAME\nconcurrentsessions \\- find one session that is active from several network origins\n")
	b.WriteString(".SH SYNOPSIS\n.B concurrentsessions\n.I command\n[flags] [path ...]\n")
	fmt.Fprintf(&b, ".SH DESCRIPTION\n%s\n", strings.ReplaceAll(roff(description), "\n\n", "\n.PP\n"))
	b.WriteString(".SH COMMANDS\n")
	for _, n := range model.Children {
		fmt.Fprintf(&b, ".SS %s\n%s\n", roff(n.Name), roff(n.Help))
		for _, a := range n.Positional {
			fmt.Fprintf(&b, ".TP\n.I %s\n%s\n", roff(a.Name), roff(a.Help))
		}
		for _, f := range n.Flags {
			if f.Hidden || f.Name == "help" {
				continue
			}
			name := "--" + f.Name
			if f.Short != 0 {
				name = "-" + string(f.Short) + ", " + name
			}
			if !f.IsBool() {
				name += "=" + f.FormatPlaceHolder()
			}
			fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", roff(name), roff(f.Help))
		}
	}
	code, _ := strings.CutPrefix(exitCodes, "Exit codes: ")
	fmt.Fprintf(&b, ".SH EXIT STATUS\n%s\n", roff(code))
	_, err := io.WriteString(w, b.String())
	return err
}

// roff escapes what man would take for its own.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	return text
}
