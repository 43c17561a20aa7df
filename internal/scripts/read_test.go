package scripts

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
)

const small = `# Title
#
# Words.

rows user=ann@example.com
    09:00 src=192.0.2.1
    +2m   src=198.51.100.1

search | concurrentsessions by=user
reported: two
networks
    09:02  ann@example.com: 192.0.2.1, 198.51.100.1
        2 events 09:00 to 09:02, 1 switch, closest gap 2m
        score 25: base score 30, -5 move

search | concurrentsessions by=user window=1m
not reported: too far apart
`

// A wrong verdict and a wrong answer are seen, and writing answers anew mends
// the one and not the other.
func TestWhatDiffers(t *testing.T) {
	t.Parallel()
	for old, new := range map[string]string{
		"":                          "",
		"reported: two":             "not reported: two",
		"not reported: too far":     "refused: too far",
		"25: base":                  "26: base",
		"    09:02  ann":            "    09:02 ann",
		", 1 switch":                "",
		"    09:00 src":             "    09:01 src",
		"apart":                     "apart\n    something",
		"1.100.1\n        2 events": "1.100.1\n        more\n        2 events",
		"        score 25: base score 30, -5 move\n": "",
	} {
		text := strings.Replace(small, old, new, 1)
		script, err := Read(text)
		require.NoError(t, err)
		var answers [][]string
		differs, verdictDiffers := false, false
		for _, s := range script.Searches {
			a, err := s.Play()
			require.NoError(t, err)
			differs = differs || s.Differs(a) != nil
			verdictDiffers = verdictDiffers || s.Verdict.Differs(a) != nil
			answers = append(answers, a.Lines)
		}
		require.Equal(t, old != "", differs, old)
		require.Equal(t, strings.Contains(old, "reported"), verdictDiffers, old)
		again := script.Rewrite(answers)
		switch {
		case verdictDiffers:
			require.Equal(t, text, again, "a verdict is never written anew")
		case !strings.HasPrefix(old, "    09:00"):
			require.Equal(t, small, again, old)
		default:
			require.Contains(t, again, "closest gap 2m")
			require.Contains(t, again, "09:03  ann@example.com")
		}
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	for want, change := range map[string][2]string{
		"line 1: want the title":                                    {"# Title", "Title"},
		"line 5: row user=ann@example.com: want a line that begins": {"rows", "row"},
		`"ann@example.com" is no name=value`:                        {"rows user=", "rows "},
		`"9" is no time`:                                            {"09:00", "9"},
		`"09:60" is no time`:                                        {"09:00", "09:60"},
		`"09:00:60" is no time`:                                     {"09:00", "09:00:60"},
		"want a whole number with a unit":                           {"+2m", "+2parsecs"},
		"is no number of events":                                    {"09:00 src", "09:00 xx src"},
		"quote \" is not closed":                                    {"src=192.0.2.1", `src="192.0.2.1`},
		"want | concurrentsessions":                                 {"search | concurrentsessions by=user", "search"},
		"in this order":                                             {"search |", "search | where score>=1 |"},
		"want a column and what it has to be":                       {"by=user\n", "by=user | where score>=high\n"},
		"want search earliest=08:00 latest=10:00":                   {"search |", "search latest=10:00 |"},
		"want schedule from=09:00":                                  {"search |", "schedule from=09:00 |"},
		"ends before it begins":                                     {"search |", "schedule from=09:00 to=08:00 every=1h range=1h |"},
		"want the verdict below the search":                         {"reported: two", "perhaps: two"},
		"reported 3 times, not reported":                            {"reported: two", "reported 1 times: two"},
		"does not say why":                                          {"reported: two\nnetworks", "reported:"},
		"line 9":                                                    {"reported: two\nnetworks\n", ""},
	} {
		_, err := Read(strings.Replace(small, change[0], change[1], 1))
		require.ErrorContains(t, err, want, change)
	}
	_, err := Read("# Title\n")
	require.EqualError(t, err, "there is no search in the script")
}

// A list that cannot be used is an error of the script, not a verdict.
func TestWrongList(t *testing.T) {
	t.Parallel()
	script, err := Read(strings.Replace(small, "search |", "search | trust 192.0.2.0/33 |", 1))
	require.NoError(t, err)
	_, err = script.Searches[0].Play()
	require.ErrorContains(t, err, "192.0.2.0/33")
}

// Times are written as they are read.
func TestClock(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := midnight + epoch.Micros(rapid.Int64Range(0, int64(48*hour)).Draw(t, "at"))
		again, err := readMoment(clock(at), 0)
		require.NoError(t, err)
		require.Equal(t, at, again, clock(at))
	})
	for text, want := range map[string]moment{
		"9:00": 9 * hour, "09:00:30.5": 9*hour + 30*epoch.Second + epoch.Second/2, "26:01": 26*hour + minute, "+5m": hour + 5*minute,
	} {
		at, err := readMoment(text, midnight+hour)
		require.NoError(t, err)
		require.Equal(t, midnight+want, at, text)
	}
}

func TestDuration(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[string]string{
		"0": "0s", "20": "20s", "300": "5m", "5400": "1h30m", "3600": "1h", "3605": "1h0m5s", "0.5": "500ms", "?": "?",
	} {
		require.Equal(t, want, duration(seconds))
	}
}

// A scheduled run sees what has happened and is indexed.
func TestRunSees(t *testing.T) {
	t.Parallel()
	run := Run{Earliest: 100, Latest: 200, IsBound: true, IsScheduled: true}
	for _, c := range []struct {
		at, indexed moment
		seen        bool
	}{{99, 99, false}, {100, 100, true}, {199, 199, true}, {199, 200, false}, {200, 150, false}} {
		require.Equal(t, c.seen, run.sees(&row{time: c.at, indexed: c.indexed}), "%v", c)
	}
	run.IsScheduled = false
	require.True(t, run.sees(&row{time: 150, indexed: 500}))
	require.True(t, Run{}.sees(&row{time: 150}))
}
