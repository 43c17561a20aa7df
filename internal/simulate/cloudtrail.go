package simulate

// cloudTrailEvent is a record of CloudTrail, version 1.11.
var cloudTrailEvent = parse(`{"eventVersion":"1.11",
	"userIdentity":{"type":"IAMUser","principalId":"<principal>","arn":"<arn>","accountId":"111122223333","accessKeyId":"<key>","userName":"<login>",
	"sessionContext":{"sessionIssuer":{},"webIdFederationData":{},"attributes":{"creationDate":"<day>T00:00:00Z","mfaAuthenticated":"true"}}<invoked>},
	"eventTime":"<time>","eventSource":"health.amazonaws.com","eventName":"DescribeEventAggregates","awsRegion":"us-east-1",
	"sourceIPAddress":"<src>","userAgent":"<agent>",
	"requestParameters":{"filter":{"eventStatusCodes":["open","upcoming"]},"aggregateField":"eventTypeCategory"},"responseElements":null,
	"requestID":"<request>","eventID":"<id>","readOnly":true,"eventType":"AwsApiCall","managementEvent":true,
	"recipientAccountId":"111122223333","eventCategory":"Management","sessionCredentialFromConsole":"true"}`)

func appendCloudTrail(dst []byte, e *Event) []byte {
	return cloudTrailEvent.append(dst, func(dst []byte, name string) []byte {
		switch name {
		case "time":
			return appendTime(dst, e.At, "2006-01-02T15:04:05Z")
		case "src":
			return e.appendSource(dst)
		case "invoked":
			if e.from.service != "" {
				dst = append(append(append(dst, `,"invokedBy":"`...), e.from.service...), '"')
			}
			return dst
		}
		return e.appendAWS(dst, name)
	})
}

// appendSource appends the address or the provider's name.
func (e *Event) appendSource(dst []byte) []byte {
	if e.from.service != "" {
		return append(dst, e.from.service...)
	}
	return e.from.addr.AppendTo(dst)
}

// appendAWS appends what CloudTrail and Security Lake have in common.
func (e *Event) appendAWS(dst []byte, name string) []byte {
	switch name {
	case "principal":
		return appendID(dst, "AIDA", numberOf(e.who.login), 10)
	case "arn":
		return append(append(dst, "arn:aws:iam::111122223333:user/"...), e.who.login...)
	case "login":
		return append(dst, e.who.login...)
	case "key":
		return append(dst, accessKey(e)...)
	case "day":
		return appendTime(dst, e.At, "2006-01-02")
	case "agent":
		switch {
		case e.from.service != "":
			return append(dst, e.from.service...)
		case !e.agent:
			return append(dst, "AWS Internal"...)
		}
		return append(dst, e.client.agent...)
	case "request":
		return appendUUID(dst, e.id+1)
	case "id":
		return appendUUID(dst, e.id)
	}
	return dst
}

// accessKey is the temporary key of a console session.
func accessKey(e *Event) string {
	return string(appendID(nil, "ASIA", numberOf(e.who.login, e.session), 9))
}
