package condition

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"concurrentsessions/internal/sighting"
)

// SyntaxError is a condition that cannot be read, or is refused.
type SyntaxError struct {
	Condition string
	// Offset is the byte at which reading stopped.
	Offset int
	Err    error
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("condition %q at character %d: %v", e.Condition, e.Offset+1, e.Err)
}

func (e *SyntaxError) Unwrap() error { return e.Err }

// Why a condition is refused.
var (
	ErrNotMonotone = errors.New("more values could undo this comparison, so an episode would have no clear start; only > and >= are allowed")
	ErrAlways      = errors.New("the condition already holds when nothing is seen; ask for at least one value, as in dc(origin)>1")
)

const (
	maxDepth = 100
	maxCount = 1_000_000_000
)

// Parse reads a condition: dc(x)>n and dc(x)>=n, joined by AND, OR and
// parentheses; AND binds tighter; the words in any case. The error is a
// [*SyntaxError].
func Parse(text string) (Condition, error) {
	p := &parser{text: text}
	root, err := p.disjunction(0)
	if err == nil && p.peek() != "" {
		err = fmt.Errorf("unexpected %q; want AND, OR or the end", p.peek())
	}
	if err == nil && root.holds(new(Counts)) {
		p.at, err = 0, ErrAlways
	}
	if err != nil {
		return Condition{}, &SyntaxError{Condition: text, Offset: p.at, Err: err}
	}
	return Condition{root: root}, nil
}

// parser reads text from left to right; the next token starts at or after at.
type parser struct {
	text string
	at   int
}

// peek gives the next token without taking it, "" at the end: a word, a
// number, a comparison operator or a single character.
func (p *parser) peek() string {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
	rest := p.text[p.at:]
	if rest == "" {
		return ""
	}
	if n := len(rest) - len(strings.TrimLeft(rest, wordChars)); n > 0 {
		return rest[:n]
	}
	if n := len(rest) - len(strings.TrimLeft(rest, "<>=!")); n > 0 {
		return rest[:n]
	}
	return rest[:1]
}

const wordChars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."

func (p *parser) take() string {
	token := p.peek()
	p.at += len(token)
	return token
}

// accept takes the next token if it is the word, in any case.
func (p *parser) accept(word string) bool {
	token := p.peek()
	if !strings.EqualFold(token, word) {
		return false
	}
	p.at += len(token)
	return true
}

func (p *parser) want(token string) error {
	if !p.accept(token) {
		return fmt.Errorf("want %q, not %q", token, p.peek())
	}
	return nil
}

func (p *parser) disjunction(depth int) (node, error) {
	return p.chain(or, "OR", func() (node, error) {
		return p.chain(and, "AND", func() (node, error) { return p.term(depth) })
	})
}

// chain reads operands joined by word; one operand alone is itself.
func (p *parser) chain(op operator, word string, operand func() (node, error)) (node, error) {
	var nodes []node
	for {
		n, err := operand()
		if err != nil {
			return node{}, err
		}
		nodes = append(nodes, n)
		if !p.accept(word) {
			break
		}
	}
	if len(nodes) == 1 {
		return nodes[0], nil
	}
	return node{op: op, nodes: nodes}, nil
}

func (p *parser) term(depth int) (node, error) {
	if depth > maxDepth {
		return node{}, fmt.Errorf("more than %d parentheses inside each other", maxDepth)
	}
	if p.accept("(") {
		n, err := p.disjunction(depth + 1)
		if err != nil {
			return node{}, err
		}
		return n, p.want(")")
	}
	if strings.EqualFold(p.peek(), "NOT") {
		return node{}, ErrNotMonotone
	}
	if !p.accept("dc") {
		return node{}, fmt.Errorf("want dc(...) or a parenthesis, not %q", p.peek())
	}
	if err := p.want("("); err != nil {
		return node{}, err
	}
	attribute, ok := sighting.AttributeByName(strings.ToLower(p.peek()))
	if !ok || attribute >= sighting.NumCountable {
		return node{}, fmt.Errorf("cannot count %q; want one of %s", p.peek(), strings.Join(Countable(), ", "))
	}
	p.take()
	if err := p.want(")"); err != nil {
		return node{}, err
	}
	return p.comparison(attribute)
}

func (p *parser) comparison(attribute sighting.Attribute) (node, error) {
	least := 0
	switch token := p.peek(); token {
	case ">":
		least = 1
	case ">=":
	case "<", "<=", "=", "==", "!=", "<>":
		return node{}, ErrNotMonotone
	default:
		return node{}, fmt.Errorf("want > or >=, not %q", token)
	}
	p.take()
	n, err := strconv.Atoi(p.peek())
	if err != nil || n < 0 || n > maxCount {
		return node{}, fmt.Errorf("want a whole number from 0 to %d, not %q", maxCount, p.peek())
	}
	p.take()
	return node{op: compare, attribute: attribute, least: least + n}, nil
}

// Countable lists the names that dc() takes.
func Countable() []string {
	names := make([]string, sighting.NumCountable)
	for a := range sighting.NumCountable {
		names[a] = a.String()
	}
	return names
}
