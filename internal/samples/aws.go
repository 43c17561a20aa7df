package samples

import "time"

const awsAccount = "111122223333" // the account of the AWS manuals

// healthOp is what the pages of the AWS console call, and so the operation
// that the AWS detections look at.
const healthOp = "DescribeEventAggregates"

// awsCall is one API call, as both CloudTrail and Security Lake report it.
type awsCall struct {
	moment
	eventID, requestID string
	service, op        string
	agent              string
	invokedBy          string // the service that calls on the user's behalf
	parameters         any    // an object, or nil
	byService          bool   // no user behind it
}

func newAWSCall(p *pen, m moment) awsCall {
	id := p.id()
	c := awsCall{
		moment: m, eventID: uuid(id), requestID: uuid(id + "/request"),
		service: "health.amazonaws.com", op: healthOp, agent: m.with.agent,
	}
	switch m.op {
	case "":
		c.parameters = object{
			{"filter", object{
				{"startTimes", []object{{{"from", m.at.Add(-7 * 24 * time.Hour).Format("Jan 2, 2006, 3:04:05 PM")}}}},
				{"eventStatusCodes", []string{"open", "upcoming"}},
			}},
			{"aggregateField", "eventTypeCategory"},
		}
		if m.from.net == nil {
			c.invokedBy = m.from.addr
			c.agent = m.from.addr
		} else if !m.told && p.chance(50) {
			c.agent = "AWS Internal" // the console's own calls often name no browser
		}
	case "AssumeRole":
		c.byService = true
		c.service, c.op = "sts.amazonaws.com", m.op
		c.invokedBy = p.pick("ec2.amazonaws.com", "lambda.amazonaws.com")
		c.agent = c.invokedBy
		c.from = place{addr: c.invokedBy}
		c.parameters = object{
			{"roleArn", "arn:aws:iam::" + awsAccount + ":role/ReportRunner"},
			{"roleSessionName", exampleID("i-", id, 10)},
		}
	default:
		c.service, c.op = awsService(m.op), m.op
	}
	return c
}

func awsService(op string) string {
	switch op {
	case "ListBuckets":
		return "s3.amazonaws.com"
	case "DescribeInstances":
		return "ec2.amazonaws.com"
	case "LookupEvents":
		return "cloudtrail.amazonaws.com"
	default:
		return "sts.amazonaws.com"
	}
}

// awsARN is the user as the AWS detections know it.
func awsARN(who person) string {
	if who.role != "" {
		return "arn:aws:sts::" + awsAccount + ":assumed-role/" + who.role + "/" + who.mail()
	}
	return "arn:aws:iam::" + awsAccount + ":user/" + who.login
}

func awsRoleARN(who person) string { return "arn:aws:iam::" + awsAccount + ":role/" + who.role }

// awsPrincipal is the user's principal id.
func awsPrincipal(who person) string {
	if who.role != "" {
		return awsRoleID(who) + ":" + who.mail()
	}
	return exampleID("AIDA", who.login, 10)
}

func awsRoleID(who person) string { return exampleID("AROA", who.role, 10) }

// awsKey is the access key id in use: a service's long-term key, or the
// temporary key of the console session.
func awsKey(m moment) string {
	if m.who.bot {
		return exampleID("AKIA", m.who.login, 9)
	}
	return exampleID("ASIA", m.session(), 9)
}

func awsUserType(who person) string {
	if who.role != "" {
		return "AssumedRole"
	}
	return "IAMUser"
}

// awsSignedIn is when the session of a moment began.
func awsSignedIn(m moment) string {
	if m.how.has(newSession) {
		return "2026-03-10T09:31:07Z"
	}
	return "2026-03-10T07:29:52Z"
}
