package samples

import "time"

// source is how a sample comes about.
type source struct {
	Source
	bit   profiles      // itself
	file  profiles      // the source whose scenes are in the file
	pause time.Duration // between two everyday events of one person
	noise []string      // operations the detection does not look at
	bots  bool          // service accounts are seen too
	write func(*pen, moment) object
	key   func(moment) map[string]string // who holds the session, by column name
}

func sources() []source {
	trail := source{
		Source: Source{"aws_cloudtrail", "aws_cloudtrail.ndjson", "aws_cloudtrail"}, bit: cloudTrail, file: cloudTrail,
		pause: 44 * time.Minute, noise: []string{"ListBuckets", "DescribeInstances", "LookupEvents", "AssumeRole"}, bots: true,
		write: writeCloudTrail,
		key:   func(m moment) map[string]string { return map[string]string{"user": awsARN(m.who)} },
	}
	byKey := trail
	byKey.Source = Source{"aws_access_key", trail.File, "aws_access_key"}
	byKey.bit = accessKey
	byKey.key = func(m moment) map[string]string { return map[string]string{"access_key_id": awsKey(m)} }
	return []source{
		trail,
		byKey,
		{
			Source: Source{"aws_security_lake", "aws_security_lake.ndjson", "aws_security_lake"}, bit: securityLake, file: securityLake,
			pause: 55 * time.Minute, noise: trail.noise, bots: true, write: writeSecurityLake, key: trail.key,
		},
		{
			Source: Source{"o365", "o365.ndjson", "o365"}, bit: o365, file: o365,
			pause: 48 * time.Minute, noise: []string{"FileAccessed", "MailItemsAccessed"}, write: writeO365,
			key: func(m moment) map[string]string {
				return map[string]string{"user": m.who.mail(), "session_id": o365Session(m)}
			},
		},
		{
			Source: Source{"azure_ad", "azure_ad.ndjson", "azure_ad"}, bit: azureAD, file: azureAD,
			pause: 72 * time.Minute, noise: []string{"SignInLogs"}, write: writeAzureAD, key: byMail,
		},
		{
			Source: Source{"okta", "okta.ndjson", "okta"}, bit: okta, file: okta,
			pause: 72 * time.Minute, noise: []string{"challenge", "user.authentication.sso", "application.lifecycle.update"}, write: writeOkta,
			key: func(m moment) map[string]string {
				return map[string]string{"device_token": oktaDeviceToken(m), "user": m.who.mail()}
			},
		},
		{Source: Source{"azure_event_table", "azure_event_table.ndjson", "azure_ad"}, bit: eventTable, key: byMail},
	}
}

func byMail(m moment) map[string]string { return map[string]string{"user": m.who.mail()} }

func (s source) events() [][]byte {
	if s.bit == eventTable {
		return writeEventTable()
	}
	return s.day()
}
