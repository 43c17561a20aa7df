package splunkd

import "math/rand/v2"

// Chunking is how the rows are cut into requests, beside their size.
type Chunking struct {
	// Last says whether the last request has rows.
	Last LastRequest
	// EmptyFirst, EmptyMiddle and EmptyLast add requests without rows: before
	// the first row, between any two requests, and before the last request.
	EmptyFirst, EmptyMiddle, EmptyLast bool
	// NoHeader gives requests without rows a body of length 0 instead of a
	// header row alone.
	NoHeader bool
	// RestartIndex lets _chunked_idx count per request; else it runs on.
	RestartIndex bool
	// StarIndex sends _chunked_idx also with all fields (required_fields "*").
	StarIndex bool
	// Shuffle, if not 0, is the seed of a random order of the rows.
	Shuffle uint64
	// Cut, if not 0, is the seed of the places at which writes are cut.
	Cut uint64
}

// LastRequest says whether the last request has rows.
type LastRequest int

// The last request: as splunkd does for the type at hand, which is without
// rows for streaming and stateful with required fields; with rows; without.
const (
	UsualLast LastRequest = iota
	LastWithRows
	LastWithoutRows
)

// request is one execute request.
type request struct {
	rows       []int // positions in the input, in the order they are sent
	firstIndex int   // the _chunked_idx of the first row
	last       bool
}

// plan cuts n rows into requests of at most size rows.
func (c Chunking) plan(n, size int, indexed bool) []request {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	if c.Shuffle != 0 {
		random := rand.New(rand.NewPCG(c.Shuffle, 0))
		random.Shuffle(n, func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	var requests []request
	if c.EmptyFirst {
		requests = append(requests, request{})
	}
	for from := 0; from < n; from += size {
		if c.EmptyMiddle && from > 0 {
			requests = append(requests, request{})
		}
		r := request{rows: order[from:min(from+size, n)]}
		if !c.RestartIndex {
			r.firstIndex = from
		}
		requests = append(requests, r)
	}
	withoutRows := c.Last == LastWithoutRows || c.Last == UsualLast && indexed
	switch {
	case c.EmptyLast && withoutRows:
		requests = append(requests, request{}, request{})
	case c.EmptyLast && n > 0: // before the last one, which has rows
		requests = append(requests[:len(requests)-1], request{}, requests[len(requests)-1])
	case withoutRows || n == 0:
		requests = append(requests, request{})
	}
	requests[len(requests)-1].last = true
	return requests
}

// cut cuts b into pieces at random places, at most a few dozen.
func cut(b []byte, random *rand.Rand) (pieces [][]byte) {
	for len(b) > 0 {
		n := 1 + random.IntN(min(len(b), 40))
		if len(pieces) > 20 {
			n = 1 + random.IntN(len(b))
		}
		pieces = append(pieces, b[:n])
		b = b[n:]
	}
	return pieces
}
