// Package peer is the programs in Go that the product is measured against:
// each does a part of its work and nothing else.
package peer

import (
	"fmt"
	"io"
	"os"
)

// Word is the first argument that makes a program call [Main].
const Word = "peer"

// peers are the programs by name.
var peers = map[string]func(in io.Reader, out io.Writer) error{
	"read":    Read,
	"walk":    Walk,
	"inflate": Inflate,
}

// Main runs the peer named by the first argument on stdin, or on the file named
// by the second, and gives the exit code.
func Main(args []string) int {
	if err := run(args); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func run(args []string) error {
	work, ok := peers[args[0]]
	if !ok {
		return fmt.Errorf("there is no peer %q", args[0])
	}
	in := os.Stdin
	if len(args) > 1 {
		file, err := os.Open(args[1])
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	return work(in, os.Stdout)
}
