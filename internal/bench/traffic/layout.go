package traffic

import "strconv"

// Layout is which columns the rows have.
type Layout struct {
	Names []string
	// append writes the fields as splunkd does: in quotes unless all bytes are
	// letters and digits.
	append func(dst []byte, s *Seen) []byte
}

// The layouts.
var (
	// Narrow is what a search for users needs at least.
	Narrow = Layout{[]string{"_time", "user", "src"}, appendNarrow}
	// NarrowOwn gives each key an address of its own.
	NarrowOwn = Layout{[]string{"_time", "user", "src"}, appendNarrowOwn}
	// Agents adds a long text in quotes, with commas in it.
	Agents = Layout{[]string{"_time", "user", "src", "app", "user_agent"}, appendAgents}
	// Indexed is Agents as a command gets it that answers each row.
	Indexed = Layout{append(append([]string(nil), Agents.Names...), "_chunked_idx"), appendIndexed}
	// Wide has 50 columns, of which 4 say who is where.
	Wide = Layout{wideNames(), appendWide}
	// Raw is the whole event beside its time.
	Raw = Layout{[]string{"_time", "_raw"}, appendRaw}
)

func appendNarrow(dst []byte, s *Seen) []byte {
	dst = appendTime(append(dst, '"'), s.At)
	dst = appendUser(append(dst, `","`...), s.Key)
	dst = appendAddress(append(dst, `","`...), s)
	return append(dst, '"')
}

func appendNarrowOwn(dst []byte, s *Seen) []byte {
	dst = appendTime(append(dst, '"'), s.At)
	dst = appendUser(append(dst, `","`...), s.Key)
	dst = append(dst, `","2001:db8:`...)
	dst = strconv.AppendUint(dst, uint64(s.Key)>>16, 16)
	dst = strconv.AppendUint(append(dst, ':'), uint64(s.Key)&0xffff, 16)
	return append(dst, `::1"`...)
}

func appendAgents(dst []byte, s *Seen) []byte {
	dst = append(appendNarrow(dst, s), ',')
	dst = append(dst, apps[s.Dice%uint32(len(apps))]...)
	dst = appendAgent(append(dst, `,"`...), s)
	return append(dst, '"')
}

func appendIndexed(dst []byte, s *Seen) []byte {
	return strconv.AppendInt(append(appendAgents(dst, s), ','), int64(s.Row), 10)
}

// others are the values of the columns that nobody asks for.
var others = []string{"success", `"eu-west-1"`, "", "1536", `"Mutual TLS, v1.3"`}

func wideNames() []string {
	names := []string{"_time", "user", "src", "user_agent"}
	for i := len(names); i < 50; i++ {
		names = append(names, "field"+strconv.Itoa(i))
	}
	return names
}

func appendWide(dst []byte, s *Seen) []byte {
	dst = appendNarrow(dst, s)
	dst = appendAgent(append(dst, `,"`...), s)
	dst = append(dst, '"')
	for i := 4; i < 50; i++ {
		dst = append(append(dst, ','), others[(s.Dice>>3+uint32(i))%uint32(len(others))]...)
	}
	return dst
}

func appendRaw(dst []byte, s *Seen) []byte {
	dst = appendTime(append(dst, '"'), s.At)
	dst = append(dst, `","`...)
	dst = csvForm.append(dst, s)
	return append(dst, '"')
}
