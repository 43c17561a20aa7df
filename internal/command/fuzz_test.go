package command_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/condition"
)

// FuzzParseOptions: an option reads the same in all the pieces that splunkd
// makes of it, in any order of the options, and offline as far as both take
// it; what is refused is told in one line.
func FuzzParseOptions(f *testing.F) {
	for _, seed := range []string{
		"by=user", "profile=okta\x00window=5m", "by\x00=\x00a,b", "when=dc(origin)>\x00=\x002\x00by=x", "=", "a==b", "by='a b',c\x00src='x y'",
		"by=u\x00report_since=-1h\x00memory_limit=1GB\x00ipv4_prefix=24", "mode=escu\x00profile=okta", "by=u\x00when=dc(origin)<2\nx",
		"by=u\x00first=a\x00last=b\x00count=c\x00output=summary", "profile=okta\x00from=raw\x00window=all",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, joined string) {
		args := strings.Split(joined, "\x00")
		o, err := command.ParseOptions(args)
		require.Equal(t, joined, strings.Join(args, "\x00"), "arguments are read only")
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		require.True(t, o.Profile != nil || len(o.By) > 0)
		same := func(args []string) {
			t.Helper()
			again, err := command.ParseOptions(args)
			require.NoError(t, err, "%q", args)
			require.Empty(t, cmp.Diff(show(o), show(again)), "%q", args)
		}
		same(append([]string{"", ","}, args...))
		if options, whole := asOptions(args); whole {
			var apart, before, behind, backwards []string
			for _, option := range options {
				name, value := option[0], option[1]
				apart = append(apart, name, "=", value)
				before = append(before, name+"=", value)
				behind = append(behind, " "+name+" ", "="+value)
				backwards = append([]string{name + " = " + value}, backwards...)
			}
			same(apart)
			same(before)
			same(behind)
			same(backwards)
		}
		if offline, err := command.ParseOffline(args); err == nil {
			offline.From = o.From
			require.Empty(t, cmp.Diff(show(o), show(offline)))
		}
	})
}

var word = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// asOptions splits arguments of the form name=value. whole is false if one is
// of another form.
func asOptions(args []string) (options [][2]string, whole bool) {
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || !word.MatchString(name) || value == "" || strings.ContainsAny(value, "=,") {
			return nil, false
		}
		options = append(options, [2]string{name, value})
	}
	return options, true
}

// show is all that options say.
func show(o *command.Options) string {
	plain := *o
	plain.Profile, plain.When = nil, condition.Condition{}
	text := o.When.String()
	if o.Profile != nil {
		text += " " + o.Profile.Name
	}
	for _, moment := range []*command.Moment{o.Since, o.Until} {
		if moment != nil {
			text += fmt.Sprintf(" %+v", *moment)
		}
	}
	plain.Since, plain.Until = nil, nil
	return fmt.Sprintf("%s %+v", text, plain)
}
