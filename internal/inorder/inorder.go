// Package inorder spreads work over the cores: pieces are worked on side by
// side, and what comes of them is taken one at a time, in the order in which
// the pieces came. So the result does not depend on the number of workers.
package inorder

import (
	"runtime"
	"sync"
)

// Line is such a line of work. One goroutine fills pieces and puts them in.
type Line[P any] struct {
	take  func(*P) error
	free  chan *P
	work  chan *job[P]
	order chan *job[P]
	done  sync.WaitGroup

	inline func(*P) // where there are no workers
	failed chan struct{}
	err    error // of take, once failed is closed
	closed bool
}

type job[P any] struct {
	piece  *P
	worked chan struct{}
}

// Workers is how many workers the machine is good for: as many as it has cores,
// and none where there is one, since one thing after the other is fastest there.
func Workers() int {
	if n := runtime.GOMAXPROCS(0); n > 1 {
		return n
	}
	return 0
}

// New starts a line. Each of the workers does what a newWorker gives it with
// pieces of newPiece; take gets them one by one. Without workers everything
// happens in Put. Close ends the line.
func New[P any](workers int, newPiece func() *P, newWorker func() func(*P), take func(*P) error) *Line[P] {
	l := &Line[P]{take: take, failed: make(chan struct{})}
	pieces := 2*workers + 2 // one is filled, one taken, and nobody waits
	if workers == 0 {
		pieces, l.inline = 1, newWorker()
	}
	l.free = make(chan *P, pieces)
	for range pieces {
		l.free <- newPiece()
	}
	if workers == 0 {
		return l
	}
	l.work, l.order = make(chan *job[P], pieces), make(chan *job[P], pieces)
	for range workers {
		l.done.Add(1)
		go l.worker(newWorker())
	}
	l.done.Add(1)
	go l.taker()
	return l
}

func (l *Line[P]) worker(do func(*P)) {
	defer l.done.Done()
	for j := range l.work {
		do(j.piece)
		j.worked <- struct{}{}
	}
}

func (l *Line[P]) taker() {
	defer l.done.Done()
	for j := range l.order {
		<-j.worked
		l.taken(j.piece)
		l.free <- j.piece
	}
}

// taken takes a piece, unless one before it could not be taken.
func (l *Line[P]) taken(piece *P) {
	if l.err != nil {
		return
	}
	if err := l.take(piece); err != nil {
		l.err = err
		close(l.failed)
	}
}

// Piece gives a piece to fill, as it was when it was last taken. It waits until
// there is one.
func (l *Line[P]) Piece() *P { return <-l.free }

// Back gives back a piece that is not put in.
func (l *Line[P]) Back(piece *P) { l.free <- piece }

// Put puts a piece in. The error is that of taking an earlier one; nothing is
// taken any more then.
func (l *Line[P]) Put(piece *P) error {
	if l.inline != nil {
		if l.err == nil {
			l.inline(piece)
			l.taken(piece)
		}
		l.free <- piece
		return l.err
	}
	j := &job[P]{piece, make(chan struct{}, 1)}
	l.work <- j
	l.order <- j
	return l.Err()
}

// Err is the error of taking a piece, as far as it is known.
func (l *Line[P]) Err() error {
	select {
	case <-l.failed:
		return l.err
	default:
		return nil
	}
}

// Wait waits until all pieces are taken, and gives the error of taking them.
func (l *Line[P]) Wait() error {
	all := make([]*P, 0, cap(l.free))
	for range cap(l.free) {
		all = append(all, <-l.free)
	}
	for _, piece := range all {
		l.free <- piece
	}
	return l.Err()
}

// Close ends the line, and waits until nobody works any more.
func (l *Line[P]) Close() {
	if l.closed || l.inline != nil {
		return
	}
	l.closed = true
	close(l.work)
	close(l.order)
	l.done.Wait()
}
