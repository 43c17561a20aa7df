package project

import (
	"unsafe"

	"github.com/tidwall/gjson"
)

// slowWalk reads any event with gjson. It reports false if the event is no
// object.
func (d *document) slowWalk(event []byte, open uint64) bool {
	// The string stands for the event during the walk alone: every value that
	// is kept is copied.
	root := gjson.Parse(unsafe.String(unsafe.SliceData(event), len(event)))
	if !root.IsObject() {
		return false
	}
	members := d.plan.trie.members
	root.ForEach(func(key, value gjson.Result) bool {
		i, wanted := find(members, key.Str, open)
		if !wanted {
			return true
		}
		open &^= 1 << i
		d.visit(value, members[i].node)
		for _, number := range members[i].node.below {
			d.passed[number] = true
		}
		return open != 0 && !d.complete()
	})
	return true
}

// find gives the place of the member that is still open.
func find(members []member, key string, open uint64) (int, bool) {
	for i := range members {
		if open&(1<<i) != 0 && members[i].key == key {
			return i, true
		}
	}
	return 0, false
}

// visit takes what n wants of the value.
func (d *document) visit(value gjson.Result, n *node) {
	switch {
	case value.Type != gjson.JSON:
		for _, number := range n.leaves {
			d.addScalar(number, value)
		}
	case value.IsObject():
		d.visitObject(value, n.members)
	case value.IsArray():
		d.visitArray(value, n)
	}
}

func (d *document) visitObject(value gjson.Result, members []member) {
	open := uint64(1)<<len(members) - 1
	if open == 0 {
		return
	}
	value.ForEach(func(key, value gjson.Result) bool {
		if i, wanted := find(members, key.Str, open); wanted {
			open &^= 1 << i
			d.visit(value, members[i].node)
		}
		return open != 0
	})
}

func (d *document) visitArray(value gjson.Result, n *node) {
	if n.elements == nil && len(n.chosen) == 0 {
		return
	}
	value.ForEach(func(_, element gjson.Result) bool {
		if n.elements != nil {
			d.visit(element, n.elements)
		}
		for i := range n.chosen {
			if c := &n.chosen[i]; hasMember(element, c.member, c.equal) {
				d.visit(element, c.node)
			}
		}
		return true
	})
}

// hasMember says whether the object's member equals the text.
func hasMember(object gjson.Result, member, equal string) bool {
	if !object.IsObject() {
		return false
	}
	equals := false
	object.ForEach(func(key, value gjson.Result) bool {
		if key.Str != member {
			return true
		}
		equals = scalarText(value) == equal
		return false
	})
	return equals
}

// scalarText is the text of a string, number or boolean.
func scalarText(value gjson.Result) string {
	switch value.Type {
	case gjson.String:
		return value.Str
	case gjson.Number, gjson.True, gjson.False:
		return value.Raw
	}
	return ""
}

func (d *document) addScalar(number int, value gjson.Result) {
	if text := scalarText(value); text != "" {
		from := len(d.text)
		d.text = append(d.text, text...)
		d.spans[number] = append(d.spans[number], span{from, len(d.text)})
	}
}
