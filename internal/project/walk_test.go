package project

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/jsonscan"
)

// valuesOf are the values that the document has for each binding: of the first
// field that has one. What else was read depends on where the walk ended.
func valuesOf(d *document) [][]string {
	list := make([][]string, len(d.bindings))
	for i, b := range d.bindings {
		first := slices.IndexFunc(b.fields, func(number int) bool { return d.usable(b, number) })
		if first < 0 {
			continue
		}
		for _, value := range d.appendValues(nil, b.fields[first]) {
			list[i] = append(list[i], string(value))
		}
	}
	return list
}

// documents are two of one plan, so that what each remembers is of its own kind
// of events.
type documents struct {
	*document
	doubled *document // reads events with doubled quotes
}

func newDocuments(p *Plan) documents { return documents{newDocument(p), newDocument(p)} }

// requireSameWalk requires that the walk reads what gjson reads, of any text, and
// the same where quotes are doubled.
func requireSameWalk(t require.TestingT, d documents, event []byte) {
	for _, at := range []string{"", "1700000000"} {
		d.reset()
		d.column(timeColumn, []byte(at))
		isObject := d.walk(event)
		got := valuesOf(d.document)
		lacks := d.lacks()

		d.reset()
		d.column(timeColumn, []byte(at))
		want := d.slowWalk(event, d.open())
		require.Equal(t, want, isObject, "%s", event)
		if want {
			require.Equal(t, valuesOf(d.document), got, "%s", event)
			require.Equal(t, d.lacks(), lacks, "%s", event)
		}

		d.doubled.reset()
		d.doubled.column(timeColumn, []byte(at))
		if d.doubled.tryWalk(doubled(event), jsonscan.Twice) {
			require.Equal(t, got, valuesOf(d.doubled), "%s", event)
			require.Equal(t, lacks, d.doubled.lacks(), "%s", event)
		}
	}
}

// doubled is a text in which each quote is written twice.
func doubled(text []byte) []byte { return bytes.ReplaceAll(text, []byte(`"`), []byte(`""`)) }

// anyDocuments have fields of every kind of path.
func anyDocuments(t testing.TB) []documents {
	specs := []Spec{
		{By: []string{"a", "b.a", "b.b.a", "a{}"}, Src: "c", Time: "d"},
		{By: []string{"a{}.a", "a{a=b}.b", "a{b=1}.c.a", "b{}.a{}.b", "a{a=}.d"}, Src: "b{}", Time: "_time"},
		{By: []string{"b{a=a/b}.b", "b{}.c", "d.a{}"}, Src: "d.d", Time: "c"},
	}
	for _, name := range []string{"aws_cloudtrail", "o365", "okta"} {
		specs = append(specs, Spec{Profile: mustProfile(t, name), WithFilter: true})
	}
	var list []documents
	for _, spec := range specs {
		spec.From = Raw
		list = append(list, newDocuments(compile(t, network(spec))))
	}
	return list
}

// anyText writes a value as a hostile or careless program might.
type anyText struct {
	t *rapid.T
	bytes.Buffer
}

func (w *anyText) pick(of ...string) { w.WriteString(rapid.SampledFrom(of).Draw(w.t, "text")) }

func (w *anyText) space() { w.pick("", "", "", "", " ", "\n", "\t \r") }

func (w *anyText) key() {
	w.pick(`"a"`, `"a"`, `"b"`, `"b"`, `"c"`, `"d"`, `"Name"`, `"Value"`, `"\u0061"`, `"a\\"`, `""`, `"long, to be more than eight bytes"`,
		`"_time"`, `"DeviceProperties"`, `"actor"`, `"id"`, `"userIdentity"`, `"arn"`)
}

func (w *anyText) value(depth int) {
	w.space()
	kinds := 6
	if depth == 0 {
		kinds = 4
	}
	switch rapid.IntRange(0, kinds-1).Draw(w.t, "kind") {
	case 0:
		w.pick("1", "-0.5e+7", "17000000000", "true", "false", "null")
	case 1, 2:
		w.pick(`"a"`, `"b"`, `""`, `"192.0.2.1"`, `"a/b"`, `"a\/b"`, `"SessionId"`, `"2026-01-02T03:04:05Z"`,
			`"\"{[("`, `"\\"`, `"\\\""`, `"]}"`, `"ä\u00e4\ud83d\ude00 and more text behind it \n"`, `"\ud83d"`, `"\ud83d\u0041"`, `"😀"`,
			`"a string without escapes that is longer than four words are"`, `"`+strings.Repeat("x", 90)+`\"y"`)
	case 3:
		w.pick(`"\q"`, `"\u12"`, "\"a\nb\"", "\"a\n\\nb\"", `"\ud83d\uzzzz"`, "\"\xff\"", "NaN", "+1", "truely", "nan", "1x", "'a'")
	case 4:
		w.WriteByte('[')
		for i := range rapid.IntRange(0, 3).Draw(w.t, "elements") {
			if i > 0 {
				w.WriteByte(',')
			}
			w.value(depth - 1)
		}
		w.space()
		w.WriteByte(']')
	case 5:
		w.object(depth - 1)
	}
	w.space()
}

func (w *anyText) object(depth int) {
	w.WriteByte('{')
	w.space()
	for i := range rapid.IntRange(0, 5).Draw(w.t, "members") {
		if i > 0 {
			w.WriteByte(',')
			w.space()
		}
		w.key()
		w.space()
		w.WriteByte(':')
		w.value(depth)
	}
	w.WriteByte('}')
}

// Whatever the text, whole, cut or damaged, the walk reads what gjson reads.
func TestWalkIsWhatGJSONReads(t *testing.T) {
	t.Parallel()
	all := anyDocuments(t)
	rapid.Check(t, func(t *rapid.T) {
		w := anyText{t: t}
		w.space()
		w.object(4)
		w.pick("", "", "", " ", "\n", "}", ",", `{"a":1}`, ` "a":1`, "x")
		event := w.Bytes()
		for _, d := range all { // most of it is what the next one says, too
			requireSameWalk(t, d, event)
		}
		for range rapid.IntRange(0, 2).Draw(t, "damages") {
			at := rapid.IntRange(0, len(event)).Draw(t, "place")
			if rapid.Bool().Draw(t, "cut") {
				event = event[:at]
				continue
			}
			event = slices.Insert(slices.Clone(event), at, []byte(rapid.SampledFrom([]string{`"`, `\`, `{`, `}`, `[`, `]`, `,`, `:`, ` `, "\x00", "a"}).Draw(t, "damage"))...)
		}
		for _, d := range all {
			requireSameWalk(t, d, event)
		}
	})
}

// Every beginning of an event is decided as gjson decides it.
func TestWalkOfCutEvents(t *testing.T) {
	t.Parallel()
	for _, d := range anyDocuments(t) {
		for i := range signIn {
			requireSameWalk(t, d, []byte(signIn[:i]))
		}
	}
}

// The walk itself reads what programs write; only what is odd goes to gjson.
func TestWalkGivesUpOnOddTextAlone(t *testing.T) {
	t.Parallel()
	d := newDocument(compile(t, Spec{By: []string{"a", "b{N=x}.v"}, From: Raw}))
	for event, reads := range map[string]bool{
		`{}`:                     true,
		` { } `:                  true,
		`{"a":"x","c":[1,{}]}`:   true,
		`{"a":"\u00e4\"","d":1}`: true,
		"{\n \"a\" : 1.5e3 ,\n \"b\" : [ ] }\r\n":                                true,
		`{"c":"\ud83d","b":[{"N":"x","v":[1]},2,"y",null]}`:                      true,
		`{"b":[{"N":"\u0078","v":1}]}`:                                           true,
		`{"deep":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `}`: true,

		`{"a":1`: false, `{"a":1}}`: false, `{"a":1} {"b":2}`: false, `{"a":1,}`: false, `{,"a":1}`: false, `{"a" 1}`: false,
		`{"\u0061":1}`: false, `{"a":"\q"}`: false, `{"a":NaN}`: false, `{"a":0A0,"b":1}`: false,
		`{"a":truely,"b":1}`: false, `{"b":[{"N":"x","v":1a}]}`: false, `{"b":[1,]}`: false, `{"b":[1 2]}`: false, `[1]`: false, ``: false,
	} {
		d.reset()
		require.Equal(t, reads, d.fastWalk([]byte(event), jsonscan.Once, d.open()), event)
	}
}

func TestWalkOfPublicLogs(t *testing.T) {
	for _, log := range publicLogs {
		d := newDocuments(compile(t, network(Spec{Profile: mustProfile(t, log.profile), From: Raw})))
		gaveUp := 0
		eachEvent(t, log.file, func(event []byte) {
			requireSameWalk(t, d, event)
			requireSameWalk(t, d, event[:len(event)*3/4])
			d.reset()
			if !d.fastWalk(event, jsonscan.Once, d.open()) {
				gaveUp++
			}
			d.doubled.reset()
			if !d.doubled.fastWalk(doubled(event), jsonscan.Twice, d.doubled.open()) {
				gaveUp++
			}
		})
		require.Zero(t, gaveUp, "%s by %s", log.file, log.profile)
	}
}

func FuzzWalk(f *testing.F) {
	all := anyDocuments(f)
	f.Add([]byte(signIn))
	for _, seed := range []string{`{"a":[{"a":"b","b":"\u00e4"}]}`, `{"a":1}"b":2`, `{"a":"x`, `{"b":{"b":{"a":true}}}`, `{"a":1 "b":2}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, event []byte) {
		for _, d := range all {
			requireSameWalk(t, d, event)
		}
	})
}

// trailEvents are events as CloudTrail writes them, invented.
func trailEvents(n int) (events [][]byte, size int) {
	for i := range n {
		event := fmt.Appendf(nil, `{"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE%04d:ann","arn":"arn:aws:sts::111122223333:assumed-role/dev/ann%d","accountId":"111122223333","accessKeyId":"ASIAEXAMPLE%08d","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE%04d","arn":"arn:aws:iam::111122223333:role/dev","accountId":"111122223333","userName":"dev"},"webIdFederationData":{},"attributes":{"creationDate":"2026-03-10T08:00:00Z","mfaAuthenticated":"true"}}},"eventTime":"2026-03-10T08:%02d:%02dZ","eventSource":"s3.amazonaws.com","eventName":"GetBucketPolicyStatus","awsRegion":"eu-central-1","sourceIPAddress":"192.0.2.%d","userAgent":"[aws-cli/2.15.0 Python/3.11.6 Linux/5.10.0 exe/x86_64.amzn.2 prompt/off command/s3api.get-bucket-policy-status]","requestParameters":{"bucketName":"example-bucket-%d","Host":"example-bucket-%d.s3.eu-central-1.amazonaws.com","policyStatus":""},"responseElements":null,"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"%s=","bytesTransferredOut":%d},"requestID":"NDWKK8R5MVJJ%04d","eventID":"aeeaa143-69ff-47d3-9d62-83560000%04d","readOnly":true,"resources":[{"accountId":"111122223333","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::example-bucket-%d"}],"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.2","cipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","clientProvidedHostHeader":"example-bucket-%d.s3.eu-central-1.amazonaws.com"}}`,
			i%37, i%53, i%97, i%37, i/60%60, i%60, i%250, i, i, strings.Repeat("aB3/", i%30), i*7%5000, i%10000, i%10000, i, i)
		events = append(events, event)
		size += len(event)
	}
	return events, size
}

// One pass over an event for about ten paths, beside one of gjson for the same.
func BenchmarkWalk(b *testing.B) {
	d := newDocument(compile(b, network(Spec{Profile: mustProfile(b, "aws_cloudtrail"), From: Raw})))
	events, size := trailEvents(1000)
	plain := func(event []byte, open uint64) bool { return d.fastWalk(event, jsonscan.Once, open) }
	for name, walk := range map[string]func([]byte, uint64) bool{"walk": plain, "gjson": d.slowWalk} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				for _, event := range events {
					d.reset()
					if !walk(event, d.open()) {
						b.Fatalf("%s", event)
					}
				}
			}
		})
	}
}
