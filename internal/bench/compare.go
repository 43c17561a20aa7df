package main

import (
	"context"
	"fmt"

	"concurrentsessions/internal/bench/drive"
)

// side is one of the programs that are compared.
type side struct {
	run  func(context.Context) (drive.Usage, error)
	best drive.Usage
	// once runs only in the first round: what takes long needs no repeating.
	once bool
}

// compare runs the sides in turn and keeps for each the least it took.
func (l *lab) compare(ctx context.Context, sides ...*side) error {
	for round := range l.rounds {
		for _, s := range sides {
			if round > 0 && s.once {
				continue
			}
			u, err := s.run(ctx)
			if err != nil {
				return err
			}
			if round == 0 {
				s.best = u
			}
			s.best.Wall, s.best.CPU = min(s.best.Wall, u.Wall), min(s.best.CPU, u.CPU)
			s.best.Peak = max(s.best.Peak, u.Peak)
		}
	}
	return nil
}

// same says that a result is what was expected.
func same(what string, want, got int) error {
	if want != got {
		return fmt.Errorf("wrong result: %d %s, want %d", got, what, want)
	}
	return nil
}
