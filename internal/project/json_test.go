package project

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
	"pgregory.net/rapid"

	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/sighting"
)

func projectEvent(t testing.TB, spec Spec, event string) projection {
	t.Helper()
	spec.From = Raw
	pr := compile(t, spec).NewProjector()
	return take(pr, pr.JSON([]byte(event)))
}

const signIn = `{"CreationTime":"2023-11-14T22:13:20","Id":"1","Operation":"UserLoggedIn","Workload":"AzureActiveDirectory",
 "OrganizationId":"00000000-0000-0000-0000-000000000000","UserId":"ann\u0040example.com","ClientIP":"[2001:db8::7]:4711",
 "DeviceProperties":[{"Name":"OS","Value":"Windows 10"},{"Name":"SessionId","Value":"s-1"}],
 "ExtendedProperties":[{"Value":"Go-http-client\/1.1","Name":"UserAgent"}],
 "Actor":[{"ID":"x","Type":0},{"ID":"ann@example.com","Type":5}],"ResultStatus":null}`

func TestEventBecomesSighting(t *testing.T) {
	got := projectEvent(t, network(Spec{Profile: mustProfile(t, "o365"), WithFilter: true}), signIn)
	require.Equal(t, Skip{}, got.skip)
	require.Equal(t, sighting.Seen{First: 1700000000000000, Last: 1700000000000000, Count: 1}, got.seen)
	require.Len(t, got.sightings, 1)
	s := got.sightings[0]
	require.Equal(t, []string{"ann@example.com", "s-1"}, s.Key)
	require.Equal(t, one("2001:db8::/64"), s.Shows[sighting.Origin])
	require.Equal(t, one("Windows"), s.Shows[sighting.OS])
	require.Equal(t, one("Go-http-client"), s.Shows[sighting.Browser])
	require.Empty(t, s.Shows[sighting.Account], "the all-zero UUID is no value")
}

func TestJSONValues(t *testing.T) {
	for _, c := range []struct {
		path, event string
		want        []string
	}{
		{"a", `{"a":"x"}`, one("x")},
		{"a", ` {"b":[{"a":1}],"a":7.50}`, one("7.50")},
		{"a", `{"a":true}`, one("true")},
		{"a", `{"a":null}`, nil},
		{"a", `{"a":""}`, nil},
		{"a", `{"a":{"a":1}}`, nil},
		{"a", `{"a":["x"]}`, nil},
		{"a", `{"a":"x","a":"y"}`, one("x")},
		{"a", `{"a":null,"a":"y"}`, nil},
		{"a", `{"\u0061":"\"\u00e9\n\\"}`, one("\"é\n\\")},
		{"a", `{"A":"x"}`, nil},
		{"a.b", `{"a":{"c":1,"b":"x"}}`, one("x")},
		{"a.b", `{"a.b":"x"}`, nil},
		{"a.b", `{"a":1,"a":{"b":"x"}}`, nil},
		{"a.b", `{"a":[{"b":"x"}]}`, nil},
		{"a{}", `{"a":["x",1,null,["y"],{"z":1},"w"]}`, []string{"1", "w", "x"}},
		{"a{}", `{"a":"x"}`, nil},
		{"a{}.b", `{"a":[{"b":"x"},{"c":1},3,{"b":"y"}]}`, []string{"x", "y"}},
		{"a{}.b{}.c", `{"a":[{"b":[{"c":1},{"c":2}]},{"b":[{"c":3}]}]}`, []string{"1", "2", "3"}},
		{"a{N=x}.v", `{"a":[{"N":"y","v":1},{"N":"x","v":2},{"v":3,"N":"x"}]}`, []string{"2", "3"}},
		{"a{N=5}.v", `{"a":[{"N":5,"v":1},{"N":"5","v":2},{"N":5.0,"v":3},7]}`, []string{"1", "2"}},
		{"a{N=x}.v.w", `{"a":[{"N":"x","v":{"w":"z"}}]}`, one("z")},
		{"a{N=x}", `{"a":[{"N":"x"}]}`, nil},
		{"@t", `{"@t":"x"}`, one("x")},
		{"_time", `{"_time":"x"}`, one("x")},
	} {
		event, err := json.Marshal(json.RawMessage(c.event))
		require.NoError(t, err, c.event)
		for _, text := range [][]byte{[]byte(c.event), event} {
			pr := compile(t, Spec{By: []string{c.path}, From: Raw}).NewProjector()
			require.Equal(t, Skip{}, pr.JSON(text))
			var got []string
			for _, v := range pr.read(&pr.plan.key[0]) {
				got = append(got, string(v))
			}
			require.Equal(t, c.want, got, "%s of %s", c.path, text)
		}
	}
}

func TestBrokenEvents(t *testing.T) {
	spec := network(Spec{By: []string{"user"}, Time: "time"})
	for event, want := range map[string]Skip{
		`{"time":1,"user":"ann","src":"192.0.2.1"}`:            {},
		`{"time":1,"user":"ann","src":"192.0.2.1","os":"Wind`:  {}, // cut, but all that is needed is there
		`{"time":1,"user":"ann","sr`:                           {Reason: NotJSON},
		`{"time":1,"user":"ann"}`:                              {NoSource, "src"},
		`{"time":1,"src":"192.0.2.1"}`:                         {NoKey, "user"},
		`{"time":"?","user":"ann","src":"192.0.2.1"}`:          {NoTime, "time"},
		`{"time":1,"user":"ann","src":"192.0.2.1","deep":{}}}`: {},
		``:              {Reason: NotJSON},
		`  `:            {Reason: NotJSON},
		`null`:          {Reason: NotJSON},
		`"user"`:        {Reason: NotJSON},
		`[{"user":1}]`:  {Reason: NotJSON},
		`user=ann`:      {Reason: NotJSON},
		`{`:             {Reason: NotJSON},
		`{"user" "ann"`: {Reason: NotJSON},
	} {
		require.Equal(t, want, projectEvent(t, spec, event).skip, "%s", event)
	}
	deep := append([]byte(`{"time":1,"x":`), bytes.Repeat([]byte("["), 1<<22)...)
	require.Equal(t, Skip{Reason: NotJSON}, projectEvent(t, spec, string(deep)).skip)
}

func TestRawRowsPreferSplunksTime(t *testing.T) {
	spec := network(Spec{Profile: mustProfile(t, "aws_cloudtrail"), From: Raw, IndexTime: true})
	event := `{"eventTime":"2023-11-14T22:13:20Z","_time":"5","userIdentity":{"arn":"a"},"sourceIPAddress":"192.0.2.1"}`
	got := projectRow(t, spec, row{"_time": one("1700000001.5"), "_indextime": one("1700000009"), "_raw": one(event)})
	require.Equal(t, Skip{}, got.skip)
	require.Equal(t, sighting.Seen{
		First: 1700000001500000, Last: 1700000001500000, Indexed: 1700000009000000, HasIndexed: true, Count: 1,
	}, got.seen)

	got = projectRow(t, spec, row{"_raw": one(`{"eventTime":"2023-11-14T22:13:20Z","userIdentity":{"arn":"a"},"sourceIPAddress":"192.0.2.1"}`)})
	require.EqualValues(t, 1700000000000000, got.seen.First)
	require.False(t, got.seen.HasIndexed)
	require.Equal(t, Skip{Reason: NotJSON}, projectRow(t, spec, row{"_time": one("1")}).skip)
}

// Whatever the event, it gives the same as a field of CSV, where its quotes are
// doubled, as by itself.
func TestRawRowsAreEvents(t *testing.T) {
	t.Parallel()
	for _, spec := range []Spec{
		{By: []string{"a", "b.a"}, Src: "c", Time: "_time"},
		{By: []string{"a{}.a"}, Src: "b{}", Time: "d"},
		{Profile: mustProfile(t, "aws_cloudtrail")},
	} {
		spec.From, spec.Origin = Raw, origin.Rule{Mode: origin.Exact}
		plan := compile(t, spec)
		rows, events := plan.NewProjector(), plan.NewProjector()
		rapid.Check(t, func(t *rapid.T) {
			w := anyText{t: t}
			w.object(3)
			event := w.Bytes()
			if rapid.Bool().Draw(t, "cut") {
				event = event[:rapid.IntRange(0, len(event)).Draw(t, "at")]
			}
			at := rapid.SampledFrom([]string{"", "1700000000"}).Draw(t, "time")
			want := take(events, events.Record(event, []byte(at), nil))
			r := row{"_time": one(at), "_raw": one(string(event))}
			require.Equal(t, want, take(rows, rows.CSV(r.read(t, plan))), "%s", event)
			require.Equal(t, events.AppendIdentity(nil), rows.AppendIdentity(nil), "%s", event)
			require.Equal(t, events.Roles(), rows.Roles())
		})
	}
}

func TestSecurityLakeTimes(t *testing.T) {
	for text, want := range map[string]int64{
		"1700000000":                            1700000000000000,
		"1700000000123":                         1700000000123000,
		"1700000000123456":                      1700000000123456,
		`"1700000000123"`:                       1700000000123000,
		`null,"time_dt":"2023-11-14T22:13:20Z"`: 1700000000000000,
	} {
		got := projectEvent(t, Spec{Profile: mustProfile(t, "aws_security_lake")},
			`{"time":`+text+`,"actor":{"user":{"uid":"u"}},"src_endpoint":{"ip":"192.0.2.1"}}`)
		require.Equal(t, Skip{}, got.skip, text)
		require.EqualValues(t, want, got.seen.First, text)
	}
}

func TestSecurityLakeServices(t *testing.T) {
	for _, ip := range []string{`"-"`, `""`, `null`} {
		got := projectEvent(t, network(Spec{Profile: mustProfile(t, "aws_security_lake")}),
			`{"time":1700000000,"actor":{"user":{"uid":"u"}},"src_endpoint":{"ip":`+ip+`,"domain":"health.amazonaws.com"}}`)
		require.Equal(t, Skip{NotAddress, "src"}, got.skip)
	}
}

// The walk may end early, but not before what is preferred has been seen.
func TestOrderOfMembersDoesNotMatter(t *testing.T) {
	members := []string{
		`"eventTime":"2023-11-14T22:13:20Z"`, `"@timestamp":"2001-01-01T00:00:00Z"`, `"sourceIPAddress":"192.0.2.1"`,
		`"userIdentity":{"userName":"ann","arn":"arn:ann","accountId":"1"}`, `"recipientAccountId":"2"`,
		`"userAgent":"aws-cli/2.0"`, `"eventName":"X"`, `"eventSource":"y"`, `"awsRegion":"z"`,
	}
	spec := network(Spec{Profile: mustProfile(t, "aws_cloudtrail")})
	var want projection
	for turn := range members {
		event := "{"
		for i := range members {
			event += members[(i+turn)%len(members)] + ","
		}
		event += `"end":0}`
		got := projectEvent(t, spec, event)
		if turn == 0 {
			want = got
			require.Equal(t, one("arn:ann"), got.sightings[0].Key)
			require.Equal(t, one("2"), got.sightings[0].Shows[sighting.Account])
			require.EqualValues(t, 1700000000000000, got.seen.First)
		}
		require.Equal(t, want, got, event)
	}
}

func TestReadingAnEventAllocatesNothing(t *testing.T) {
	pr := compile(t, network(Spec{Profile: mustProfile(t, "aws_cloudtrail"), From: Raw, WithFilter: true})).NewProjector()
	event := []byte(`{"eventTime":"2023-11-14T22:13:20Z","userIdentity":{"arn":"arn:ann"},"sourceIPAddress":"192.0.2.1","eventName":"X",
	 "requestParameters":{"a":[1,2,{"b":"c"}]},"userAgent":"aws-cli/2.0"}`)
	var identity []byte
	require.Zero(t, testing.AllocsPerRun(100, func() {
		pr.JSON(event)
		pr.Seen()
		identity = pr.AppendIdentity(identity[:0])
	}))
	require.NotEmpty(t, identity)
}

// slow reads every field on its own with gjson.Get: the plain reading that the
// walk must agree with.
type slow struct {
	plan *Plan
	root gjson.Result
}

func (s slow) appendValues(dst [][]byte, number int) [][]byte {
	for _, text := range slowValues(s.root, s.plan.fields[number].steps) {
		dst = append(dst, []byte(text))
	}
	return dst
}

func (s slow) first(number int) []byte {
	if values := s.appendValues(nil, number); len(values) > 0 {
		return values[0]
	}
	return nil
}

func (s slow) appendIdentity(dst []byte) []byte { return dst }

func slowValues(at gjson.Result, steps []step) []string {
	if len(steps) == 0 {
		if at.Type == gjson.JSON || at.String() == "" {
			return nil
		}
		if at.Type == gjson.Number {
			return []string{at.Raw}
		}
		return []string{at.String()}
	}
	if !at.IsObject() {
		return nil
	}
	s := steps[0]
	at = at.Get(gjson.Escape(s.key))
	if !s.each {
		return slowValues(at, steps[1:])
	}
	var values []string
	if at.IsArray() {
		for _, element := range at.Array() {
			if s.member != "" {
				names := slowValues(element, []step{{key: s.member}})
				if got := fmt.Sprint(names); got != fmt.Sprint([]string{s.equal}) {
					continue
				}
			}
			values = append(values, slowValues(element, steps[1:])...)
		}
	}
	return values
}

func FuzzProjectJSON(f *testing.F) {
	f.Add([]byte(signIn))
	for _, seed := range []string{
		`{"eventTime":"2023-11-14T22:13:20Z","userIdentity":{"arn":"a"},"sourceIPAddress":"192.0.2.1"}`,
		`{"properties":{"createdDateTime":"2023-11-14T22:13:20Z","location":{"city":"x"}},"location":"US","callerIpAddress":"<null>"}`,
		`{"target":[{"type":"AppInstance","displayName":"x"},{"type":"AppInstance"}],"published":"2023-11-14T22:13:20.5Z"}`,
		`{"Actor":[{"Type":5,"ID":"x"},{"Type":5,"Type":6,"ID":"y"}],"Actor":[]}`,
		`{"user":"a","user":"b","src":"::1","_time":1,"app":"\u0000\ud800"}`,
		`{"a":`, `[]`, `{}`, `{"user":{"user":{}}}`,
	} {
		f.Add([]byte(seed))
	}
	var projectors []*Projector
	for _, name := range []string{"aws_cloudtrail", "aws_security_lake", "o365", "azure_ad", "okta", "authentication"} {
		for _, from := range []From{Fields, Raw} {
			plan := compile(f, network(Spec{Profile: mustProfile(f, name), From: from, WithFilter: from == Fields}))
			projectors = append(projectors, plan.NewProjector())
		}
	}
	f.Fuzz(func(t *testing.T, event []byte) {
		for _, pr := range projectors {
			fast := take(pr, pr.JSON(event))
			if !gjson.ValidBytes(event) {
				continue // what a cut event still tells is the walk's own affair
			}
			root := gjson.ParseBytes(event)
			if !root.IsObject() {
				require.Equal(t, Skip{Reason: NotJSON}, fast.skip)
				continue
			}
			pr.current = slow{pr.plan, root}
			require.Equal(t, take(pr, Skip{}), fast, "%s", pr.plan)
		}
	})
}
