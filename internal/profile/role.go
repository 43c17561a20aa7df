package profile

import "concurrentsessions/internal/sighting"

// Role is the meaning of a field.
type Role uint8

// The roles.
const (
	Time Role = iota
	EventID
	Session // the session or device key
	User
	Src
	UserAgent
	OS
	Browser
	Device
	City
	Country
	ASN
	App
	Action
	Dest
	Account
	Region
	Product
	Outcome
	Lat // latitude and longitude in degrees
	Lon
	NumRoles
)

var roles = [NumRoles]struct {
	name      string
	attribute sighting.Attribute // NumAttributes: what a sighting does not show
}{
	Time:      {"time", sighting.NumAttributes},
	EventID:   {"event_id", sighting.NumAttributes},
	Session:   {"session_id", sighting.NumAttributes},
	User:      {"user", sighting.User},
	Src:       {"src", sighting.Src},
	UserAgent: {"user_agent", sighting.UserAgent},
	OS:        {"os", sighting.OS},
	Browser:   {"browser", sighting.Browser},
	Device:    {"device", sighting.Device},
	City:      {"city", sighting.City},
	Country:   {"country", sighting.Country},
	ASN:       {"asn", sighting.ASN},
	App:       {"app", sighting.App},
	Action:    {"action", sighting.Action},
	Dest:      {"dest", sighting.Dest},
	Account:   {"vendor_account", sighting.Account},
	Region:    {"vendor_region", sighting.Region},
	Product:   {"vendor_product", sighting.Product},
	Outcome:   {"outcome", sighting.NumAttributes},
	Lat:       {"lat", sighting.NumAttributes},
	Lon:       {"lon", sighting.NumAttributes},
}

// String is the role's name, which is a column name where there is one.
func (r Role) String() string { return roles[r].name }

// Attribute is what a sighting shows of the role, if it shows it.
func (r Role) Attribute() (sighting.Attribute, bool) {
	a := roles[r].attribute
	return a, a < sighting.NumAttributes
}

func roleByName(name string) (Role, bool) {
	for r := range NumRoles {
		if roles[r].name == name {
			return r, true
		}
	}
	return 0, false
}
