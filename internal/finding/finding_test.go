package finding_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/splunkcsv"
)

func episode() *engine.Episode {
	e := &engine.Episode{
		Key:     []string{"tok-1", "avery"},
		Trigger: 1700000000*epoch.Second + 500000, End: 1700000400 * epoch.Second,
		First: 1700000000 * epoch.Second, Last: 1700000100 * epoch.Second,
		Count: 3, Switches: 2, ClosestGap: 500000, HasGap: true, Interleaved: true,
	}
	e.Shows[sighting.Src] = []string{"192.0.2.1", "198.51.100.1"}
	e.Shows[sighting.Origin] = []string{"192.0.2.1", "198.51.100.1"}
	e.Shows[sighting.UserAgent] = []string{`Mozilla/5.0 "x", y`}
	e.Shows[sighting.User] = []string{"avery", "blake"}
	return e
}

func write(keyColumns []string, attributes []sighting.Attribute, f *finding.Finding) (names []string, row map[string]string, csv string) {
	layout := finding.NewLayout(keyColumns, attributes)
	w := splunkcsv.NewWriter(layout.Columns())
	layout.Write(w, f)
	r := splunkcsv.NewReader()
	csv = string(w.Body())
	if err := r.Reset(strings.NewReader(csv)); err != nil {
		panic(err)
	}
	names = append(names, r.Columns()...)
	r.Select(names)
	r.Next()
	row = map[string]string{}
	for i, name := range names {
		var values []string
		for _, v := range r.AppendValues(nil, i) {
			values = append(values, string(v))
		}
		row[name] = strings.Join(values, "|")
	}
	return names, row, csv
}

func TestColumnsAndTheirOrder(t *testing.T) {
	t.Parallel()
	all := make([]sighting.Attribute, 0, sighting.NumAttributes)
	for a := range sighting.NumAttributes {
		all = append(all, a)
	}
	names, row, _ := write([]string{"device_token", "account"}, all, finding.NewMaker("okta", 56).Make(episode()))
	require.Equal(t, strings.Fields(`_time device_token account user users firstTime lastTime src src_count src_list origin origin_count
		user_agent os browser device city country asn app action dest vendor_account vendor_region vendor_product
		count switches closest_gap interleaved ongoing score reasons profile finding_id`), names)
	require.Equal(t, map[string]string{
		"_time": "1700000000.5", "device_token": "tok-1", "account": "avery", "user": "avery", "users": "avery|blake",
		"firstTime": "1700000000", "lastTime": "1700000100",
		"src": "192.0.2.1|198.51.100.1", "src_count": "2", "src_list": "192.0.2.1, 198.51.100.1",
		"origin": "192.0.2.1|198.51.100.1", "origin_count": "2", "user_agent": `Mozilla/5.0 "x", y`,
		"os": "", "browser": "", "device": "", "city": "", "country": "", "asn": "", "app": "", "action": "", "dest": "",
		"vendor_account": "", "vendor_region": "", "vendor_product": "",
		"count": "3", "switches": "2", "closest_gap": "0.5", "interleaved": "true", "ongoing": "false",
		"score": "61", "reasons": "base score 56|+5 one origin was seen both before and after another: two holders at once",
		"profile": "okta", "finding_id": finding.ID("okta", []string{"tok-1", "avery"}, 1700000000500000),
	}, row)
}

func TestColumnsOfTheKeyComeOnce(t *testing.T) {
	t.Parallel()
	names, row, _ := write([]string{"user", "app"}, []sighting.Attribute{sighting.Src, sighting.Origin, sighting.User, sighting.App}, finding.NewMaker("", 30).Make(episode()))
	require.Equal(t, strings.Fields(`_time user app firstTime lastTime src src_count src_list origin origin_count
		count switches closest_gap interleaved ongoing score reasons profile finding_id`), names)
	require.Equal(t, "tok-1", row["user"])
	require.Equal(t, "avery", row["app"])
}

func TestUnsetValuesAreEmpty(t *testing.T) {
	t.Parallel()
	e := episode()
	e.HasGap = false
	e.Shows[sighting.User] = []string{"avery"}
	_, row, _ := write([]string{"k", "l"}, []sighting.Attribute{sighting.User}, finding.NewMaker("", 30).Make(e))
	require.Empty(t, row["closest_gap"])
	require.Equal(t, "avery", row["user"])
	require.Empty(t, row["users"], "one user is no list")
	require.Empty(t, row["profile"])
}

// A finding is used again for the next; a clone is not.
func TestClone(t *testing.T) {
	t.Parallel()
	e, maker := episode(), finding.NewMaker("okta", 56)
	kept := maker.Make(e).Clone()
	want := finding.NewMaker("okta", 56).Make(episode())
	require.Equal(t, want, kept)
	e.Key[0], e.Shows[sighting.Src][0], e.Shows[sighting.User] = "another", "another", nil
	e.Switches, e.Interleaved = 1, false
	require.NotEqual(t, want, maker.Make(e))
	require.Equal(t, want, kept)
}

// Enterprise Security gives these columns a meaning of its own.
func TestNeverEmitted(t *testing.T) {
	t.Parallel()
	var all []sighting.Attribute
	for a := range sighting.NumAttributes {
		all = append(all, a)
	}
	for _, c := range finding.NewLayout([]string{"k"}, all).Columns() {
		require.NotContains(t, strings.Fields(`risk_object risk_object_type risk_score search_name severity urgency owner status host source sourcetype index`), c.Name)
		for _, prefix := range []string{"threat_object", "rule_", "orig_", "info_"} {
			require.False(t, strings.HasPrefix(c.Name, prefix), c.Name)
		}
	}
}

func TestID(t *testing.T) {
	t.Parallel()
	id := finding.ID("okta", []string{"tok-1", "avery"}, 1700000000500000)
	require.Equal(t, "d10db55647ef1fc34c803e4bbe1c13b4", id, "an id must never change between releases")
	for _, other := range []string{
		finding.ID("", []string{"tok-1", "avery"}, 1700000000500000),
		finding.ID("okta", []string{"tok-1avery"}, 1700000000500000),
		finding.ID("okta", []string{"tok-1", "avery", ""}, 1700000000500000),
		finding.ID("okta", []string{"tok-", "1avery"}, 1700000000500000),
		finding.ID("okta", []string{"tok-1", "avery"}, 1700000000500001),
	} {
		require.NotEqual(t, id, other)
	}
}

func TestIsReserved(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"_time", "count", "score", "finding_id", "src_list", "users"} {
		require.True(t, finding.IsReserved(name), name)
	}
	for _, name := range []string{"user", "session_id", "src", "origin", "app"} {
		require.False(t, finding.IsReserved(name), name)
	}
}
