package appconf

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"concurrentsessions/internal/basesearch"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/samples"
	"concurrentsessions/internal/sighting"
)

// demoSourceTypes are the sources of the demo lookup and their source types.
var demoSourceTypes = []struct{ source, sourcetype string }{
	{"aws_cloudtrail", "aws:cloudtrail"},
	{"aws_security_lake", "aws:asl"},
	{"o365", "o365:management:activity"},
	{"azure_ad", "azure:monitor:aad"},
	{"okta", "OktaIM2:log"},
}

// demoColumns are the columns of the demo lookup after _time, sourcetype, user
// and session_id.
var demoColumns = []sighting.Attribute{
	sighting.Src, sighting.UserAgent, sighting.OS, sighting.Browser, sighting.City, sighting.Country,
	sighting.ASN, sighting.App, sighting.Action,
}

// DemoEvents writes the demo lookup: the events of the sample logs in a folder
// that the detections would count, one row each. session_id is what is stolen:
// the session or device token of the source, else the user.
func DemoEvents(samplesDir string) ([]byte, error) {
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	header := []string{"_time", "sourcetype", "user", "session_id"}
	for _, a := range demoColumns {
		header = append(header, a.String())
	}
	w.Write(header) // a bytes.Buffer takes everything
	for _, demo := range demoSourceTypes {
		if err := writeDemo(w, samplesDir, demo.source, demo.sourcetype); err != nil {
			return nil, fmt.Errorf("source %s: %w", demo.source, err)
		}
	}
	w.Flush()
	return text.Bytes(), w.Error()
}

func writeDemo(w *csv.Writer, dir, name, sourcetype string) error {
	var file string
	for _, source := range samples.Sources() {
		if source.Name == name {
			file = source.File
		}
	}
	p, ok := profile.ByName(name)
	if !ok {
		return fmt.Errorf("there is no profile %q", name)
	}
	log, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		return err
	}
	found, err := basesearch.Run(p, log, false)
	if err != nil {
		return err
	}
	for _, event := range found.Events {
		for _, s := range event.Sightings {
			user := strings.Join(s.Shows[sighting.User], " ")
			row := []string{event.At.String(), sourcetype, user, sessionOf(p, s, user)}
			for _, a := range demoColumns {
				row = append(row, strings.Join(s.Shows[a], " "))
			}
			w.Write(row)
		}
	}
	return nil
}

// sessionOf is the part of the key that is no user.
func sessionOf(p *profile.Profile, s sighting.Sighting, user string) string {
	for i, part := range p.Key {
		if part.Role == profile.Session {
			return s.Key[i]
		}
	}
	return user
}
