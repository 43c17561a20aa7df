package samples

// writeO365 writes a record of the Office 365 Management Activity API: times in
// UTC without a zone, the client in lists of name and value.
func writeO365(p *pen, m moment) object {
	switch {
	case m.how.has(failed):
		return o365SignIn(p, m, "UserLoginFailed")
	case m.op == "":
		return o365SignIn(p, m, "UserLoggedIn")
	case m.op == "FileAccessed":
		return o365File(p, m)
	default:
		return o365Mailbox(p, m)
	}
}

const exchangeApp = "00000002-0000-0ff1-ce00-000000000000" // Microsoft's id of Exchange Online

var o365Tenant = uuid("tenant")

func o365Common(id string, m moment, workload, op, result string, recordType int) object {
	return object{
		{"CreationTime", m.at.Format("2006-01-02T15:04:05")},
		{"Id", id},
		{"Operation", op},
		{"OrganizationId", o365Tenant},
		{"RecordType", recordType},
		{"ResultStatus", result},
		{"UserKey", uuid(m.who.login)},
		{"UserType", 0},
		{"Version", 1},
		{"Workload", workload},
	}
}

func o365SignIn(p *pen, m moment, op string) object {
	name := p.id()
	id := uuid(name)
	result, detail, number := "Success", "Success", "0"
	if m.how.has(failed) {
		result, detail, number = "Failed", "UserError", "50126"
	}
	device := named("OS", m.with.os, "BrowserType", m.with.browser, "IsCompliantAndManaged", "False")
	if !m.how.has(failed|noSession) && (m.told || p.chance(70)) {
		device = append(device, named("SessionId", o365Session(m))...)
	}
	o := append(o365Common(id, m, "AzureActiveDirectory", op, result, 15), object{
		{"ClientIP", m.from.addr},
		{"ObjectId", exchangeApp},
		{"UserId", m.who.mail()},
		{"AzureActiveDirectoryEventType", 1},
		{"ExtendedProperties", named(
			"ResultStatusDetail", detail,
			"UserAgent", m.with.agent,
			"RequestType", p.pick("OAuth2:Authorize", "Login:reprocess", "Login:login"),
		)},
		{"ModifiedProperties", []object{}},
		{"Actor", []object{
			{{"ID", uuid(m.who.login)}, {"Type", 0}},
			{{"ID", m.who.mail()}, {"Type", 5}},
		}},
		{"ActorContextId", o365Tenant},
		{"ActorIpAddress", m.from.addr},
		{"InterSystemsId", uuid(name + "/inter")},
		{"IntraSystemId", id},
		{"SupportTicketId", ""},
		{"Target", []object{{{"ID", exchangeApp}, {"Type", 0}}}},
		{"TargetContextId", o365Tenant},
		{"ApplicationId", exchangeApp},
		{"DeviceProperties", device},
		{"ErrorNumber", number},
	}...)
	if m.how.has(failed) {
		o = append(o, field{"LogonError", "InvalidUserNameOrPassword"})
	}
	return o
}

// o365Session is the SessionId of a moment.
func o365Session(m moment) string { return uuid("session/" + m.session()) }

func o365File(p *pen, m moment) object {
	name := p.id()
	file := p.pick("Roadmap.docx", "Budget 2026.xlsx", "Minutes.docx", "Holiday list.xlsx")
	return append(o365Common(uuid(name), m, "SharePoint", m.op, "Succeeded", 6), object{
		{"ClientIP", m.from.addr},
		{"ObjectId", "https://sharepoint.example.com/sites/team/Shared Documents/" + file},
		{"UserId", m.who.mail()},
		{"CorrelationId", uuid(name + "/correlation")},
		{"EventSource", "SharePoint"},
		{"ItemType", "File"},
		{"ListId", uuid("list")},
		{"Site", uuid("site")},
		{"UserAgent", m.with.agent},
		{"SiteUrl", "https://sharepoint.example.com/sites/team/"},
		{"SourceFileName", file},
		{"SourceRelativeUrl", "Shared Documents"},
	}...)
}

func o365Mailbox(p *pen, m moment) object {
	name := p.id()
	return append(o365Common(uuid(name), m, "Exchange", m.op, "Succeeded", 50), object{
		{"UserId", m.who.mail()},
		{"ClientIPAddress", m.from.addr},
		{"ClientInfoString", "Client=OWA;Action=ViaProxy"},
		{"ExternalAccess", false},
		{"LogonType", 0},
		{"MailboxGuid", uuid("mailbox/" + m.who.login)},
		{"MailboxOwnerUPN", m.who.mail()},
		{"OperationProperties", named("MailAccessType", "Bind", "IsThrottled", "False")},
		{"OrganizationName", "example.com"},
		{"Folders", []object{{
			{"FolderItems", []object{{{"InternetMessageId", "<" + uuid(name+"/mail") + "@example.com>"}}}},
			{"Path", `\Inbox`},
		}}},
		{"OperationCount", 1},
	}...)
}
