// Package profile holds what is known about each log source: where its fields
// are, what forms the key, and what counts as suspicious. A profile is data;
// package project reads it.
package profile

import (
	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/epoch"
)

// Profile is one log source. Profiles are shared and must not be changed.
type Profile struct {
	Name  string
	Title string
	// Key is what identifies the holder of a session, part by part.
	Key []KeyPart
	// Session is the column name of the session role in this source: what its
	// people call the thing that is stolen.
	Session string
	Window  epoch.Micros
	When    condition.Condition
	// Impact and Confidence are percentages, as Enterprise Security's risk
	// annotations have them. BaseScore is their product.
	Impact, Confidence, BaseScore int
	// ScaledTime says that a bare number may be seconds, milliseconds or
	// microseconds (OCSF).
	ScaledTime bool
	// Roles has the fields of each role; a role that the source has not is
	// empty.
	Roles [NumRoles]Fields
	// Filter stands for the base search when there is no Splunk.
	Filter Filter
	// Signs tell the source's events from others: an event that has all members
	// of one of them, at its top, is of this source.
	Signs []Sign
}

// Sign is a set of names of members.
type Sign []string

// KeyPart is one part of the key: the column that shows it, and its role.
type KeyPart struct {
	Column string
	Role   Role
}

// Fields says where the values of a role are, in the order of preference. The
// first field that has a value wins.
//
// A field is written as Splunk names the fields of JSON: a.b is a member,
// a{}.b is that member of each element of an array. One notation is added:
// a{Name=X}.Value is the member Value of those elements whose member Name is X.
type Fields struct {
	// Extracted are names that a vendor's add-on or the Common Information
	// Model gives at search time.
	Extracted []string
	// Raw are the places in the event's JSON. _time is Splunk's own column.
	Raw []string
	// Constant is the value when no field has one.
	Constant string
}

// Empty says that there is no field, and no constant.
func (f Fields) Empty() bool {
	return len(f.Extracted) == 0 && len(f.Raw) == 0 && f.Constant == ""
}

// Filter is a conjunction: an event counts if all clauses hold.
type Filter []Clause

// Clause holds if the first of its fields that has a value has one of Values.
type Clause struct {
	Fields Fields
	// Values are compared in any case.
	Values []string
}

// RoleByName finds the role that a name stands for in this source: the name of
// a role, or of a column of the key. Roles without fields are not found.
func (p *Profile) RoleByName(name string) (Role, bool) {
	role, ok := roleByName(name)
	if name == p.Session {
		role, ok = Session, true
	}
	for _, part := range p.Key {
		if part.Column == name {
			role, ok = part.Role, true
		}
	}
	return role, ok && !p.Roles[role].Empty()
}
