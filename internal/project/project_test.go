package project

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/splunkcsv"
)

var _ Row = (*splunkcsv.Reader)(nil)

// row is one row by column; several values are a multivalue field.
type row map[string][]string

func one(v string) []string { return []string{v} }

// read writes the row as Splunk sends it and gives the reader that stands on
// it. Columns that the plan asks for and the row has not are sent empty.
func (r row) read(t require.TestingT, plan *Plan) *splunkcsv.Reader {
	names := plan.RequiredFields()
	w := splunkcsv.NewStrictWriter(names)
	for _, name := range names {
		w.Values(r[name])
	}
	w.EndRow()
	reader := splunkcsv.NewReader()
	reader.Select(names)
	require.NoError(t, reader.Reset(bytes.NewReader(w.Body())))
	require.True(t, reader.Next())
	return reader
}

// projection is all that a row gives.
type projection struct {
	seen      sighting.Seen
	sightings []sighting.Sighting
	skip      Skip
}

// take calls the steps of a projector in the order in which callers do.
func take(pr *Projector, skip Skip) projection {
	var p projection
	if p.skip = skip; skip.Reason != None {
		return p
	}
	if p.seen, p.skip = pr.Seen(); p.skip.Reason != None {
		return p
	}
	p.sightings, p.skip = pr.Sightings()
	return p
}

func projectRow(t testing.TB, spec Spec, r row) projection {
	t.Helper()
	pr := compile(t, spec).NewProjector()
	return take(pr, pr.CSV(r.read(t, pr.plan)))
}

// network is the default rule with the origin wanted.
func network(spec Spec) Spec {
	spec.Origin, spec.OriginNeeded = origin.Default(), true
	return spec
}

func TestRowBecomesSighting(t *testing.T) {
	got := projectRow(t, network(Spec{Profile: mustProfile(t, "o365"), IndexTime: true}), row{
		"_time": one("1700000000.25"), "_indextime": one("1700000060"),
		"user": one("ann@example.com"), "SessionId": one("s-1"), "src_ip": one("192.0.2.7:4711"),
		"user_agent": one("Mozilla/5.0 (X11; Linux x86_64; rv:68.0) Gecko/20100101 Firefox/68.0"),
		"OS":         one("Windows10"), "BrowserType": one("Other"), "Operation": one("UserLoggedIn"),
	})
	require.Equal(t, Skip{}, got.skip)
	require.Equal(t, sighting.Seen{
		First: 1700000000250000, Last: 1700000000250000, Indexed: 1700000060000000, HasIndexed: true, Count: 1,
	}, got.seen)
	require.Len(t, got.sightings, 1)
	s := got.sightings[0]
	require.Equal(t, []string{"ann@example.com", "s-1"}, s.Key)
	require.Equal(t, one("192.0.2.7:4711"), s.Shows[sighting.Src], "as the source has it")
	require.Equal(t, one("192.0.2.7"), s.Shows[sighting.Origin])
	require.Equal(t, one("Windows"), s.Shows[sighting.OS], "the source's own field before the user agent")
	require.Equal(t, one("Firefox"), s.Shows[sighting.Browser], "the user agent where the source says nothing")
	require.Equal(t, one("UserLoggedIn"), s.Shows[sighting.Action])
	require.Equal(t, one("Microsoft Office 365"), s.Shows[sighting.Product], "a constant is the last resort")
	require.Empty(t, s.Shows[sighting.City])
}

func TestOnlySomeAttributes(t *testing.T) {
	r := row{
		"_time": one("1"), "user": one("ann"), "src": one("192.0.2.1"), "app": one("vpn"),
		"user_agent": one("Mozilla/5.0 (X11; Linux x86_64; rv:68.0) Gecko/20100101 Firefox/68.0"),
	}
	for _, only := range [][]sighting.Attribute{{}, {sighting.OS}, {sighting.UserAgent}, {sighting.App, sighting.Browser}} {
		spec := network(Spec{By: []string{"user"}, Only: only})
		plan := compile(t, spec)
		require.ElementsMatch(t, append([]sighting.Attribute{sighting.Src, sighting.Origin}, only...), plan.Attributes())
		shows := projectRow(t, spec, r).sightings[0].Shows
		for a := range sighting.NumAttributes {
			require.Equal(t, slices.Contains(plan.Attributes(), a), len(shows[a]) > 0, "%s of %v", a, only)
		}
		for _, role := range plan.NewProjector().Roles() {
			require.False(t, role.Had, role.Name)
		}
	}
}

func TestSelectorReadsParallelColumns(t *testing.T) {
	spec := network(Spec{Profile: mustProfile(t, "o365")})
	r := row{
		"_time": one("1700000000"), "UserId": one("ann@example.com"), "ClientIP": one("192.0.2.7"),
		"DeviceProperties{}.Name":  {"OS", "SessionId", "BrowserType"},
		"DeviceProperties{}.Value": {"MacOs", "s-1", "Chrome"},
	}
	got := projectRow(t, spec, r)
	require.Len(t, got.sightings, 1)
	require.Equal(t, []string{"ann@example.com", "s-1"}, got.sightings[0].Key)
	require.Equal(t, one("macOS"), got.sightings[0].Shows[sighting.OS])
	require.Equal(t, one("Chrome"), got.sightings[0].Shows[sighting.Browser])

	r["DeviceProperties{}.Value"] = []string{"MacOs", "s-1"} // one element had no value, and which?
	require.Equal(t, Skip{NoKey, "session_id"}, projectRow(t, spec, r).skip)
}

func TestCombinations(t *testing.T) {
	got := projectRow(t, network(Spec{By: []string{"user", "app"}}), row{
		"_time": one("1700000000"), "user": {"bob", "ann", "ann", "-"}, "app": {"mail", "vpn"},
		"src": {"192.0.2.9", "192.0.2.10", "192.0.2.9", "unknown"}, "action": {"success", "allowed"},
	})
	require.Equal(t, Skip{}, got.skip)
	var list [][]string
	for _, s := range got.sightings {
		list = append(list, append(append([]string{}, s.Key...), s.Shows[sighting.Origin]...))
		require.Equal(t, []string{"allowed", "success"}, s.Shows[sighting.Action])
		require.Equal(t, []string{"ann", "bob"}, s.Shows[sighting.User])
	}
	require.Equal(t, [][]string{
		{"ann", "mail", "192.0.2.10"},
		{"ann", "mail", "192.0.2.9"},
		{"ann", "vpn", "192.0.2.10"},
		{"ann", "vpn", "192.0.2.9"},
		{"bob", "mail", "192.0.2.10"},
		{"bob", "mail", "192.0.2.9"},
		{"bob", "vpn", "192.0.2.10"},
		{"bob", "vpn", "192.0.2.9"},
	}, list)
}

func TestSkips(t *testing.T) {
	good := func(change row) row {
		r := row{"_time": one("1700000000"), "user": one("ann"), "src": one("192.0.2.1"), "f": one("10"), "l": one("20")}
		for name, values := range change {
			r[name] = values
		}
		return r
	}
	spec := network(Spec{By: []string{"user"}})
	ranged := network(Spec{By: []string{"user"}, First: "f", Last: "l"})
	many := make([]string, 101)
	for i := range many {
		many[i] = fmt.Sprintf("192.0.2.%d", i)
	}
	for _, c := range []struct {
		spec   Spec
		change row
		want   Skip
	}{
		{spec, nil, Skip{}},
		{spec, row{"_time": nil}, Skip{NoTime, "time"}},
		{spec, row{"_time": one("0")}, Skip{NoTime, "time"}},
		{spec, row{"_time": one("0.0")}, Skip{NoTime, "time"}},
		{spec, row{"_time": one("noon")}, Skip{NoTime, "time"}},
		{spec, row{"user": nil}, Skip{NoKey, "user"}},
		{spec, row{"user": {"-", " NULL ", "n/a"}}, Skip{NoKey, "user"}},
		{spec, row{"user": nil, "src": nil}, Skip{NoKey, "user"}},
		{spec, row{"src": nil}, Skip{NoSource, "src"}},
		{spec, row{"src": one("<null>")}, Skip{NoSource, "src"}},
		{spec, row{"src": one("AWS Internal")}, Skip{NotAddress, "src"}},
		{spec, row{"src": {"AWS Internal", "192.0.2.1"}}, Skip{}},
		{Spec{By: []string{"user"}, Origin: origin.Default()}, row{"src": one("AWS Internal")}, Skip{}},
		{network(Spec{By: []string{"user", "dept"}}), nil, Skip{NoKey, "dept"}},
		{spec, row{"user": many, "src": many}, Skip{Reason: TooMany}},
		{spec, row{"user": many, "src": many[1:100]}, Skip{}},
		{ranged, row{"_time": nil}, Skip{}},
		{ranged, row{"f": nil}, Skip{BadFirst, "f"}},
		{ranged, row{"f": one("x")}, Skip{BadFirst, "f"}},
		{ranged, row{"l": one("-")}, Skip{BadLast, "l"}},
		{ranged, row{"l": one("9.999999")}, Skip{LastBeforeFirst, "l"}},
		{ranged, row{"l": one("10")}, Skip{}},
	} {
		require.Equal(t, c.want, projectRow(t, c.spec, good(c.change)).skip, "%v", c.change)
	}
}

func TestExactOriginTakesEverySource(t *testing.T) {
	spec := Spec{By: []string{"user"}, Origin: origin.Rule{Mode: origin.Exact}, OriginNeeded: true}
	got := projectRow(t, spec, row{"_time": one("1"), "user": one("ann"), "src": one("AWS Internal")})
	require.Equal(t, one("AWS Internal"), got.sightings[0].Shows[sighting.Origin])
}

func TestRowsStandForManyEvents(t *testing.T) {
	for text, want := range map[string]uint64{
		"12": 12, " 7 ": 7, "3.000": 3, "": 1, "0": 1, "-4": 1, "x": 1, "1e3": 1, "99999999999999999999": 1,
	} {
		got := projectRow(t, network(Spec{By: []string{"user"}, First: "f", Last: "l", Count: "n"}), row{
			"f": one("10.5"), "l": one("2023-11-14T22:13:20Z"), "n": one(text), "user": one("ann"), "src": one("2001:db8::1"),
		})
		require.Equal(t, sighting.Seen{First: 10500000, Last: 1700000000000000, Count: want}, got.seen, "%q", text)
	}
}

func TestTimeOfAzureIsTheSignIn(t *testing.T) {
	r := row{
		"_time": one("1700000720"), "properties.createdDateTime": one("2023-11-14T22:13:20.1234567Z"),
		"user": one("ann"), "src": one("192.0.2.1"),
	}
	spec := network(Spec{Profile: mustProfile(t, "azure_ad")})
	require.EqualValues(t, 1700000000123456, projectRow(t, spec, r).seen.First)
	delete(r, "properties.createdDateTime")
	require.EqualValues(t, 1700000720000000, projectRow(t, spec, r).seen.First)
	spec.Time = "_time"
	r["properties.createdDateTime"] = one("2023-11-14T22:13:20Z")
	require.EqualValues(t, 1700000720000000, projectRow(t, spec, r).seen.First)
}

func TestRolesTellWhatNeverHadAValue(t *testing.T) {
	pr := compile(t, network(Spec{Profile: mustProfile(t, "aws_cloudtrail"), Count: "n"})).NewProjector()
	had := func() map[string]bool {
		m := make(map[string]bool)
		for _, role := range pr.Roles() {
			m[role.Name] = m[role.Name] || role.Had
			require.NotEmpty(t, role.Name)
			require.NotEmpty(t, role.Fields)
		}
		return m
	}
	require.False(t, had()["user"])
	require.False(t, had()["src"])
	take(pr, pr.CSV(row{"_time": one("1"), "user_arn": one("arn:aws:iam::111122223333:user/ann")}.read(t, pr.plan)))
	require.True(t, had()["time"])
	require.True(t, had()["user"], "told although the row has no source")
	require.False(t, had()["src"])
	require.False(t, had()["n"])
	require.False(t, had()["os"])
	take(pr, pr.CSV(row{
		"_time": one("1"), "src": one("192.0.2.1"), "user_agent": one("aws-cli/2.0 Linux/5"), "n": one("3"),
	}.read(t, pr.plan)))
	require.True(t, had()["src"])
	require.True(t, had()["n"])
	require.True(t, had()["os"], "read off the user agent")
	require.False(t, had()["vendor_region"])
}

func TestFilterStandsForTheSearch(t *testing.T) {
	for _, c := range []struct {
		profile string
		row     row
		want    Reason
	}{
		{"aws_cloudtrail", row{"eventName": one("describeeventaggregates")}, None},
		{"aws_cloudtrail", row{"eventName": one("ConsoleLogin")}, Filtered},
		{"aws_cloudtrail", row{}, Filtered},
		{"azure_ad", row{"category": one("NonInteractiveUserSignInLogs"), "resultType": one("0")}, None},
		{"azure_ad", row{"category": one("NonInteractiveUserSignInLogs"), "resulttype": one("Success")}, None},
		{"azure_ad", row{"category": one("NonInteractiveUserSignInLogs"), "properties.status.errorCode": one("0")}, None},
		{"azure_ad", row{"category": one("NonInteractiveUserSignInLogs"), "resultType": one("50076"), "properties.status.errorCode": one("0")}, Filtered},
		{"azure_ad", row{"category": one("SignInLogs"), "resultType": one("0")}, Filtered},
		{"okta", row{"eventType": one("policy.evaluate_sign_on"), "outcome.result": one("ALLOW")}, None},
		{"okta", row{"eventType": one("policy.evaluate_sign_on"), "outcome.result": one("DENY")}, Filtered},
		{"authentication", row{"action": {"failure", "success"}}, None},
		{"aws_access_key", row{}, None},
	} {
		p := mustProfile(t, c.profile)
		r := row{"_time": one("1")}
		for _, role := range p.Key {
			r[p.Roles[role.Role].Names(true)[0]] = one("x1")
		}
		for _, name := range []string{"src", "src_ip"} {
			r[name] = one("192.0.2.1")
		}
		for name, values := range c.row {
			r[name] = values
		}
		spec := network(Spec{Profile: p, WithFilter: true})
		require.Equal(t, c.want, projectRow(t, spec, r).skip.Reason, "%s %v", c.profile, c.row)
		spec.WithFilter = false
		require.Equal(t, None, projectRow(t, spec, r).skip.Reason)
	}
}

func TestReadingARowAllocatesNothing(t *testing.T) {
	pr := compile(t, network(Spec{Profile: mustProfile(t, "o365"), IndexTime: true})).NewProjector()
	reader := row{
		"_time": one("1700000000.25"), "_indextime": one("1700000060"), "user": one("ann"), "SessionId": one("s-1"),
		"src_ip": one("192.0.2.7"), "DeviceProperties{}.Name": {"OS", "SessionId"}, "DeviceProperties{}.Value": {"Windows", "s-1"},
	}.read(t, pr.plan)
	var identity []byte
	require.Zero(t, testing.AllocsPerRun(100, func() {
		pr.CSV(reader)
		pr.Seen()
		identity = pr.AppendIdentity(identity[:0])
	}))
}

func TestFromRoundTrips(t *testing.T) {
	for _, f := range []From{Fields, Raw} {
		got, err := ParseFrom(f.String())
		require.NoError(t, err)
		require.Equal(t, f, got)
	}
	_, err := ParseFrom("json")
	require.EqualError(t, err, `unknown from "json": want fields or raw`)
}

func TestReasonsAreNamed(t *testing.T) {
	names := make(map[string]bool)
	for r := range NumReasons {
		names[r.String()] = true
	}
	require.Len(t, names, int(NumReasons))
	require.NotContains(t, names, "")
}
