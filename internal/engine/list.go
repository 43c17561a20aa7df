package engine

// list is a slice that grows without moving what it holds, so that growing
// never needs the memory twice.
type list[T any] struct {
	chunks [][]T
	n      int
}

const (
	chunkBits = 12
	chunkLen  = 1 << chunkBits
)

// add appends a value and gives its place.
func (l *list[T]) add(v T) int {
	last := l.n >> chunkBits
	switch {
	case last == len(l.chunks) && last == 0:
		l.chunks = append(l.chunks, nil) // small lists stay small
	case last == len(l.chunks):
		l.chunks = append(l.chunks, make([]T, 0, chunkLen))
	}
	l.chunks[last] = append(l.chunks[last], v)
	l.n++
	return l.n - 1
}

func (l *list[T]) at(i int) *T { return &l.chunks[i>>chunkBits][i&(chunkLen-1)] }

func (l *list[T]) len() int { return l.n }
