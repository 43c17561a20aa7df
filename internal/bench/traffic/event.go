package traffic

import (
	"strconv"
	"strings"
	"time"
)

// event is an event as AWS CloudTrail writes them, about as long. What is in
// angle brackets is filled in for each sighting.
const event = `{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","principalId":"AIDA<id>","arn":"arn:aws:iam::111122223333:user/<user>","accountId":"111122223333","accessKeyId":"AKIA<id>","userName":"<user>","sessionContext":{"sessionIssuer":{},"webIdFederationData":{},"attributes":{"creationDate":"2023-11-13T08:00:00Z","mfaAuthenticated":"true"}}},"eventTime":"<time>","eventSource":"<service>.amazonaws.com","eventName":"<name>","awsRegion":"<region>","sourceIPAddress":"<src>","userAgent":"<agent>","requestParameters":{<parameters>},"responseElements":null,"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"<noise><noise><noise><noise><noise><noise><noise><noise>k=","bytesTransferredOut":552},"requestID":"<noise>","eventID":"<noise>-<noise>","readOnly":true,"resources":[{"accountId":"111122223333","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::example-bucket"}],"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.2","cipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","clientProvidedHostHeader":"example-bucket.s3.us-east-1.amazonaws.com"}}`

// parameters are what requests ask for; the second is a document inside a
// text, with its quotes escaped.
var parameters = []string{
	`"bucketName":"example-bucket","Host":"example-bucket.s3.us-east-1.amazonaws.com","acl":""`,
	`"roleName":"example-role","policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:ListBucket\"],\"Resource\":[\"arn:aws:s3:::example-bucket\",\"arn:aws:s3:::example-bucket/*\"],\"Condition\":{\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"}}}]}"`,
	`"filterSet":{"items":[{"name":"instance-state-name","valueSet":{"items":[{"value":"running"},{"value":"stopped"}]}},{"name":"tag:team","valueSet":{"items":[{"value":"example"}]}}]},"maxResults":1000`,
}

// calls are services and what is asked of them.
var calls = [...]struct{ service, name string }{
	{"health", "DescribeEventAggregates"}, {"s3", "GetBucketAcl"}, {"kms", "Decrypt"}, {"ec2", "DescribeInstances"}, {"iam", "GetRole"},
}

// regions are where users work: each in one, and now and then elsewhere.
var regions = []string{"us-east-1", "eu-west-1", "eu-central-1"}

const otherRegion = 16

func region(s *Seen) string {
	which := uint32(s.Key)
	if s.Dice>>4%otherRegion == 0 {
		which++
	}
	return pick(regions, which)
}

// piece is text, and what is to follow it.
type piece struct{ text, fill string }

// form is the event with its quotes as they are, or doubled as inside a field
// of CSV.
type form struct {
	pieces     []piece
	parameters []string
}

var (
	plainForm = newForm(func(text string) string { return text })
	csvForm   = newForm(func(text string) string { return strings.ReplaceAll(text, `"`, `""`) })
)

func newForm(quoted func(string) string) (f form) {
	for rest := event; rest != ""; {
		text, after, _ := strings.Cut(rest, "<")
		fill, more, _ := strings.Cut(after, ">")
		f.pieces = append(f.pieces, piece{quoted(text), fill})
		rest = more
	}
	for _, p := range parameters {
		f.parameters = append(f.parameters, quoted(p))
	}
	return f
}

func (f *form) append(dst []byte, s *Seen) []byte {
	noise := uint64(s.Dice)<<32 | uint64(uint32(s.Row))
	for i := range f.pieces {
		dst = append(dst, f.pieces[i].text...)
		switch f.pieces[i].fill {
		case "id":
			dst = appendID(dst, uint64(s.Key))
		case "noise":
			noise = noise*6364136223846793005 + 1442695040888963407 // Knuth's MMIX
			dst = strconv.AppendUint(dst, noise|1<<63, 16)
		case "user":
			dst = appendUser(dst, s.Key)
		case "time":
			dst = time.UnixMilli(s.At).UTC().AppendFormat(dst, time.RFC3339)
		case "src":
			dst = appendAddress(dst, s)
		case "agent":
			dst = appendAgent(dst, s)
		case "service":
			dst = append(dst, calls[s.Dice>>8%uint32(len(calls))].service...)
		case "name":
			dst = append(dst, calls[s.Dice>>8%uint32(len(calls))].name...)
		case "region":
			dst = append(dst, region(s)...)
		case "parameters":
			dst = append(dst, pick(f.parameters, s.Dice>>6)...)
		}
	}
	return dst
}

func pick(list []string, dice uint32) string { return list[dice%uint32(len(list))] }

// appendID writes 12 digits of base 16.
func appendID(dst []byte, n uint64) []byte {
	return strconv.AppendUint(dst, n&0x7fff_ffff_ffff|0x8000_0000_0000, 16)
}
