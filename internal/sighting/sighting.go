// Package sighting holds what a row is reduced to: who (the key), when, and
// what it shows (the origin, the source address, client attributes).
package sighting

import "concurrentsessions/internal/epoch"

// Attribute is one kind of thing that a sighting shows.
type Attribute uint8

// The attributes, in the order of the finding's columns. Those before User
// can be counted in a condition.
const (
	Src Attribute = iota
	Origin
	UserAgent
	OS
	Browser
	Device
	City
	Country
	ASN
	App
	User
	Action
	Dest
	Account
	Region
	Product
	// Location is "latitude,longitude" in degrees. It is evidence of speed, and
	// no column of the findings.
	Location
	NumAttributes
)

// NumCountable is the number of attributes that a condition can count.
const NumCountable = User

var attributeNames = [NumAttributes]string{
	"src", "origin", "user_agent", "os", "browser", "device", "city", "country", "asn", "app",
	"user", "action", "dest", "vendor_account", "vendor_region", "vendor_product", "location",
}

// String is the attribute's column name, a CIM name where there is one.
func (a Attribute) String() string { return attributeNames[a] }

// AttributeByName finds an attribute by its column name.
func AttributeByName(name string) (Attribute, bool) {
	for a, n := range attributeNames {
		if n == name {
			return Attribute(a), true
		}
	}
	return 0, false
}

// Sighting is one combination of a row's key values and source values.
type Sighting struct {
	// Key has one value for each part of the key.
	Key []string
	// Shows has the values of each attribute, without placeholders. Src holds
	// one value and Origin at most one; an origin is missing only when the
	// condition does not need it.
	Shows [NumAttributes][]string
}

// Seen is when, and how often, the events behind a row happened.
type Seen struct {
	// First and Last are equal for a single event. A row made by stats or
	// tstats stands for events from First to Last.
	First, Last epoch.Micros
	// Indexed is when the row was indexed, if HasIndexed.
	Indexed    epoch.Micros
	HasIndexed bool
	// Count is the number of events that the row stands for.
	Count uint64
}
