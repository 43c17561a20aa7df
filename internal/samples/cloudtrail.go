package samples

import "time"

// writeCloudTrail writes an event in the CloudTrail record format, version
// 1.11: whole seconds, and a source address that may be a service name.
func writeCloudTrail(p *pen, m moment) object {
	c := newAWSCall(p, m)
	o := object{
		{"eventVersion", "1.11"},
		{"userIdentity", c.trailIdentity()},
		{"eventTime", c.at.Format(time.RFC3339)},
		{"eventSource", c.service},
		{"eventName", c.op},
		{"awsRegion", "eu-north-1"},
		{"sourceIPAddress", c.from.addr},
		{"userAgent", c.agent},
		{"requestParameters", c.parameters},
		{"responseElements", nil},
		{"requestID", c.requestID},
		{"eventID", c.eventID},
		{"readOnly", true},
		{"eventType", "AwsApiCall"},
		{"managementEvent", true},
		{"recipientAccountId", awsAccount},
		{"eventCategory", "Management"},
	}
	switch {
	case c.byService:
	case c.who.bot:
		o = append(o, field{"tlsDetails", object{
			{"tlsVersion", "TLSv1.3"},
			{"cipherSuite", "TLS_AES_128_GCM_SHA256"},
			{"clientProvidedHostHeader", "eu-north-1." + c.service},
		}})
	default:
		o = append(o, field{"sessionCredentialFromConsole", "true"})
	}
	return o
}

func (c awsCall) trailIdentity() object {
	if c.byService {
		return object{{"type", "AWSService"}, {"invokedBy", c.invokedBy}}
	}
	o := object{
		{"type", awsUserType(c.who)},
		{"principalId", awsPrincipal(c.who)},
		{"arn", awsARN(c.who)},
		{"accountId", awsAccount},
		{"accessKeyId", awsKey(c.moment)},
	}
	if c.who.role == "" {
		o = append(o, field{"userName", c.who.login})
	}
	if !c.who.bot {
		o = append(o, field{"sessionContext", object{
			{"sessionIssuer", trailIssuer(c.who)},
			{"webIdFederationData", object{}},
			{"attributes", object{
				{"creationDate", awsSignedIn(c.moment)},
				{"mfaAuthenticated", "true"},
			}},
		}})
	}
	if c.invokedBy != "" {
		o = append(o, field{"invokedBy", c.invokedBy})
	}
	return o
}

func trailIssuer(who person) object {
	if who.role == "" {
		return object{}
	}
	return object{
		{"type", "Role"},
		{"principalId", awsRoleID(who)},
		{"arn", awsRoleARN(who)},
		{"accountId", awsAccount},
		{"userName", who.role},
	}
}
