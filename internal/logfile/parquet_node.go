package logfile

import (
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// parquetNode is one column, or a group of them, and how it looks in JSON.
// Which values are there follows from the definition and repetition levels of
// the leaves (Dremel's record assembly; parquet-format, "Nested Encoding").
type parquetNode struct {
	name     string
	shape    shape
	repeated bool
	// defined is the definition level from which on the node has a value, and
	// repeats the repetition level of its second and later values.
	defined, repeats int
	below            []*parquetNode
	leaf             int // the column's number, of a leaf
	write            func(dst []byte, v parquet.Value) []byte
}

type shape uint8

const (
	leafShape  shape = iota
	groupShape       // an object
	listShape        // an array of what is below
	mapShape         // an object of what is below: a key and a value
)

func newParquetNode(c *parquet.Column) *parquetNode {
	n := &parquetNode{
		name: c.Name(), repeated: c.Repeated(),
		defined: c.MaxDefinitionLevel(), repeats: c.MaxRepetitionLevel(),
		shape: groupShape,
	}
	if c.Leaf() {
		n.shape, n.leaf, n.write = leafShape, c.Index(), valueWriter(c.Type())
		return n
	}
	for _, child := range c.Columns() {
		n.below = append(n.below, newParquetNode(child))
	}
	if len(n.below) != 1 || !n.below[0].repeated {
		return n
	}
	entries := n.below[0]
	switch logicalType(c.Type()).(type) {
	case *format.ListType:
		n.shape = listShape
		// A repeated group of one column is only there to carry it, except
		// under the names that older writers gave the elements themselves.
		if len(entries.below) == 1 && entries.name != "array" && entries.name != n.name+"_tuple" {
			entries.shape = listShape
		}
	case *format.MapType:
		if len(entries.below) == 2 && entries.below[0].shape == leafShape && !entries.below[0].repeated {
			n.shape = mapShape
		}
	}
	return n
}

func logicalType(t parquet.Type) format.LogicalTypeValue {
	if l := t.LogicalType(); l != nil {
		return l.Value
	}
	return nil
}

// cells are the values of one row, column by column.
type cells struct {
	columns [][]parquet.Value
}

func (c *cells) init(root *parquetNode) {
	leaves := 0
	var count func(n *parquetNode)
	count = func(n *parquetNode) {
		if n.shape == leafShape {
			leaves = max(leaves, n.leaf+1)
		}
		for _, b := range n.below {
			count(b)
		}
	}
	count(root)
	c.columns = make([][]parquet.Value, leaves)
}

func (c *cells) set(row parquet.Row) {
	row.Range(func(column int, values []parquet.Value) bool {
		if column < len(c.columns) {
			c.columns[column] = values
		}
		return true
	})
}

// first is the next value below the node.
func (c *cells) first(n *parquetNode) (v parquet.Value, ok bool) {
	for n.shape != leafShape {
		if len(n.below) == 0 {
			return v, false
		}
		n = n.below[0]
	}
	values := c.columns[n.leaf]
	if len(values) == 0 {
		return v, false
	}
	return values[0], true
}

// skip moves over the one entry that stands for a missing node in each column
// below it.
func (c *cells) skip(n *parquetNode) {
	if n.shape == leafShape {
		if values := c.columns[n.leaf]; len(values) > 0 {
			c.columns[n.leaf] = values[1:]
		}
		return
	}
	for _, b := range n.below {
		c.skip(b)
	}
}

// has says whether the node has a value here. If not, its entry is skipped.
func (c *cells) has(n *parquetNode) bool {
	v, ok := c.first(n)
	if ok && v.DefinitionLevel() >= n.defined {
		return true
	}
	c.skip(n)
	return false
}

// again says whether another value of a repeated node follows.
func (c *cells) again(n *parquetNode) bool {
	v, ok := c.first(n)
	return ok && v.RepetitionLevel() == n.repeats
}

// appendValue writes the node's value, which is there.
func (n *parquetNode) appendValue(dst []byte, c *cells) []byte {
	switch n.shape {
	case leafShape:
		values := c.columns[n.leaf]
		if len(values) == 0 {
			return append(dst, "null"...)
		}
		c.columns[n.leaf] = values[1:]
		return n.write(dst, values[0])
	case listShape:
		return n.below[0].appendElements(dst, c)
	case mapShape:
		return n.below[0].appendEntries(dst, c)
	}
	dst = append(dst, '{')
	for _, b := range n.below {
		switch {
		case b.repeated:
			dst = b.appendElements(appendName(dst, b.name), c)
		case c.has(b):
			dst = b.appendValue(appendName(dst, b.name), c)
		}
	}
	return append(dst, '}')
}

// appendElements writes all values of a repeated node as an array.
func (n *parquetNode) appendElements(dst []byte, c *cells) []byte {
	dst = append(dst, '[')
	for more := c.has(n); more; more = c.again(n) {
		if dst[len(dst)-1] != '[' {
			dst = append(dst, ',')
		}
		switch {
		case n.shape != listShape:
			dst = n.appendValue(dst, c)
		case n.below[0].repeated:
			dst = n.below[0].appendElements(dst, c)
		case c.has(n.below[0]):
			dst = n.below[0].appendValue(dst, c)
		default:
			dst = append(dst, "null"...)
		}
	}
	return append(dst, ']')
}

// appendEntries writes the entries of a map as the members of an object.
func (n *parquetNode) appendEntries(dst []byte, c *cells) []byte {
	key, value := n.below[0], n.below[1]
	dst = append(dst, '{')
	for more := c.has(n); more; more = c.again(n) {
		name := ""
		if v, ok := c.first(key); ok && c.has(key) {
			name = string(v.Bytes())
			c.skip(key)
		}
		switch {
		case value.repeated:
			dst = value.appendElements(appendName(dst, name), c)
		case c.has(value):
			dst = value.appendValue(appendName(dst, name), c)
		}
	}
	return append(dst, '}')
}
