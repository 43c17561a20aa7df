package splunkd

// Variation is one way in which splunkd may differ from its usual self.
type Variation struct {
	Name      string
	ChunkRows int
	Chunking  Chunking
	Getinfo   Getinfo
	Arguments ArgumentStyle
}

// Apply varies a search.
func (v Variation) Apply(s *Search) {
	s.ChunkRows, s.Chunking, s.Getinfo, s.Arguments = v.ChunkRows, v.Chunking, v.Getinfo, v.Arguments
}

// Variations are those that must not change what a command finds, though they
// may change the order of its input. Rows of equal times may swap places.
func Variations() []Variation {
	return []Variation{
		{Name: "usual"},
		{Name: "one row a chunk", ChunkRows: 1},
		{Name: "2500 rows a chunk", ChunkRows: 2500},
		{Name: "12500 rows a chunk", ChunkRows: 12500},
		{Name: "last chunk with rows", ChunkRows: 7, Chunking: Chunking{Last: LastWithRows}},
		{Name: "last chunk without rows", ChunkRows: 7, Chunking: Chunking{Last: LastWithoutRows}},
		{Name: "empty chunks", ChunkRows: 7, Chunking: Chunking{EmptyFirst: true, EmptyMiddle: true, EmptyLast: true}},
		{Name: "empty bodies", ChunkRows: 7, Chunking: Chunking{
			EmptyFirst: true, EmptyMiddle: true, EmptyLast: true, NoHeader: true, Last: LastWithoutRows,
		}},
		{Name: "shuffled", ChunkRows: 11, Chunking: Chunking{Shuffle: 1}},
		{Name: "index restarts", ChunkRows: 5, Chunking: Chunking{RestartIndex: true}},
		{Name: "index with all fields", ChunkRows: 5, Chunking: Chunking{StarIndex: true}},
		{Name: "writes cut", ChunkRows: 13, Chunking: Chunking{Cut: 1}},
		{Name: "keys sorted", Getinfo: Getinfo{Order: SortedOrder, Extra: true}},
		{Name: "keys reversed", Getinfo: Getinfo{Order: ReversedOrder, EscapeUnicode: true}},
		{Name: "as splunkd 6.3", Getinfo: Getinfo{
			Without: []string{"command", "maxresultrows", "streaming_command_will_restart"},
		}},
		{Name: "no session key", Getinfo: Getinfo{Without: []string{"session_key"}, SID: "tmp"}},
		{Name: "numbers as strings", Getinfo: Getinfo{Numbers: StringNumbers}},
		{Name: "numbers as floats", Getinfo: Getinfo{Numbers: FloatNumbers}},
		{Name: "numbers as numbers", Getinfo: Getinfo{Numbers: PlainNumbers}},
		{Name: "commas stripped", Arguments: CommasStripped},
		{Name: "blanks around equals", Arguments: BlanksAroundEquals},
	}
}
