package drive

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/bench/peer"
)

// TestMain lets this binary be the programs that the tests run.
func TestMain(m *testing.M) {
	if args := os.Args[1:]; len(args) > 1 {
		switch args[0] {
		case LaunchWord:
			os.Exit(Launch(args[1:]))
		case peer.Word:
			os.Exit(peer.Main(args[1:]))
		}
	}
	os.Exit(m.Run())
}

func reader(t *testing.T, args ...string) Program {
	self, err := os.Executable()
	require.NoError(t, err)
	return Program{Path: self, Args: append([]string{peer.Word}, args...)}
}

var stream = []byte("chunked 1.0,37,8\n" + `{"action":"execute","finished":false}` + "a,b\n1,2\n" +
	"chunked 1.0,36,4\n" + `{"action":"execute","finished":true}` + "a,b\n")

func TestTalk(t *testing.T) {
	t.Parallel()
	var replies []string
	u, err := Talk(t.Context(), reader(t, "read"), []string{"by=user"}, Kept(stream), func(body io.Reader) error {
		text, err := io.ReadAll(body)
		replies = append(replies, string(text))
		return err
	})
	require.NoError(t, err)
	require.Equal(t, []string{"", "lines,commas\n3,3\n"}, replies)
	require.Positive(t, u.Wall)
	require.Positive(t, u.CPU)
}

// What is made on the way is framed like what was kept.
func TestMadeRequestsEqualKeptOnes(t *testing.T) {
	t.Parallel()
	made := func(yield func([]byte, bool) bool) {
		_ = yield([]byte("a,b\n1,2\n"), false) && yield([]byte("a,b\n"), true)
	}
	join := func(requests func(func(Request, error) bool)) (all []byte) {
		for r, err := range requests {
			require.NoError(t, err)
			all = append(all, slices.Concat(r...)...)
		}
		return all
	}
	require.Equal(t, string(stream), string(join(Made(made))))
	require.Equal(t, string(stream), string(join(Kept(stream))))
}

func TestBrokenStream(t *testing.T) {
	t.Parallel()
	for _, broken := range [][]byte{[]byte("x"), stream[:len(stream)-1]} {
		var last error
		for _, err := range Kept(broken) {
			last = err
		}
		require.Error(t, last)
	}
}

func TestFailuresAreTold(t *testing.T) {
	t.Parallel()
	_, err := Talk(t.Context(), reader(t, "none"), nil, Kept(stream), func(io.Reader) error { return nil })
	require.ErrorContains(t, err, `there is no peer "none"`)
	_, err = Output(t.Context(), Program{Path: "no-such-program"}, func(io.Reader) error { return nil })
	require.ErrorContains(t, err, "no-such-program")
	mine := errors.New("mine")
	_, err = Output(t.Context(), reader(t, "walk", os.DevNull), func(io.Reader) error { return mine })
	require.ErrorIs(t, err, mine)
}

func TestOutput(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	_, err := Output(t.Context(), reader(t, "walk", os.DevNull), func(r io.Reader) error {
		_, err := io.Copy(&out, r)
		return err
	})
	require.NoError(t, err)
	require.Equal(t, "0 0", strings.TrimSpace(out.String()))
}

func TestStart(t *testing.T) {
	t.Parallel()
	took, err := Start(t.Context(), reader(t, "read"), nil)
	require.NoError(t, err)
	require.Positive(t, took)
}
