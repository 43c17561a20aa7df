package main

import "path"

// A binary is one build of the command.
type binary struct {
	goos, goarch string
	// path is where it goes inside the app. Splunk looks for a command in the
	// folder of its platform first, then in bin; it knows no ARM platform.
	path string
}

// A target is one package: its name ends the file name.
type target struct {
	name     string
	binaries []binary
}

// targets are the packages that a release has.
var targets = []target{
	{"linux_x86_64", []binary{{"linux", "amd64", "linux_x86_64/bin/concurrentsessions"}}},
}

// commandFile is the file name that commands.conf gives for the command.
func (t target) commandFile() string { return path.Base(t.binaries[0].path) }

// packageFile is the name of the package's file.
func (t target) packageFile(r release) string {
	return r.name + "-" + r.version + "-" + t.name + ".spl"
}
