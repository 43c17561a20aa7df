package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Run prints the script.
func (c *completionCommand) Run(p program, s Streams) error {
	switch c.Shell {
	case "fish":
		return writeFish(s.Out, p.parser.Model)
	case "zsh":
		fmt.Fprintln(s.Out, "autoload -U +X bashcompinit && bashcompinit")
	}
	return writeBash(s.Out, p.parser.Model)
}

// words lists the long flags of a command.
func words(n *kong.Node) []string {
	list := []string{"--help"}
	for _, f := range n.Flags {
		if !f.Hidden && f.Name != "help" {
			list = append(list, "--"+f.Name)
		}
	}
	return list
}

func writeBash(w io.Writer, model *kong.Application) error {
	var names []string
	var cases strings.Builder
	for _, n := range model.Children {
		names = append(names, n.Name)
		fmt.Fprintf(&cases, "    %s) flags=%q ;;\n", n.Name, strings.Join(words(n), " "))
		for _, f := range n.Flags {
			if values := f.EnumSlice(); f.Enum != "" {
				fmt.Fprintf(&cases, "    %s:--%s) values=%q ;;\n", n.Name, f.Name, strings.Join(values, " "))
			}
		}
	}
	_, err := fmt.Fprintf(w, `# Source this: concurrentsessions completion bash > /etc/bash_completion.d/concurrentsessions
_concurrentsessions() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} flags= values=
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W %q -- "$word"))
    return
  fi
  for key in "$command" "$command:$before"; do
    case $key in
%s    esac
  done
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$word"))
  elif [ "${word#-}" != "$word" ]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _concurrentsessions concurrentsessions
`, strings.Join(names, " "), cases.String())
	return err
}

func writeFish(w io.Writer, model *kong.Application) error {
	const none = "complete -c concurrentsessions -n __fish_use_subcommand -f"
	for _, n := range model.Children {
		fmt.Fprintf(w, "%s -a %s -d %s\n", none, n.Name, fishQuote(n.Help))
		for _, f := range n.Flags {
			line := fmt.Sprintf("complete -c concurrentsessions -n '__fish_seen_subcommand_from %s' -l %s -d %s", n.Name, f.Name, fishQuote(f.Help))
			if values := slices.DeleteFunc(f.EnumSlice(), func(v string) bool { return v == "" }); len(values) > 0 {
				line += " -x -a " + fishQuote(strings.Join(values, " "))
			} else if !f.IsBool() {
				line += " -r"
			}
			if _, err := fmt.Fprintln(w, line); err != nil {
				return err
			}
		}
	}
	return nil
}

func fishQuote(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(text) + "'"
}
