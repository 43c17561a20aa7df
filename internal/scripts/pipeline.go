package scripts

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// pipeline is what stands behind the first pipe of a search: lists that leave
// out rows, the command, and conditions that findings have to meet.
type pipeline struct {
	trusted, ignored []string
	args             string
	where            []comparison
}

// comparison is name>=number or name=text.
type comparison struct {
	column string
	least  bool
	value  string
}

// splitPipes cuts at pipes outside quotes.
func splitPipes(line string) (head string, pipes []string) {
	quoted := false
	parts := strings.FieldsFunc(line, func(r rune) bool {
		quoted = quoted != (r == '"')
		return r == '|' && !quoted
	})
	for _, part := range parts[1:] {
		pipes = append(pipes, strings.TrimSpace(part))
	}
	return strings.TrimSpace(parts[0]), pipes
}

func readPipeline(pipes []string) (p pipeline, err error) {
	isThere := false
	for _, pipe := range pipes {
		word := firstWord(pipe)
		rest := strings.TrimSpace(pipe[len(word):])
		switch {
		case word == "trust" && !isThere:
			p.trusted = append(p.trusted, rest)
		case word == "ignore" && !isThere:
			p.ignored = append(p.ignored, rest)
		case word == "concurrentsessions" && !isThere:
			isThere, p.args = true, rest
		case word == "where" && isThere:
			c, err := readComparison(rest)
			if err != nil {
				return p, err
			}
			p.where = append(p.where, c)
		default:
			return p, fmt.Errorf("%q: want | trust NETWORK, | ignore IDENTITY, | concurrentsessions OPTIONS and | where CONDITION, in this order", pipe)
		}
	}
	if !isThere {
		return p, errors.New("want | concurrentsessions and its options")
	}
	return p, nil
}

func readComparison(text string) (c comparison, err error) {
	name, value, ok := strings.Cut(text, "=")
	c.column, c.least = strings.CutSuffix(name, ">")
	c.value = strings.Trim(value, `"`)
	if c.least {
		_, err = strconv.Atoi(c.value)
	}
	if !ok || err != nil {
		return c, fmt.Errorf("where %s: want a column and what it has to be, such as score>=40 or interleaved=true", text)
	}
	return c, nil
}

// holds says whether a row of the answer meets the comparison.
func (c comparison) holds(values []string) bool {
	if len(values) == 0 {
		return false
	}
	if !c.least {
		return values[0] == c.value
	}
	have, err := strconv.Atoi(values[0])
	least, _ := strconv.Atoi(c.value)
	return err == nil && have >= least
}

func firstWord(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}
