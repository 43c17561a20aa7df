package profile

import (
	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/epoch"
)

// all lists the profiles in the order in which they are shown.
var all = []*Profile{
	&awsCloudTrail, &awsAccessKey, &awsSecurityLake, &o365, &azureAD, &okta, &authentication,
}

// ByName finds a profile.
func ByName(name string) (*Profile, bool) {
	for _, p := range all {
		if p.Name == name {
			return p, true
		}
	}
	return nil, false
}

// Names lists the names of the profiles.
func Names() []string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = p.Name
	}
	return names
}

// Authentication is the profile of the CIM data model Authentication. Its
// fields are also those that are read when no profile is named.
func Authentication() *Profile { return &authentication }

// Spans and conditions that several profiles share.
const (
	fiveMinutes = 300 * epoch.Second
	oneHour     = 3600 * epoch.Second
)

var severalOrigins = mustCondition("dc(origin)>1")

// mustCondition reads a condition that is written in this package.
func mustCondition(text string) condition.Condition {
	c, err := condition.Parse(text)
	if err != nil {
		panic(err)
	}
	return c
}
