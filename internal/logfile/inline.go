package logfile

import "context"

// Read reads like [ReadPieces], and calls event for each event and problem, if
// it is set, for each problem, in order. An error of event ends the reading and
// is returned.
func Read(ctx context.Context, paths []string, opt Options, event func(*Event) error, problem func(Problem)) (Stats, error) {
	in := &inline{strict: opt.Strict, event: event, problem: problem}
	return ReadPieces(ctx, paths, opt, in)
}

// inline is the sink that does everything at once.
type inline struct {
	piece   Piece
	strict  bool
	event   func(*Event) error
	problem func(Problem)
}

func (in *inline) Piece() *Piece { return &in.piece }

func (in *inline) Put() error {
	in.piece.Split()
	return in.piece.Each(
		func(_ int, e *Event) error { return in.event(e) },
		func(p Problem) error {
			if in.problem != nil {
				in.problem(p)
			}
			if in.strict {
				return p
			}
			return nil
		})
}

func (in *inline) Wait() error { return nil }
