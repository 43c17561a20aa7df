package inorder_test

import (
	"errors"
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"concurrentsessions/internal/inorder"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type piece struct{ number, square int }

func square(busy *atomic.Int64) func() func(*piece) {
	return func() func(*piece) {
		return func(p *piece) {
			for range rand.IntN(50) {
				runtime.Gosched()
			}
			p.square = p.number * p.number
			busy.Add(1)
		}
	}
}

func TestPiecesAreTakenInOrder(t *testing.T) {
	t.Parallel()
	for workers := range 5 {
		var taken []int
		var worked atomic.Int64
		l := inorder.New(workers, func() *piece { return &piece{} }, square(&worked), func(p *piece) error {
			taken = append(taken, p.square)
			return nil
		})
		var want []int
		for i := range 300 {
			p := l.Piece()
			if i%7 == 0 {
				l.Back(p)
				continue
			}
			p.number = i
			want = append(want, i*i)
			require.NoError(t, l.Put(p))
			if i == 100 {
				require.NoError(t, l.Wait())
				require.Equal(t, want, taken, "%d workers", workers)
			}
		}
		require.NoError(t, l.Wait())
		require.Equal(t, want, taken, "%d workers", workers)
		require.EqualValues(t, len(want), worked.Load())
		l.Close()
		l.Close()
	}
}

func TestNothingIsTakenAfterAnError(t *testing.T) {
	t.Parallel()
	full := errors.New("full")
	for workers := range 4 {
		last := 0
		var worked atomic.Int64
		l := inorder.New(workers, func() *piece { return &piece{} }, square(&worked), func(p *piece) error {
			if last = p.number; last == 20 {
				return full
			}
			return nil
		})
		var err error
		for i := 0; i < 10_000 && err == nil; i++ {
			p := l.Piece()
			p.number = i
			err = l.Put(p)
		}
		if workers > 0 {
			err = l.Wait()
		}
		require.ErrorIs(t, err, full)
		require.ErrorIs(t, l.Err(), full)
		require.ErrorIs(t, l.Wait(), full)
		require.Equal(t, 20, last)
		l.Close()
	}
}

// Whoever gives up in the middle leaves nobody behind.
func TestCloseWithoutWait(t *testing.T) {
	t.Parallel()
	var worked atomic.Int64
	l := inorder.New(3, func() *piece { return &piece{} }, square(&worked), func(*piece) error { return nil })
	for range 5 {
		require.NoError(t, l.Put(l.Piece()))
	}
	l.Piece() // never filled
	l.Close()
}
