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
func newEntraTable(t *table) *entraTable {
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
	}
}

// appendEvent writes the current row as a sign-in of Microsoft Graph.
func (e *entraTable) appendEvent(dst []byte, t *table, file string) []byte {
	dst = appendColumns(append(dst, '{'), t, e.members)
	dst = append(appendName(dst, "deviceDetail"), '{')
	dst = append(appendColumns(dst, t, e.device), '}')
	dst = appendLocation(dst, t.field(e.location))
	dst = appendStatus(dst, t.field(e.status), t.field(e.code))
	return append(appendKind(dst, file), '}')
}

func appendColumns(dst []byte, t *table, columns []entraColumn) []byte {
	for _, c := range columns {
		if value := t.field(c.column); len(value) > 0 {
			dst = appendMember(dst, c.member, value)
		}
	}
	return dst
}

// appendLocation writes "City, State, CC" by its parts.
func appendLocation(dst, text []byte) []byte {
	if len(text) == 0 {
		return dst
	}
	parts := bytes.Split(text, []byte(", "))
	dst = append(appendName(dst, "location"), '{')
	if len(parts) > 1 {
		dst = appendMember(dst, "city", parts[0])
	}
	if len(parts) > 2 {
		dst = appendMember(dst, "state", bytes.Join(parts[1:len(parts)-1], []byte(", ")))
	}
	return append(appendMember(dst, "countryOrRegion", parts[len(parts)-1]), '}')
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

// appendKind says whether the user signed in by hand. The rows do not tell:
// the portal has a download for each kind and tells them apart by name, as in
// InteractiveSignIns_2023-01-24.csv. Under another name the sign-ins count as
// the kind that is searched, since somebody asks for them to be searched.
func appendKind(dst []byte, file string) []byte {
	kind := "nonInteractiveUser"
	name := strings.ToLower(file)
	if strings.Contains(name, "interactivesignins") && !strings.Contains(name, "noninteractivesignins") {
		kind = "interactiveUser"
	}
	dst = append(appendName(dst, "signInEventTypes"), '[', '"')
	dst = append(dst, kind...)
	return append(dst, '"', ']')
}
