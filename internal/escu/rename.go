package escu

import (
	"fmt"
	"strings"
)

// rename moves a field to another name and overwrites what is there. A row
// that has no such field stays as it is. With * at the end of both names all
// fields that begin like from are moved.
type rename struct{ from, to string }

// of is what the rename makes of a name.
func (r rename) of(name string) string {
	from, wild := strings.CutSuffix(r.from, "*")
	if !wild {
		if name == r.from {
			return r.to
		}
		return name
	}
	if rest, ok := strings.CutPrefix(name, from); ok {
		return strings.TrimSuffix(r.to, "*") + rest
	}
	return name
}

func (r rename) step(s *schema) rowStep {
	type move struct{ from, to int }
	var moves []move
	for from, name := range append([]string(nil), s.names...) {
		if to := r.of(name); to != name {
			moves = append(moves, move{from, s.slot(to)})
		}
	}
	return func(row []cell) {
		for _, m := range moves {
			if row[m.from].kind != null {
				row[m.to], row[m.from] = row[m.from], cell{}
			}
		}
	}
}

func (r rename) String() string { return fmt.Sprintf("rename %s as %s", r.from, r.to) }
