package engine

import (
	"math/bits"

	"concurrentsessions/internal/epoch"
)

// page has the sightings of one slice of the clock: those of each key in a tree,
// in the order of (identity, time). Nodes have numbers in place of pointers, so
// that the collector of garbage has nothing to look at.
//
// A tree is a treap: a node has a higher rank than those below it, and ranks are
// scattered, so that a tree of n nodes is about 2 log n high, in whatever order
// they come.
type page struct {
	trees []tree // by key, by open addressing; the length is a power of two
	keys  int
	nodes nodes

	// aside is where the page was put aside, as it is; nil if it was not.
	aside []frame
	// isAside says that it is there alone.
	isAside bool
}

// tree is the tree of a key. Nodes have their places plus one, 0 is none.
type tree struct{ key, root uint32 }

type node struct {
	at         epoch.Micros
	id         ID
	rank       uint32
	less, more uint32
}

// nodes are in chunks, which are shorter than those of a list: there are many
// pages.
type nodes struct {
	chunks [][]node
	n      int
}

const nodeChunk = 1 << 8

func (l *nodes) add(n node) {
	last := l.n / nodeChunk
	if last == len(l.chunks) {
		var chunk []node // the first one grows
		if last > 0 {
			chunk = make([]node, 0, nodeChunk)
		}
		l.chunks = append(l.chunks, chunk)
	}
	l.chunks[last] = append(l.chunks[last], n)
	l.n++
}

const (
	treeBytes  = 8
	nodeBytes  = 24
	firstTrees = 4
)

// bytes is about how much memory the page holds.
func (p *page) bytes() int64 { return int64(len(p.trees))*treeBytes + int64(p.nodes.n)*nodeBytes }

// isBefore says that the node comes before such a sighting.
func (n *node) isBefore(id ID, at epoch.Micros) bool { return n.id < id || n.id == id && n.at < at }

func (p *page) node(place uint32) *node {
	return &p.nodes.chunks[(place-1)/nodeChunk][(place-1)%nodeChunk]
}

// slot is where the key's tree is, or a free one.
func (p *page) slot(key uint32) *tree {
	mask := len(p.trees) - 1
	for i := int(scatter(key)) & mask; ; i = (i + 1) & mask {
		if t := &p.trees[i]; t.root == 0 || t.key == key {
			return t
		}
	}
}

// scatter mixes the bits of a number, so that each depends on all.
func scatter(n uint32) uint32 {
	hi, lo := bits.Mul64(uint64(n)+0x9e3779b97f4a7c15, 0xd1342543de82ef95)
	return uint32(hi ^ lo)
}

// root is the root of the key's tree, 0 if it has none.
func (p *page) root(key uint32) uint32 {
	if p.keys == 0 {
		return 0
	}
	return p.slot(key).root
}

// add adds a sighting of the key. One that is there already changes nothing.
func (p *page) add(key uint32, id ID, at epoch.Micros) {
	if 4*(p.keys+1) > 3*len(p.trees) {
		p.grow()
	}
	t := p.slot(key)
	if n, _ := p.around(t.root, id, at); n != nil && n.id == id && n.at == at {
		return
	}
	p.aside = nil
	if t.root == 0 {
		t.key = key
		p.keys++
	}
	place := uint32(p.nodes.n + 1)
	p.nodes.add(node{at: at, id: id, rank: scatter(place)})
	p.insert(&t.root, place)
}

// treesFor is the least length of the trees for so many keys: a quarter of them
// is free.
func treesFor(keys int) int {
	length := firstTrees
	for 4*keys > 3*length {
		length *= 2
	}
	return length
}

func (p *page) grow() {
	old := p.trees
	p.trees = make([]tree, treesFor(p.keys+1))
	for _, t := range old {
		if t.root != 0 {
			*p.slot(t.key) = t
		}
	}
}

// insert puts a node into the tree: down to where all have lower ranks, which
// are then divided into those before it and those behind.
func (p *page) insert(link *uint32, place uint32) {
	made := p.node(place)
	for *link != 0 {
		n := p.node(*link)
		if n.rank < made.rank {
			break
		}
		link = n.toward(made)
	}
	rest := *link
	*link = place
	less, more := &made.less, &made.more
	for rest != 0 {
		n := p.node(rest)
		if n.isBefore(made.id, made.at) {
			*less, less, rest = rest, &n.more, n.more
		} else {
			*more, more, rest = rest, &n.less, n.less
		}
	}
	*less, *more = 0, 0
}

// toward is the side of the node on which another one stands.
func (n *node) toward(other *node) *uint32 {
	if n.isBefore(other.id, other.at) {
		return &n.more
	}
	return &n.less
}

// around are the tree's last node before or at such a sighting, and the first one
// behind it; nil for none.
func (p *page) around(root uint32, id ID, at epoch.Micros) (before, behind *node) {
	for root != 0 {
		if n := p.node(root); n.id < id || n.id == id && n.at <= at {
			before, root = n, n.more
		} else {
			behind, root = n, n.less
		}
	}
	return before, behind
}

// first is the tree's first node, nil for none.
func (p *page) first(root uint32) *node {
	_, first := p.around(root, 0, -epoch.Forever)
	return first
}
