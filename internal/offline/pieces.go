package offline

import (
	"context"

	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/inorder"
	"concurrentsessions/internal/logfile"
)

// piece is a stretch of a log with what a worker has found out about it.
type piece struct {
	logfile.Piece

	// batches are the events of each source, reduced.
	batches      []detect.Batch
	unrecognised uint64
	malformed    []malformed

	hits []hit // of the second reading
}

// malformed is an event that cannot be read.
type malformed struct {
	number int // of the event in the piece
	err    error
}

// worker looks at one piece after the other. Several may do so at once.
type worker func(*piece)

// readPieces reads the logs. Pieces are worked on side by side, on the cores
// that there are, and taken one by one in the order of the logs. So nothing
// that is found depends on the number of workers.
func readPieces(ctx context.Context, plan Plan, opt logfile.Options, newWorker func() worker, take func(*piece) error) (logfile.Stats, error) {
	line := inorder.New(workers(plan),
		func() *piece { return new(piece) },
		func() func(*piece) {
			work := newWorker()
			return func(p *piece) {
				p.Split()
				work(p)
			}
		}, take)
	defer line.Close()
	return logfile.ReadPieces(ctx, plan.Paths, opt, &sink{line: line})
}

// workers is how many pieces are worked on at once.
func workers(plan Plan) int {
	if plan.workers != 0 {
		return max(plan.workers, 0)
	}
	return inorder.Workers()
}

// sink puts what is read into the line.
type sink struct {
	line *inorder.Line[piece]
	at   *piece
}

func (s *sink) Piece() *logfile.Piece {
	s.at = s.line.Piece()
	return &s.at.Piece
}

func (s *sink) Put() error { return s.line.Put(s.at) }

func (s *sink) Wait() error { return s.line.Wait() }
