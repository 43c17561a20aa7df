package main

import "path"

// A binary is one build of the command.
type binary struct {
	goos, goarch string
	// path is where it goes inside the app. Splunk looks for a command in the
	// folder of its platform first, then in bin; it knows no ARM platform.
	path string
}

var (
	linuxX86   = binary{"linux", "amd64", "linux_x86_64/bin/concurrentsessions"}
	linuxARM   = binary{"linux", "arm64", "bin/concurrentsessions"}
	windowsX86 = binary{"windows", "amd64", "windows_x86_64/bin/concurrentsessions.exe"}
	darwinX86  = binary{"darwin", "amd64", "darwin_x86_64/bin/concurrentsessions"}
	darwinARM  = binary{"darwin", "arm64", "bin/concurrentsessions"}
)

// A target is one package: its name ends the file name. The first binary names
// the command's file in commands.conf.
type target struct {
	name     string
	binaries []binary
}

// targets are the packages that a release has. Two ARM binaries cannot share
// the folder bin, so the universal package has that of Linux.
var targets = []target{
	{"linux_x86_64", []binary{linuxX86}},
	{"linux_arm64", []binary{linuxARM}},
	{"windows_x86_64", []binary{windowsX86}},
	{"darwin_x86_64", []binary{darwinX86}},
	{"darwin_arm64", []binary{darwinARM}},
	{"universal", []binary{linuxX86, linuxARM, windowsX86, darwinX86}},
}

// commandFile is the file name that commands.conf gives for the command.
func (t target) commandFile() string { return path.Base(t.binaries[0].path) }

// packageFile is the name of the package's file.
func (t target) packageFile(r release) string {
	return r.name + "-" + r.version + "-" + t.name + ".spl"
}
