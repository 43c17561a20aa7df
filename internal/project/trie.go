package project

// node is a place in an event's JSON, and what is wanted there and below.
// The paths of all fields form one tree of nodes, so that an event is walked
// once.
type node struct {
	// leaves are the fields whose value stands here.
	leaves []int
	// below are all fields that stand here or deeper.
	below []int
	// members are the wanted members, if an object is here.
	members []member
	// index has, by the hash of their names, the numbers of the members from 1
	// on; those of one hash are linked by next.
	index [indexSize]uint8
	// elements is what is wanted of each element, if an array is here.
	elements *node
	// chosen are what is wanted of some elements, if an array is here.
	chosen []choice
}

type member struct {
	key  string
	node *node
	next uint8
}

const indexSize = 64

// keyHash tells most names of one object apart.
func keyHash[T string | []byte](key T) int {
	if len(key) == 0 {
		return 0
	}
	return (len(key) + 5*int(key[0]) + 11*int(key[len(key)-1])) % indexSize
}

// choice is what is wanted of the elements whose member equals a text.
type choice struct {
	member, equal string
	node          *node
}

func newTrie(fields []field) *node {
	root := new(node)
	for number, f := range fields {
		at := root
		at.below = append(at.below, number)
		for _, s := range f.steps {
			at = at.child(s.key)
			at.below = append(at.below, number)
			switch {
			case s.member != "":
				at = at.choose(s.member, s.equal)
			case s.each:
				if at.elements == nil {
					at.elements = new(node)
				}
				at = at.elements
			}
		}
		at.leaves = append(at.leaves, number)
	}
	return root
}

func (n *node) child(key string) *node {
	for _, m := range n.members {
		if m.key == key {
			return m.node
		}
	}
	bucket := &n.index[keyHash(key)]
	n.members = append(n.members, member{key: key, node: new(node), next: *bucket})
	*bucket = uint8(len(n.members))
	return n.members[len(n.members)-1].node
}

// wanted gives the place of the member of that name, if it is open; else -1.
func (n *node) wanted(key []byte, open uint64) int {
	for i := n.index[keyHash(key)]; i > 0; i = n.members[i-1].next {
		if m := int(i) - 1; n.members[m].key == string(key) {
			if open&(1<<m) == 0 {
				return -1
			}
			return m
		}
	}
	return -1
}

// all has the bits of all members set.
func (n *node) all() uint64 { return uint64(1)<<len(n.members) - 1 }

func (n *node) choose(member, equal string) *node {
	for _, c := range n.chosen {
		if c.member == member && c.equal == equal {
			return c.node
		}
	}
	n.chosen = append(n.chosen, choice{member, equal, new(node)})
	return n.chosen[len(n.chosen)-1].node
}
