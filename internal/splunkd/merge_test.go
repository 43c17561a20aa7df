package splunkd

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestChooseColumns(t *testing.T) {
	input := &Table{Columns: []string{"_time", "user", "src"}}
	for _, test := range []struct {
		kind     string
		required []string
		star     bool
		header   string
		withheld []int
	}{
		{"stateful", []string{"src", "user"}, false, `src,user,"_chunked_idx","__mv_src","__mv_user","__mv__chunked_idx"`, []int{0}},
		{"streaming", []string{"user", "none", "user"}, false, `user,none,"_chunked_idx","__mv_user","__mv_none","__mv__chunked_idx"`, []int{0, 2}},
		{"stateful", nil, false, `"_time",user,src,"__mv__time","__mv_user","__mv_src"`, nil},
		{"stateful", []string{"*"}, false, `"_time",user,src,"__mv__time","__mv_user","__mv_src"`, nil},
		{"stateful", []string{"*"}, true, `"_time",user,src,"_chunked_idx","__mv__time","__mv_user","__mv_src","__mv__chunked_idx"`, nil},
		{"reporting", []string{"user"}, true, `user,"__mv_user"`, []int{0, 2}},
		{"reporting", nil, false, `"_time",user,src,"__mv__time","__mv_user","__mv_src"`, nil},
		{"events", []string{"none"}, false, `"_time",user,src,none,"__mv__time","__mv_user","__mv_src","__mv_none"`, nil},
	} {
		c := chooseColumns(input, &declaration{Type: test.kind, RequiredFields: test.required}, test.star)
		require.Equal(t, test.header+"\n", string(c.body(c.writer(), input, &request{})))
		require.Equal(t, test.withheld, c.withheld)
	}
}

// merged is what becomes of the input when the replies are these, to requests
// of two rows of which the splunkd sends column user.
func merged(t *testing.T, kind string, replies ...string) Table {
	t.Helper()
	input := users()
	c := chooseColumns(&input, &declaration{Type: kind, RequiredFields: []string{"user"}}, false)
	m := newMerger(&input, &c)
	requests := Chunking{}.plan(3, 2, c.indexed)
	for i, reply := range replies {
		_, err := m.merge(&requests[i], []byte(reply))
		require.NoError(t, err)
	}
	return m.result.done()
}

func TestMerge(t *testing.T) {
	ada := [][]string{{"192.0.2.1"}, {"admin", "us$r"}}
	eve := [][]string{{"2001:db8::1"}, {"user"}}
	for name, test := range map[string]struct {
		kind    string
		replies []string
		want    Table
	}{
		"rows come back with the withheld fields": {"stateful", []string{"n,_chunked_idx\n1,0\n2,1\n", "n,_chunked_idx\n3,2\n"}, Table{
			[]string{"src", "roles", "n"},
			[][][]string{{ada[0], ada[1], {"1"}}, {nil, nil, {"2"}}, {eve[0], eve[1], {"3"}}},
		}},
		"columns are laid over": {"streaming", []string{"_chunked_idx,src\n0,\n"}, Table{
			[]string{"src", "roles"}, [][][]string{{nil, ada[1]}},
		}},
		"rows not returned are dropped, those without an index are new": {"stateful", []string{"user,_chunked_idx\nnew,\neve,1\n", ""}, Table{
			[]string{"src", "roles", "user"}, [][][]string{{nil, nil, {"new"}}, {nil, nil, {"eve"}}},
		}},
		"any quoting and line end, no __mv_ column": {"stateful", []string{"\"user\",_chunked_idx\r\n\"a\nb\",\"0\"\r\n"}, Table{
			[]string{"src", "roles", "user"}, [][][]string{{ada[0], ada[1], {"a\nb"}}},
		}},
		"several values": {"stateful", []string{"x,_chunked_idx,__mv_x\n\"a\nb$c\",0,$a$;$b$$c$\n"}, Table{
			[]string{"src", "roles", "x"}, [][][]string{{ada[0], ada[1], {"a", "b$c"}}},
		}},
		"reporting replaces": {"reporting", []string{"", "count,_chunked_idx\n3,7\n"}, Table{
			[]string{"count", "_chunked_idx"}, [][][]string{{{"3"}, {"7"}}},
		}},
		"replies of different columns": {"events", []string{"a\n1\n", "b,a\n2,3\n"}, Table{
			[]string{"a", "b"}, [][][]string{{{"1"}, nil}, {{"3"}, {"2"}}},
		}},
		"nothing": {"events", []string{"", ""}, Table{}},
	} {
		require.Equal(t, test.want, merged(t, test.kind, test.replies...), name)
	}
}
