package client

import (
	"strings"

	"github.com/mileusna/useragent"
)

// longest is how much of a user agent is read, in bytes. Real ones are shorter
// than a thousand, and the parser takes quadratic time.
const longest = 2048

// FromUserAgent reads the families of operating system and browser, or tool,
// off a user agent. What it does not tell is "".
func FromUserAgent(ua string) (os, browser string) {
	// CloudTrail puts some user agents in brackets.
	ua = strings.Trim(ua, " \t[]")
	ua = ua[:min(len(ua), longest)]
	if ua == "" || isProvider(ua) {
		return "", ""
	}
	parsed := useragent.Parse(ua)
	os = OS(parsed.OS)
	if os == "" {
		os = toolSystem(ua)
	}
	if strings.Contains(ua, "Terraform/") {
		return os, "Terraform" // its own name stands behind those of its makers
	}
	return os, Browser(parsed.Name)
}

// isProvider says whether the text is what AWS writes when it calls itself on
// the user's behalf. That is no client of the user, so it cannot be a second
// one.
func isProvider(ua string) bool {
	return strings.EqualFold(ua, "AWS Internal") || ua == "aws.internal" ||
		(strings.HasSuffix(ua, ".amazonaws.com") && !strings.ContainsAny(ua, " /"))
}

// systemMarks are words by which tools name the system they run on. They have
// no common form: "Darwin/21.6.0", "os/linux#5.10", "(linux/amd64)",
// "Windows/7". iPhone and Android come first, as their user agents name what
// they are built on, too.
var systemMarks = []struct{ mark, os string }{
	{"iphone", "iOS"},
	{"ipad", "iOS"},
	{"android", "Android"},
	{"windows", "Windows"},
	{"darwin/", "macOS"},
	{"macos", "macOS"},
	{"macintosh", "macOS"},
	{"linux", "Linux"},
}

func toolSystem(ua string) string {
	ua = strings.ToLower(ua)
	for _, m := range systemMarks {
		if strings.Contains(ua, m.mark) {
			return m.os
		}
	}
	return ""
}
