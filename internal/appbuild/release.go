package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"gopkg.in/ini.v1"
)

// A release is what app.manifest says of the app.
type release struct {
	name, version string
	// date is the time of every file in the package.
	date time.Time
}

// readRelease reads app.manifest and refuses an app.conf that says otherwise.
// A value of SOURCE_DATE_EPOCH (epoch seconds, "" when unset) takes the place
// of the manifest's date: see the specification at reproducible-builds.org.
func readRelease(root, sourceDateEpoch string) (release, error) {
	text, err := os.ReadFile(filepath.Join(root, "app.manifest"))
	if err != nil {
		return release{}, err
	}
	var manifest struct {
		Info struct {
			ID          struct{ Name, Version string }
			ReleaseDate string
		}
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return release{}, fmt.Errorf("app.manifest: %w", err)
	}
	r := release{name: manifest.Info.ID.Name, version: manifest.Info.ID.Version}
	if r.date, err = time.Parse(time.DateOnly, manifest.Info.ReleaseDate); err != nil {
		return release{}, fmt.Errorf("app.manifest: releaseDate: %w", err)
	}
	if sourceDateEpoch != "" {
		seconds, err := strconv.ParseInt(sourceDateEpoch, 10, 64)
		if err != nil {
			return release{}, fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
		}
		r.date = time.Unix(seconds, 0).UTC()
	}
	return r, r.matches(filepath.Join(root, "default", "app.conf"))
}

// matches says where app.conf differs from the manifest.
func (r release) matches(appConf string) error {
	conf, err := readConf(appConf)
	if err != nil {
		return err
	}
	for _, want := range []struct{ stanza, key, value string }{
		{"launcher", "version", r.version},
		{"id", "version", r.version},
		{"id", "name", r.name},
		{"package", "id", r.name},
	} {
		if got := conf.Section(want.stanza).Key(want.key).String(); got != want.value {
			return fmt.Errorf("app.conf: [%s] %s is %q, app.manifest says %q: make them equal", want.stanza, want.key, got, want.value)
		}
	}
	return nil
}

// readConf reads a Splunk .conf file. A stanza that appears twice is merged,
// as Splunk does.
func readConf(source any) (*ini.File, error) {
	return ini.LoadSources(ini.LoadOptions{IgnoreInlineComment: true, KeyValueDelimiters: "="}, source)
}
