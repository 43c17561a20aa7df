package samples

// person is somebody invented, or a service account.
type person struct {
	login string
	name  string
	role  string // the IAM role assumed, for one who is no IAM user
	bot   bool   // a service account with a long-term access key
}

func (p person) mail() string { return p.login + "@example.com" }

var (
	avery  = person{login: "avery.lindqvist", name: "Avery Lindqvist"}
	bo     = person{login: "bo.wetherall", name: "Bo Wetherall"}
	dara   = person{login: "dara.quist", name: "Dara Quist"}
	ellis  = person{login: "ellis.varga", name: "Ellis Varga"}
	ines   = person{login: "ines.tarrow", name: "Ines Tarrow"}
	jory   = person{login: "jory.castellan", name: "Jory Castellan"}
	kit    = person{login: "kit.aldermoor", name: "Kit Aldermoor"}
	lumi   = person{login: "lumi.farrow", name: "Lumi Farrow"}
	mika   = person{login: "mika.sandoval", name: "Mika Sandoval"}
	noor   = person{login: "noor.halvorsen", name: "Noor Halvorsen"}
	oda    = person{login: "oda.penrose", name: "Oda Penrose", role: "PlatformAdmin"}
	perrin = person{login: "perrin.ashdown", name: "Perrin Ashdown"}
	remy   = person{login: "remy.quillon", name: "Remy Quillon"}
	senna  = person{login: "senna.bright", name: "Senna Bright"}
	sol    = person{login: "sol.ridgeway", name: "Sol Ridgeway"}
	tomas  = person{login: "tomas.greer", name: "Tomas Greer", role: "ReadOnly"}
	tove   = person{login: "tove.marlowe", name: "Tove Marlowe"}
	wren   = person{login: "wren.hollis", name: "Wren Hollis"}
	deploy = person{login: "svc-deploy", name: "Deployment", bot: true}
)

// network is who routes an address, and where.
type network struct {
	asn                  int
	org, domain          string
	city, state, country string
	code                 string // ISO 3166 of the country
	lat, lon             float64
}

// at is the place on the network with the address, spelled as the source
// writes it: bare, with a port, in brackets, or IPv4-mapped.
func (n *network) at(addr string) place { return place{addr: addr, net: n} }

// place is where a request comes from: an address, or the provider itself.
type place struct {
	addr string   // for the provider, the name of the calling service
	net  *network // nil for the provider
}

var (
	fibre   = &network{64496, "Example Fibre", "fibre.example.org", "Gothenburg", "Västra Götaland", "Sweden", "SE", 57.7065, 11.967}
	cable   = &network{64497, "Example Cable", "cable.example.org", "Gothenburg", "Västra Götaland", "Sweden", "SE", 57.7065, 11.967}
	mobile  = &network{64499, "Example Mobile", "mobile.example.org", "Gothenburg", "Västra Götaland", "Sweden", "SE", 57.7065, 11.967}
	hotspot = &network{64500, "Example Hotspots", "hotspot.example.org", "Borås", "Västra Götaland", "Sweden", "SE", 57.721, 12.9401}
	hosting = &network{64510, "Example Hosting", "hosting.example.org", "Montreal", "Quebec", "Canada", "CA", 45.5019, -73.5674}
	servers = &network{64511, "Example Servers", "servers.example.org", "Porto Alegre", "Rio Grande do Sul", "Brazil", "BR", -30.0346, -51.2177}
)

// desk is the office: everybody there shares its one address.
var desk = fibre.at("192.0.2.10")

// client is a browser or program, under the name each source gives it.
type client struct {
	agent        string // the User-Agent header
	os, browser  string // Office 365
	entraOS      string
	entraBrowser string
	oktaOS       string
	oktaBrowser  string
	device       string // Okta: Computer, Mobile or Tablet
}

var (
	chromeWindows = client{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36",
		"Windows 10", "Chrome", "Windows10", "Chrome 134.0.0", "Windows 10", "CHROME", "Computer",
	}
	edgeWindows = client{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36 Edg/134.0.0.0",
		"Windows 10", "Edge", "Windows10", "Edge 134.0.0", "Windows 10", "EDGE", "Computer",
	}
	chromeMac = client{
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36",
		"MacOs", "Chrome", "MacOs", "Chrome 134.0.0", "Mac OS 15.3.1 (Sequoia)", "CHROME", "Computer",
	}
	// chromeMacUpdated is chromeMac after a system update; only Okta's text changes.
	chromeMacUpdated = client{
		chromeMac.agent,
		"MacOs", "Chrome", "MacOs", "Chrome 134.0.0", "Mac OS 15.3.2 (Sequoia)", "CHROME", "Computer",
	}
	safariPhone = client{
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
		"iOS", "Safari", "Ios 18.3.1", "Mobile Safari", "iOS", "SAFARI", "Mobile",
	}
	safariTablet = client{
		"Mozilla/5.0 (iPad; CPU OS 18_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
		"iOS", "Safari", "Ios 18.3.1", "Mobile Safari", "iOS", "SAFARI", "Tablet",
	}
	// desktopTablet is safariTablet asking for desktop sites: it poses as a Mac.
	desktopTablet = client{
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
		"MacOs", "Safari", "MacOs", "Safari 18.3", "Mac OS X", "SAFARI", "Computer",
	}
	firefoxLinux = client{
		"Mozilla/5.0 (X11; Linux x86_64; rv:136.0) Gecko/20100101 Firefox/136.0",
		"Linux", "Firefox", "Linux", "Firefox 136.0", "Linux", "FIREFOX", "Computer",
	}
	awsCLI    = client{agent: "aws-cli/2.24.10 md/awscrt#0.23.8 ua/2.0 os/linux#6.1.128 md/arch#x86_64 lang/python#3.12.6 md/prompt#off md/command#sts.get-caller-identity"}
	awsPython = client{agent: "Boto3/1.37.9 md/Botocore#1.37.9 ua/2.0 os/windows#10 md/arch#amd64 lang/python#3.12.4 md/pyimpl#CPython Botocore/1.37.9"}
)
