package simulate

import (
	"strconv"

	"concurrentsessions/internal/epoch"
)

// Event is one request as a source logs it.
type Event struct {
	// At is when it happened, to the precision that the source writes. Logged
	// is the log's own time, where that is another one (Azure AD), and Indexed
	// when Splunk has it.
	At, Logged, Indexed epoch.Micros

	who     *person
	from    place
	client  *client
	agent   bool // the event names the client's user agent
	details bool // Azure AD: the event has authenticationDetails
	device  string
	session string
	named   bool // the event names session and device
	cause   Cause
	attack  string
	id      uint64 // a number of its own
}

// Label says what is behind an event. It is what a judge knows and a search
// does not.
type Label struct {
	User string `json:"user"`
	// Session is what the source calls the session, "" if the event names
	// none, and Src the address, "" if the provider itself calls.
	Session string `json:"session,omitempty"`
	Src     string `json:"src,omitempty"`
	// Client is the true family of system and browser.
	Client  string       `json:"client"`
	Cause   Cause        `json:"cause,omitempty"`
	Attack  string       `json:"attack,omitempty"`
	At      epoch.Micros `json:"at"`
	Logged  epoch.Micros `json:"logged"`
	Indexed epoch.Micros `json:"indexed"`
	// Country, City and ASN are what an address database says of Src.
	Country string `json:"country,omitempty"`
	City    string `json:"city,omitempty"`
	ASN     string `json:"asn,omitempty"`
}

// Label is the event's label, as the source keeps sessions.
func (e *Event) Label(s *Source) Label {
	l := Label{
		User: e.who.login, Client: e.client.family, Cause: e.cause, Attack: e.attack,
		At: e.At, Logged: e.Logged, Indexed: e.Indexed,
	}
	if e.named {
		l.Session = s.session(e)
	}
	if e.from.service == "" {
		l.Src = e.from.addr.String()
		l.Country, l.City, l.ASN = e.from.net.site.code, e.from.net.site.city, strconv.Itoa(e.from.net.asn)
	}
	return l
}

// User is the login name of a user by number.
func (w *World) User(number int) string { return w.people[number].login }
