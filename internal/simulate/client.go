package simulate

// client is a browser or program in one version, under the name each source
// gives it.
type client struct {
	family       string // of system and browser
	agent        string // the User-Agent header
	os, browser  string // Office 365
	entraBrowser string
	entraOS      string
	oktaOS       string
	oktaBrowser  string
	device       string // Okta: Computer or Mobile
}

// model is a client in two versions: before and after an update.
type model [2]client

const (
	windowsAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
	macAgent     = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
)

func inVersions(before, after string, make func(version string) client) model {
	return model{make(before), make(after)}
}

var (
	chromeWindows = inVersions("134", "135", func(v string) client {
		return client{
			"Windows Chrome", windowsAgent + v + ".0.0.0 Safari/537.36",
			"Windows 10", "Chrome", "Chrome " + v + ".0.0", "Windows10", "Windows 10", "CHROME", "Computer",
		}
	})
	edgeWindows = inVersions("134", "135", func(v string) client {
		return client{
			"Windows Edge", windowsAgent + v + ".0.0.0 Safari/537.36 Edg/" + v + ".0.0.0",
			"Windows 10", "Edge", "Edge " + v + ".0.0", "Windows10", "Windows 10", "EDGE", "Computer",
		}
	})
	chromeMac = inVersions("134", "135", func(v string) client {
		return client{
			"macOS Chrome", macAgent + v + ".0.0.0 Safari/537.36",
			"MacOs", "Chrome", "Chrome " + v + ".0.0", "MacOs", "Mac OS 15.3." + v[2:] + " (Sequoia)", "CHROME", "Computer",
		}
	})
	firefoxLinux = inVersions("136", "137", func(v string) client {
		return client{
			"Linux Firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:" + v + ".0) Gecko/20100101 Firefox/" + v + ".0",
			"Linux", "Firefox", "Firefox " + v + ".0", "Linux", "Linux", "FIREFOX", "Computer",
		}
	})
	safariPhone = inVersions("18.3", "18.4", func(v string) client {
		return client{
			"iOS Safari",
			"Mozilla/5.0 (iPhone; CPU iPhone OS " + v[:2] + "_" + v[3:] + " like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/" + v + " Mobile/15E148 Safari/604.1",
			"iOS", "Safari", "Mobile Safari", "Ios " + v, "iOS", "SAFARI", "Mobile",
		}
	})
	// safariTablet begins to ask for desktop sites: it poses as a Mac.
	safariTablet = model{
		{
			"iOS Safari",
			"Mozilla/5.0 (iPad; CPU OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
			"iOS", "Safari", "Mobile Safari", "Ios 18.3", "iOS", "SAFARI", "Tablet",
		},
		{
			"macOS Safari",
			"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
			"MacOs", "Safari", "Safari 18.3", "MacOs", "Mac OS X", "SAFARI", "Computer",
		},
	}
	chromePhone = inVersions("134", "135", func(v string) client {
		return client{
			"Android Chrome", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/" + v + ".0.0.0 Mobile Safari/537.36",
			"Android", "Chrome", "Chrome Mobile " + v + ".0.0", "Android 10", "Android", "CHROME", "Mobile",
		}
	})
	richWindows = inVersions("4.61.0", "4.61.0", func(v string) client {
		return client{
			"Windows Rich Client", "Windows-AzureAD-Authentication-Provider/1.0",
			"Windows 10", "Rich Client " + v, "Rich Client " + v, "Windows10", "Windows 10", "UNKNOWN", "Computer",
		}
	})
	richMac = inVersions("4.61.0", "4.61.0", func(v string) client {
		return client{
			"macOS Rich Client", "MSAL-macOS/1.4.0",
			"MacOs", "Rich Client " + v, "Rich Client " + v, "MacOs", "Mac OS X", "UNKNOWN", "Computer",
		}
	})
	poller = inVersions("1.37.9", "1.37.9", func(v string) client {
		return client{
			"Linux Boto3", "Boto3/" + v + " md/Botocore#" + v + " ua/2.0 os/linux#6.1.128 md/arch#x86_64 lang/python#3.12.6 Botocore/" + v,
			"Linux", "Boto3", "Boto3 " + v, "Linux", "Linux", "UNKNOWN", "Computer",
		}
	})
)

// desktops and phones are what people have; thieves have one of tools.
var (
	desktops = []*model{&chromeWindows, &chromeWindows, &edgeWindows, &edgeWindows, &chromeMac}
	phones   = []*model{&safariPhone, &chromePhone}
	tools    = []*model{&firefoxLinux, &chromeWindows, &chromeMac, &edgeWindows}
)

// program is what desktop programs on the system of a browser sign in with.
func (c *client) program() *client {
	if c.device != "Computer" {
		return c
	}
	if c.os == "MacOs" {
		return &richMac[0]
	}
	return &richWindows[0]
}
