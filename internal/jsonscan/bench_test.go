package jsonscan

import "testing"

// event has what costs time: objects in objects, escapes, long texts, numbers.
var event = []byte(`{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann","sessionContext":{"attributes":{"creationDate":"2023-11-13T08:00:00Z","mfaAuthenticated":"true"}}},` +
	`"eventTime":"2023-11-14T22:13:20Z","eventName":"GetRole","sourceIPAddress":"192.0.2.7","userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0",` +
	`"requestParameters":{"policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"]}]}"},"responseElements":null,` +
	`"additionalEventData":{"bytesTransferredIn":0,"bytesTransferredOut":552},"readOnly":true,"resources":[{"accountId":"111122223333","type":"AWS::S3::Bucket"}]}`)

// To the end of an event, and no further.
func BenchmarkEnd(b *testing.B) {
	b.SetBytes(int64(len(event)))
	b.ReportAllocs()
	for b.Loop() {
		if End(event, 0) != len(event) {
			b.Fatal("the event's end was not found")
		}
	}
}

// The same in pieces, as a file is read.
func BenchmarkScan(b *testing.B) {
	const piece = 512
	b.SetBytes(int64(len(event)))
	b.ReportAllocs()
	for b.Loop() {
		var s Scan
		done := false
		for at := 0; at < len(event) && !done; at += piece {
			_, done = s.Feed(event[at:min(at+piece, len(event))])
		}
		if !done {
			b.Fatal("the event's end was not found")
		}
	}
}

func BenchmarkMembers(b *testing.B) {
	b.SetBytes(int64(len(event)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for m := MembersOf(event); m.Next(); {
			n++
		}
		if n != 11 {
			b.Fatal("members were lost")
		}
	}
}
