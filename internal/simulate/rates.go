package simulate

import (
	"fmt"
	"slices"
	"strings"
)

// RateName names a rate.
type RateName int

// The rates; the table says what they mean.
const (
	Kiosks RateName = iota
	ServiceAccounts
	CarrierNAT
	DualStack
	DualStackAway
	PrivacyAddresses
	OfficeDays
	VPN
	GatewayAbroad
	SplitTunnel
	CloudProxy
	PrivacyRelay
	WifiToMobile
	SecondDevice
	DesktopSite
	RichClients
	BrowserUpdates
	TokenRelay
	ProviderNames
	ProviderAgents
	MissingSessionO365
	MissingSessionOkta
	MissingDetailsAzure
	Duplicates
	Late
	Lost
	Attacks
	SingleReplay
	NumRates
)

// Rates are probabilities, by name.
type Rates [NumRates]float64

// Rate is one line of the table of rates.
type Rate struct {
	Name    string
	Default float64
	// Meaning is what it is the probability of, and Source where the default
	// comes from. An assumption is ours: reports name the class, not a figure.
	Meaning, Source string
}

// Table lists the rates with their defaults.
func Table() []Rate { return slices.Clone(table[:]) }

// Thread names in the sources are those of the public issue trackers: SC is
// splunk/security_content, EL elastic/detection-rules.
var table = [NumRates]Rate{
	Kiosks: {"kiosks", 0.005, "an account is shared by several desks", "assumption; class in EL #3267, #3304"},
	ServiceAccounts: {
		"service_accounts", 0.01, "an account is a program that polls from two hosts", "assumption; class in EL 0d92d30a",
	},
	CarrierNAT: {"carrier_nat", 0.12, "a home line shares a changing pool of addresses", "assumption; in EL #5863 about 16 % of the alerts lie within one ASN"},
	DualStack:  {"dual_stack", 0.30, "a home line has IPv4 and IPv6", "assumption; class in EL #4753, Azure-Sentinel #8280"},
	DualStackAway: {
		"dual_stack_away", 0.15, "a request on such a line goes by IPv4", "assumption: browsers prefer IPv6 (RFC 8305)",
	},
	PrivacyAddresses: {"privacy_addresses", 0.10, "a home line has IPv6 alone, with changing addresses", "assumption; RFC 8981"},
	OfficeDays:       {"office_days", 0.50, "a working day is spent at the office after a start at home", "assumption"},
	VPN:              {"vpn", 0.20, "a person switches a VPN on and off each day", "assumption; class in EL #4953, okta/customer-detections"},
	GatewayAbroad:    {"gateway_abroad", 0.25, "a person's VPN gateway is in another country", "assumption: companies have few gateways"},
	SplitTunnel:      {"split_tunnel", 0.05, "a person's VPN takes half of the requests", "assumption; class in EL #4953"},
	CloudProxy:       {"cloud_proxy", 0.08, "a person surfs through a cloud proxy with many addresses", "assumption; class in okta/customer-detections"},
	PrivacyRelay:     {"privacy_relay", 0.02, "a person uses a relay or commercial VPN with changing exits", "assumption; class in panther-analysis #1895, #780"},
	WifiToMobile:     {"wifi_mobile", 0.10, "a person moves from Wi-Fi to a mobile network once in the day, with the same client", "assumption; class in EL #4953"},
	SecondDevice:     {"second_device", 0.30, "a person uses a phone on a mobile network besides, that day", "assumption; all five published notes name it"},
	DesktopSite:      {"desktop_site", 0.02, "a person works on a tablet that is told to ask for desktop sites during the day", "assumption; class in EL #5240 (one device hash, several systems)"},
	RichClients:      {"rich_clients", 0.25, "a person's desktop programs share the session of the browser at Microsoft, that day", "assumption: such sign-ins name Rich Client in place of a browser"},
	BrowserUpdates:   {"browser_updates", 0.05, "a browser is a version newer from noon on", "assumption: one update in four weeks; class in panther-analysis #500"},
	TokenRelay:       {"token_relay", 0.012, "a sign-in at Microsoft is seen from a relay as well, at the same moment", "assumption; in EL #5863 about 44 % of the alerts have no delay"},
	ProviderNames:    {"provider_names", 0.52, "a console call names an AWS service as its source", "25 of 48 calls in invictus-ir/aws_dataset"},
	// 43 of 54 public DescribeEventAggregates events.
	ProviderAgents:     {"provider_agents", 0.80, "a console call names AWS Internal as its user agent", "43 of 54 public events"},
	MissingSessionO365: {"missing_session_o365", 0.46, "a sign-in names no SessionId", "163 of 353 in invictus-ir/o365_dataset"},
	MissingSessionOkta: {"missing_session_okta", 0.20, "a sign-on names no dtHash", "assumption; 4 of 5 public samples, too few to go by"},
	// Of six public non-interactive samples three are hand-made; one of the
	// other three has no details.
	MissingDetailsAzure: {"missing_details_azure", 0.33, "a sign-in has no authenticationDetails", "1 of 3 public samples that are not hand-made"},
	Duplicates:          {"duplicates", 0.01, "an event is delivered twice", "assumption; exact duplicates occur in splunk/attack_data"},
	Late:                {"late", 0.02, "an event is up to 45 minutes late", "EL #1092: CloudTrail 5 to 15 minutes, peak 45"},
	Lost:                {"lost", 0.005, "an event never arrives", "assumption"},
	// Far above what happens, so that rare classes can be counted. Recall and
	// false alarms by user-days do not depend on it; precision does.
	Attacks:      {"attacks", 0.02, "a person is attacked at a source that day", "chosen for counting, not for realism"},
	SingleReplay: {"single_replay", 0.40, "the stolen session is used once only", "assumption"},
}

// DefaultRates are the defaults of the table.
func DefaultRates() (r Rates) {
	for i := range table {
		r[i] = table[i].Default
	}
	return r
}

// Set sets a rate by its name.
func (r *Rates) Set(name string, value float64) error {
	for i := range table {
		if table[i].Name == name {
			r[i] = value
			return r.check()
		}
	}
	names := make([]string, len(table))
	for i := range table {
		names[i] = table[i].Name
	}
	return fmt.Errorf("unknown rate %q: want one of %s", name, strings.Join(names, ", "))
}

func (r *Rates) check() error {
	for i, v := range r {
		if !(v >= 0 && v <= 1) {
			return fmt.Errorf("rate %s=%v: want a probability from 0 to 1", table[i].Name, v)
		}
	}
	return nil
}
