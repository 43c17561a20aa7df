package simulate

// o365Event is a sign-in of the Office 365 Management Activity API.
var o365Event = parse(`{"CreationTime":"<time>","Id":"<id>","Operation":"UserLoggedIn","OrganizationId":"<tenant>","RecordType":15,
	"ResultStatus":"Success","UserKey":"<userid>","UserType":0,"Version":1,"Workload":"AzureActiveDirectory","ClientIP":"<src>",
	"ObjectId":"00000002-0000-0ff1-ce00-000000000000","UserId":"<mail>","AzureActiveDirectoryEventType":1,
	"ExtendedProperties":[{"Name":"ResultStatusDetail","Value":"Success"},{"Name":"UserAgent","Value":"<agent>"},{"Name":"RequestType","Value":"OAuth2:Authorize"}],
	"ModifiedProperties":[],"Actor":[{"ID":"<userid>","Type":0},{"ID":"<mail>","Type":5}],"ActorContextId":"<tenant>","ActorIpAddress":"<src>",
	"InterSystemsId":"<inter>","IntraSystemId":"<id>","SupportTicketId":"","Target":[{"ID":"00000002-0000-0ff1-ce00-000000000000","Type":0}],
	"TargetContextId":"<tenant>","ApplicationId":"00000002-0000-0ff1-ce00-000000000000",
	"DeviceProperties":[{"Name":"OS","Value":"<os>"},{"Name":"BrowserType","Value":"<browser>"},{"Name":"IsCompliantAndManaged","Value":"False"}<session>],
	"ErrorNumber":"0"}`)

func appendO365(dst []byte, e *Event) []byte {
	return o365Event.append(dst, func(dst []byte, name string) []byte {
		switch name {
		case "time":
			return appendTime(dst, e.At, "2006-01-02T15:04:05")
		case "inter":
			return appendUUID(dst, e.id+1)
		case "os":
			return append(dst, e.client.os...)
		case "browser":
			return append(dst, e.client.browser...)
		case "session":
			if e.named {
				dst = append(append(append(dst, `,{"Name":"SessionId","Value":"`...), sessionID(e)...), `"}`...)
			}
			return dst
		}
		return e.appendMicrosoft(dst, name)
	})
}

// appendMicrosoft appends what Office 365 and Azure AD have in common.
func (e *Event) appendMicrosoft(dst []byte, name string) []byte {
	switch name {
	case "id":
		return appendUUID(dst, e.id)
	case "tenant":
		return appendUUID(dst, 1)
	case "userid":
		return appendUUID(dst, numberOf(e.who.login))
	case "mail":
		return e.who.appendMail(dst)
	case "src":
		return e.from.addr.AppendTo(dst)
	case "agent":
		return append(dst, e.client.agent...)
	}
	return dst
}

func (p *person) appendMail(dst []byte) []byte {
	return append(append(dst, p.login...), "@example.com"...)
}

// sessionID is the session as Microsoft names it.
func sessionID(e *Event) string {
	return string(appendUUID(nil, numberOf(e.who.login, "session", e.session)))
}
