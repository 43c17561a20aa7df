package simulate

import "concurrentsessions/internal/epoch"

// Source is a log in which the requests are seen.
type Source struct {
	// Name is the name of its profile.
	Name   string
	number int
	// pause is between two visits of one person, burst how many requests a
	// visit has at most.
	pause epoch.Micros
	burst int
	// grain is the precision of its times.
	grain epoch.Micros
	// lag is how long events are on the way: at least and at most.
	lag [2]epoch.Micros
	// aws and microsoft say whose source it is: providers have their ways.
	aws, microsoft bool
	missing        RateName // of the session's name; NumRates: never
	session        func(*Event) string
	render         func([]byte, *Event) []byte
}

// Sources lists the sources in the order of the profiles.
func Sources() []*Source {
	// How often people come is an assumption: to the console every two hours,
	// for a few calls; to sign in about every 50 minutes, at Azure AD for two
	// programs at once. EL #1092: CloudTrail is 5 to 15 minutes behind.
	console := Source{pause: 2 * hour, burst: 4, grain: epoch.Second, aws: true, missing: NumRates, session: accessKey}
	trail, lake := console, console
	trail.Name, trail.number, trail.lag, trail.render = "aws_cloudtrail", 0, [2]epoch.Micros{5 * minute, 15 * minute}, appendCloudTrail
	lake.Name, lake.number, lake.lag, lake.render = "aws_security_lake", 1, [2]epoch.Micros{5 * minute, 15 * minute}, appendSecurityLake
	return []*Source{
		&trail,
		&lake,
		{
			Name: "o365", number: 2, pause: 48 * minute, burst: 1, grain: epoch.Second, lag: [2]epoch.Micros{minute, 8 * minute},
			microsoft: true, missing: MissingSessionO365, session: sessionID, render: appendO365,
		},
		{
			Name: "azure_ad", number: 3, pause: 50 * minute, burst: 2, grain: epoch.Second / 1000, lag: [2]epoch.Micros{minute, 5 * minute},
			microsoft: true, missing: NumRates, session: sessionID, render: appendAzureAD,
		},
		{
			Name: "okta", number: 4, pause: 50 * minute, burst: 1, grain: epoch.Second / 1000, lag: [2]epoch.Micros{5 * epoch.Second, 2 * minute},
			missing: MissingSessionOkta, session: deviceToken, render: appendOkta,
		},
	}
}

// SourceByName finds a source.
func SourceByName(name string) (*Source, bool) {
	for _, s := range Sources() {
		if s.Name == name {
			return s, true
		}
	}
	return nil, false
}

// Append appends the event as the source writes it: one JSON object, without
// the line end.
func (s *Source) Append(dst []byte, e *Event) []byte { return s.render(dst, e) }
