package logfile

import (
	"bytes"
	"strings"
)

// entraTable says where the sign-in CSV that the Entra admin center downloads
// has its values. Its rows become what Microsoft Graph answers for the same
// sign-ins (resource type signIn).
type entraTable struct {
	members, device        []entraColumn
	location, status, code int
	kind                   string // of all its sign-ins
}

type entraColumn struct {
	column int
	member string
}

// The columns that become a member of the sign-in and of its deviceDetail.
var (
	entraMembers = [][2]string{
		{"Date (UTC)", "createdDateTime"},
		{"Request ID", "id"},
		{"Correlation ID", "correlationId"},
		{"Username", "userPrincipalName"},
		{"User", "userDisplayName"},
		{"User ID", "userId"},
		{"Session ID", "sessionId"},
		{"Application", "appDisplayName"},
		{"Application ID", "appId"},
		{"Resource", "resourceDisplayName"},
		{"Client app", "clientAppUsed"},
		{"IP address", "ipAddress"},
		{"Autonomous system  number", "autonomousSystemNumber"}, // two blanks, as the portal has it
		{"User agent", "userAgent"},
	}
	entraDevice = [][2]string{
		{"Device ID", "deviceId"},
		{"Operating System", "operatingSystem"},
		{"Browser", "browser"},
	}
)

// newEntraTable finds the columns, and gives nil if it is another table.
func newEntraTable(t *table, file string) *entraTable {
	if t.column("Date (UTC)") < 0 || t.column("IP address") < 0 {
		return nil
	}
	find := func(names [][2]string) (list []entraColumn) {
		for _, n := range names {
			list = append(list, entraColumn{t.column(n[0]), n[1]})
		}
		return list
	}
	return &entraTable{
		members: find(entraMembers), device: find(entraDevice),
		location: t.column("Location"), status: t.column("Status"), code: t.column("Sign-in error code"),
		kind: signInKind(file),
	}
}

// appendEvent writes the current row as a sign-in of Microsoft Graph.
func (e *entraTable) appendEvent(dst []byte, t *table) []byte {
	dst = appendColumns(append(dst, '{'), t, e.members)
	dst = append(appendName(dst, "deviceDetail"), '{')
	dst = append(appendColumns(dst, t, e.device), '}')
	dst = appendLocation(dst, t.field(e.location))
	dst = appendStatus(dst, t.field(e.status), t.field(e.code))
	dst = append(appendName(dst, "signInEventTypes"), '[', '"')
	dst = append(dst, e.kind...)
	return append(dst, `"]}`...)
}

func appendColumns(dst []byte, t *table, columns []entraColumn) []byte {
	for _, c := range columns {
		if value := t.field(c.column); len(value) > 0 {
			dst = appendMember(dst, c.member, value)
		}
	}
	return dst
}

// appendLocation writes "City, State, CC" by its parts; the first ones may be
// missing.
func appendLocation(dst, text []byte) []byte {
	if len(text) == 0 {
		return dst
	}
	comma := []byte(", ")
	dst = append(appendName(dst, "location"), '{')
	if city, rest, more := bytes.Cut(text, comma); more {
		dst, text = appendMember(dst, "city", city), rest
	}
	if end := bytes.LastIndex(text, comma); end >= 0 {
		dst, text = appendMember(dst, "state", text[:end]), text[end+len(comma):]
	}
	return append(appendMember(dst, "countryOrRegion", text), '}')
}

// appendStatus writes the result. Success has no code in some downloads.
func appendStatus(dst, status, code []byte) []byte {
	if bytes.EqualFold(status, []byte("success")) {
		code = []byte("0")
	}
	if len(code) == 0 {
		return dst
	}
	dst = append(appendName(dst, "status"), '{')
	return append(appendMember(dst, "errorCode", code), '}')
}

// signInKind says whether users signed in by hand. The rows do not tell: the
// portal has a download for each kind and tells them apart by name, as in
// InteractiveSignIns_2023-01-24.csv. Under another name the sign-ins count as
// the kind that is searched, since somebody asks for them to be searched.
func signInKind(file string) string {
	name := strings.ToLower(file)
	if strings.Contains(name, "interactivesignins") && !strings.Contains(name, "noninteractivesignins") {
		return "interactiveUser"
	}
	return "nonInteractiveUser"
}
