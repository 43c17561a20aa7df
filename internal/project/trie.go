package project

import "slices"

// node is a place in an event's JSON, and what is wanted there and below.
// The paths of all fields form one tree of nodes, so that an event is walked
// once.
type node struct {
	// place numbers the nodes of a tree.
	place int
	// leaves are the fields whose value stands here.
	leaves []int
	// below are all fields that stand here or deeper.
	below []int
	// members are the wanted members, if an object is here.
	members []member
	// elements is what is wanted of each element, if an array is here.
	elements *node
	// chosen are what is wanted of some elements, if an array is here.
	chosen []choice
}

type member struct {
	key  string
	node *node
}

// choice is what is wanted of the elements whose member equals a text.
type choice struct {
	member, equal string
	node          *node
}

// newTrie makes the tree, and tells how many nodes it has.
func newTrie(fields []field) (root *node, nodes int) {
	root = new(node)
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
	root.count(&nodes)
	return root, nodes
}

// count numbers the node and all below.
func (n *node) count(nodes *int) {
	n.place = *nodes
	*nodes++
	for _, m := range n.members {
		m.node.count(nodes)
	}
	if n.elements != nil {
		n.elements.count(nodes)
	}
	for _, c := range n.chosen {
		c.node.count(nodes)
	}
}

func (n *node) child(key string) *node {
	if i := n.find(key); i >= 0 {
		return n.members[i].node
	}
	n.members = append(n.members, member{key, new(node)})
	return n.members[len(n.members)-1].node
}

// find gives the place of the member of that name, -1 if there is none.
func (n *node) find(key string) int {
	return slices.IndexFunc(n.members, func(m member) bool { return m.key == key })
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
