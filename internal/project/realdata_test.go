package project

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/sighting"
)

// eachEvent calls yield with every line of a public log that lies beside the
// checkout, and skips the test where it does not.
func eachEvent(t testing.TB, name string, yield func(event []byte)) {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", name+".ndjson.gz"))
	if err != nil {
		t.Skipf("the public logs are not here: %v", err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	require.NoError(t, err)
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		yield(lines.Bytes())
	}
	require.NoError(t, lines.Err())
}

// The public logs and the profiles that read them.
var publicLogs = []struct{ file, profile string }{
	{"cloudtrail", "aws_cloudtrail"},
	{"cloudtrail", "aws_access_key"},
	{"security_lake", "aws_security_lake"},
	{"security_lake_from_invictus_cloudtrail", "aws_security_lake"},
	{"o365", "o365"},
	{"entra_signin", "azure_ad"},
	{"entra_signin_from_msticpy_loganalytics", "azure_ad"},
	{"okta", "okta"},
}

func TestPublicLogsByReason(t *testing.T) {
	for i, want := range []struct{ all, wanted map[Skip]int }{
		{ // 103 events were moved to @timestamp by Logstash; 25 of the 50 wanted ones are AWS's own
			map[Skip]int{{}: 3280, {NotAddress, "src"}: 1163, {NoKey, "user"}: 159},
			map[Skip]int{{}: 25, {NotAddress, "src"}: 25, {Reason: Filtered}: 4552},
		},
		{
			map[Skip]int{{}: 3263, {NotAddress, "src"}: 1143, {NoKey, "access_key_id"}: 196},
			map[Skip]int{{}: 3263, {NotAddress, "src"}: 1143, {NoKey, "access_key_id"}: 196},
		},
		{
			map[Skip]int{{}: 37, {NotAddress, "src"}: 7, {NoSource, "src"}: 1},
			map[Skip]int{{Reason: Filtered}: 45},
		},
		{
			map[Skip]int{{}: 2547, {NotAddress, "src"}: 277, {NoKey, "user"}: 76},
			map[Skip]int{{}: 23, {NotAddress, "src"}: 25, {Reason: Filtered}: 2852},
		},
		{ // 73 of 97 sign-ins have no session id
			map[Skip]int{{}: 107, {NoKey, "session_id"}: 4320, {NoTime, "time"}: 2},
			map[Skip]int{{}: 24, {NoKey, "session_id"}: 73, {NoTime, "time"}: 2, {Reason: Filtered}: 4330},
		},
		{ // most are audit events, which have activityDateTime
			map[Skip]int{{}: 16, {NoKey, "user"}: 27, {NoTime, "time"}: 78},
			map[Skip]int{{}: 2, {Reason: Filtered}: 41, {NoTime, "time"}: 78},
		},
		{
			map[Skip]int{{}: 86},
			map[Skip]int{{Reason: Filtered}: 86},
		},
		{ // 4 times are redacted, 4 missing
			map[Skip]int{{}: 12, {NoKey, "device_token"}: 140, {NoTime, "time"}: 8},
			map[Skip]int{{Reason: Filtered}: 152, {NoTime, "time"}: 8},
		},
	} {
		log := publicLogs[i]
		for filtered, want := range map[bool]map[Skip]int{false: want.all, true: want.wanted} {
			spec := network(Spec{Profile: mustProfile(t, log.profile), From: Raw, WithFilter: filtered})
			pr := compile(t, spec).NewProjector()
			got := make(map[Skip]int)
			eachEvent(t, log.file, func(event []byte) { got[take(pr, pr.JSON(event)).skip]++ })
			require.Equal(t, want, got, "%s by %s, filtered: %v", log.file, log.profile, filtered)
		}
	}
}

func TestPublicLogsByValue(t *testing.T) {
	for _, c := range []struct {
		log  int
		mark string // in the event
		key  []string
		want map[sighting.Attribute]string
	}{
		{
			1, `"eventTime":"2023-07-10T11:42:44Z","eventSource":"s3.amazonaws.com","eventName":"GetBucketPolicyStatus"`,
			one("AKIATFQZ7NSC8Q4X21BJ"),
			map[sighting.Attribute]string{
				sighting.Origin: "10.248.16.43", sighting.User: "arn:aws:iam::123837392027:user/benjamin",
				sighting.Action: "GetBucketPolicyStatus", sighting.OS: "Linux", sighting.Browser: "S3Console",
				sighting.Account: "123837392027", sighting.Region: "us-east-1", sighting.Product: "AWS CloudTrail",
			},
		},
		{6, `"id":"f05079ed-f820-4531-ab26-498b53af3800"`, one("ctfuser3@seccxp.ninja"), map[sighting.Attribute]string{
			sighting.Origin: "24.13.212.221", sighting.OS: "Windows", sighting.Browser: "Edge", sighting.City: "Park Ridge",
			sighting.Country: "US", sighting.App: "Azure Portal", sighting.Action: "Sign-in activity",
			sighting.Account: "4b2462a4-bbee-495a-a0e1-f23ae524cc9c",
		}},
		{
			2, `"uid":"fed06f42-cb12-4764-8c69-example","version":"1.1.0"`,
			one("arn:aws:iam::111122223333:user/anaya"),
			map[sighting.Attribute]string{
				sighting.Origin: "192.0.2.0", sighting.OS: "macOS", sighting.Browser: "Chrome", sighting.Product: "CloudTrail",
				sighting.Account: "111122223333", sighting.Action: "ConsoleLogin", sighting.App: "signin.amazonaws.com",
			},
		},
	} {
		pr := compile(t, network(Spec{Profile: mustProfile(t, publicLogs[c.log].profile), From: Raw})).NewProjector()
		found := false
		eachEvent(t, publicLogs[c.log].file, func(event []byte) {
			if !bytes.Contains(event, []byte(c.mark)) {
				return
			}
			found = true
			got := take(pr, pr.JSON(event))
			require.Len(t, got.sightings, 1)
			require.Equal(t, c.key, got.sightings[0].Key)
			for a, want := range c.want {
				require.Equal(t, one(want), got.sightings[0].Shows[a], "%s of %s", a, event)
			}
		})
		require.True(t, found, c.mark)
	}
}

// Splunk's automatic extraction makes columns of the same events; read from
// them the sightings are the same.
func TestColumnsAndEventsAgree(t *testing.T) {
	for _, log := range publicLogs {
		raw := compile(t, network(Spec{Profile: mustProfile(t, log.profile), From: Raw})).NewProjector()
		fields := compile(t, network(Spec{Profile: mustProfile(t, log.profile), From: Fields})).NewProjector()
		agreed, at := 0, 0
		eachEvent(t, log.file, func(event []byte) {
			if at++; at > 200 && at%11 != 0 {
				return
			}
			want := take(raw, raw.JSON(event))
			r := make(row)
			decoder := json.NewDecoder(bytes.NewReader(event))
			decoder.UseNumber()
			var value any
			require.NoError(t, decoder.Decode(&value))
			flatten(r, "", value)
			got := take(fields, fields.CSV(r.read(t, fields.plan)))
			require.Equal(t, want, got, "%s", event)
			if got.skip.Reason == None {
				agreed++
			}
		})
		require.NotZero(t, agreed, log.file)
	}
}

// flatten names the values of an event as Splunk's automatic extraction does.
func flatten(r row, name string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for key, member := range v {
			flatten(r, strings.TrimPrefix(name+"."+key, "."), member)
		}
	case []any:
		for _, element := range v {
			flatten(r, name+"{}", element)
		}
	case nil:
		r[name] = append(r[name], "null")
	case bool:
		r[name] = append(r[name], strconv.FormatBool(v))
	case json.Number:
		r[name] = append(r[name], v.String())
	case string:
		if v != "" || strings.Contains(name, "{}") {
			r[name] = append(r[name], v)
		}
	}
}
