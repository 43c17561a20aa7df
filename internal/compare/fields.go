package compare

import (
	"slices"

	"concurrentsessions/internal/escu"
)

// fields says which of a search's fields mean what: places in Search.Fields,
// -1 where there is none.
type fields struct {
	src, os, browser int
	// holder are the fields that say whose session it is.
	holder []int
}

// fieldsOf knows the published searches by their profile.
func fieldsOf(search *escu.Search) fields {
	at := func(name string) int { return slices.Index(search.RequiredFields(), name) }
	f := fields{src: at("src_ip"), os: -1, browser: -1}
	switch search.Profile {
	case "aws_cloudtrail":
		f.holder = []int{at("user_arn")}
	case "aws_security_lake":
		f.src = at("src_endpoint.ip")
		f.holder = []int{at("actor.user.uid")}
	case "o365":
		f.holder = []int{at("SessionId"), at("user")}
	case "azure_ad":
		f.src = at("src")
		f.holder = []int{at("user")}
	case "okta":
		f.src = at("client.ipAddress")
		f.os, f.browser = at("client.userAgent.os"), at("client.userAgent.browser")
		f.holder = []int{at("debugContext.debugData.dtHash"), at("user")}
	}
	return f
}
