package main

import (
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/ini.v1"
)

// changedMacros are macros of the app with a definition of an admin.
var changedMacros = [][2]string{
	{"cs_okta_source", `index=identity sourcetype="OktaIM2:log"`},
	{"cs_azure_ad_options", `window=10m when="dc(origin)>1 AND dc(asn)>1"`},
}

// conf is a .conf file that the app ships.
func (l *lab) conf(name string) *ini.File {
	file, err := ini.LoadSources(ini.LoadOptions{IgnoreInlineComment: true, PreserveSurroundedQuote: true},
		filepath.Join(l.root, "default", name+".conf"))
	if err != nil {
		l.fail(err)
		return ini.Empty()
	}
	return file
}

// detections are the names of the shipped detections.
func (l *lab) detections() (names []string) {
	for _, section := range l.conf("savedsearches").Sections() {
		if section.HasKey("cron_schedule") {
			names = append(names, section.Name())
		}
	}
	return names
}

// detection is the name of the detection that runs the profile.
func (l *lab) detection(profile string) string {
	file := l.conf("savedsearches")
	i := slices.IndexFunc(l.detections(), func(name string) bool {
		return strings.Contains(file.Section(name).Key("search").String(), "profile="+profile+" ")
	})
	if i < 0 {
		return profile
	}
	return l.detections()[i]
}
