package client

import "strings"

// family is a name and the beginnings, in lower case, by which it is known.
// A blank in a beginning also matches _ and -.
type family struct {
	name   string
	begins []string
}

// systems are the operating systems. The first beginning that matches wins.
var systems = []family{
	{"Windows Phone", []string{"windows phone", "windowsphone"}},
	{"Windows", []string{"windows", "win32", "win64"}},
	{"iOS", []string{"mac os x (iphone", "mac os x (ipad", "ios", "iphone", "ipad", "ipados"}},
	{"macOS", []string{"mac", "macos", "macosx", "macintosh", "os x", "osx", "darwin"}},
	{"Android", []string{"android"}},
	{"ChromeOS", []string{"chromeos", "chrome os", "chromium os", "cros"}},
	{"Linux", []string{"linux", "gnu", "ubuntu", "debian", "fedora", "red hat", "rhel", "centos", "amazon linux"}},
}

// browsers are browsers and tools. The first beginning that matches wins.
var browsers = []family{
	{"Headless Chrome", []string{"headless chrome", "headlesschrome", "chrome headless"}},
	{"Android WebView", []string{"androidwebviewlollipopandabove", "android webview", "chrome mobile webview"}},
	{"Chrome", []string{"chrome", "google chrome", "crios", "brave chrome"}},
	{"Edge", []string{"edge", "microsoft edge", "edg", "edga", "edgios", "edgechromium"}},
	{"Firefox", []string{"firefox", "mozilla firefox", "mobile firefox", "fxios"}},
	{"Internet Explorer", []string{"internet explorer", "ie", "msie", "microsoft internet explorer", "ie mobile"}},
	{"Safari", []string{"safari", "mobile safari", "apple safari"}},
	{"Opera Mini", []string{"opera mini"}},
	{"Opera", []string{"opera", "opr"}},
	{"Samsung Browser", []string{"samsung browser", "samsungbrowser", "samsung internet"}},
	{"Rich Client", []string{"rich client"}},
	{"PowerShell", []string{"powershell", "windowspowershell", "windows powershell"}},
	{"Boto3", []string{"boto3"}},
	{"Botocore", []string{"botocore"}},
	{"aws-cli", []string{"aws cli"}},
	{"aws-sdk-go", []string{"aws sdk go"}},
	{"python-requests", []string{"python requests"}},
}

// lookup finds the family whose beginning the name has as whole words. Digits
// may follow directly: Windows10 and CHROME11 are written so.
func lookup(name string, known []family) (string, bool) {
	name = strings.NewReplacer("_", " ", "-", " ").Replace(strings.ToLower(name))
	for _, f := range known {
		for _, begin := range f.begins {
			if rest, ok := strings.CutPrefix(name, begin); ok && !startsWithLetter(rest) {
				return f.name, true
			}
		}
	}
	return "", false
}

func startsWithLetter(s string) bool {
	return s != "" && s[0] >= 'a' && s[0] <= 'z'
}
