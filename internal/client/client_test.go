package client

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestOS(t *testing.T) {
	for in, want := range map[string]string{
		"Windows 10": "Windows", "Windows10": "Windows", "Windows 8.1": "Windows", "WINDOWS": "Windows",
		"Windows Server 2019": "Windows", "Windows Phone 8": "Windows Phone",
		"Mac OS X": "macOS", "MacOs": "macOS", "macOS": "macOS", "MacOs 10.15": "macOS", "OSX": "macOS", "Mac OS X 10_15_7": "macOS",
		"Mac OS X (iPhone)": "iOS", "Mac OS X (iPad)": "iOS",
		"iOS 16.1": "iOS", "Ios 16.1": "iOS", "iOS": "iOS", "iPadOS 17": "iOS",
		"Android 1.x": "Android", "Android": "Android", "Android 13": "Android", "ANDROID": "Android",
		"Linux": "Linux", "Ubuntu 22.04": "Linux", "Chrome OS": "ChromeOS", "ChromeOs 14": "ChromeOS",
		"HarmonyOS 3.0": "HarmonyOS", "FreeBSD": "FreeBSD", "IOSTREAM": "IOSTREAM",
		"": "", "Unknown": "", "other": "", "10.0": "", "v2": "",
	} {
		require.Equal(t, want, OS(in), "%q", in)
	}
}

func TestBrowser(t *testing.T) {
	for in, want := range map[string]string{
		"CHROME": "Chrome", "Chrome 108.0.0": "Chrome", "Chrome Mobile 108.0.0": "Chrome", "CHROME_MOBILE": "Chrome", "CHROME11": "Chrome",
		"Firefox 108.0": "Firefox", "FIREFOX": "Firefox", "Firefox/115.0": "Firefox",
		"Edge 81.0.416": "Edge", "EDGE": "Edge", "Microsoft Edge": "Edge", "IE 11.0": "Internet Explorer", "Internet Explorer 11": "Internet Explorer",
		"Safari 16.1": "Safari", "Mobile Safari 16.1": "Safari", "MOBILE_SAFARI": "Safari",
		"Opera 94.0.0": "Opera", "Samsung Internet 19.0": "Samsung Browser", "Headless Chrome": "Headless Chrome",
		"AndroidWebViewLollipopAndAbove": "Android WebView", "Rich Client 4.40": "Rich Client", "Rich Client 4.61.0.0": "Rich Client",
		"WindowsPowerShell": "PowerShell", "PowerShell": "PowerShell", "Boto3": "Boto3",
		"Jersey/3.1.8": "Jersey", "Python Requests 2.28": "python-requests", "Chromedriver": "Chromedriver",
		"": "", "UNKNOWN": "", "Other": "", "Other 1.2": "", "108.0.0": "",
	} {
		require.Equal(t, want, Browser(in), "%q", in)
	}
}

func TestFromUserAgent(t *testing.T) {
	const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
	for _, c := range []struct{ ua, os, browser string }{
		{windows + "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36", "Windows", "Chrome"},
		{windows + "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", "Windows", "Chrome"},
		{windows + "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.138 Safari/537.36 Edg/81.0.416.72", "Windows", "Edge"},
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:102.0) Gecko/20100101 Firefox/102.0", "Windows", "Firefox"},
		{"Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.22621.2428", "Windows", "PowerShell"},
		{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15", "macOS", "Safari"},
		{"Mozilla/5.0 (Macintosh Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36", "macOS", "Chrome"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1", "iOS", "Safari"},
		{"Mozilla/5.0 (Linux; Android 11; Pixel 3a) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.210 Mobile Safari/537.36", "Android", "Chrome"},
		{"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36", "Linux", "Headless Chrome"},
		{"[aws-cli/2.11.2 Python/3.11.2 Darwin/22.3.0 exe/x86_64 prompt/off command/s3.cp]", "macOS", "aws-cli"},
		{"aws-cli/2.31.1 md/awscrt#0.27.6 ua/2.1 os/linux#6.1.147 md/arch#x86_64 lang/python#3.13.7", "Linux", "aws-cli"},
		{"aws-cli/1.10.10 Python/2.7.9 Windows/7 botocore/1.4.1", "Windows", "aws-cli"},
		{"Boto3/1.26.165 Python/3.10.6 Linux/5.19.0-46-generic Botocore/1.29.165", "Linux", "Boto3"},
		{"aws-sdk-go/1.41.4 (go1.18.3; linux; amd64)", "Linux", "aws-sdk-go"},
		{"aws-sdk-go-v2/1.32.3 os/linux lang/go#1.23.1 md/GOOS#linux", "Linux", "aws-sdk-go"},
		{"APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io) terraform-provider-aws/3.76.1", "", "Terraform"},
		{"python-requests/2.32.5", "", "python-requests"},
		{"Go-http-client/1.1", "", "Go-http-client"},
		{"curl/8.4.0", "", "curl"},
		{"kubelet/v1.21.2 (linux/amd64) kubernetes/729bdfc", "Linux", "kubelet"},
		{"Microsoft WinRM Client", "", "Microsoft WinRM Client"},
		{"AWS Internal", "", ""},
		{"aws.internal", "", ""},
		{"health.amazonaws.com", "", ""},
		{"unknown", "", ""},
		{"  ", "", ""},
		{"[]", "", ""},
	} {
		os, browser := FromUserAgent(c.ua)
		require.Equal(t, c.os, os, "%q", c.ua)
		require.Equal(t, c.browser, browser, "%q", c.ua)
	}
}

// text draws names as sources write them, and worse.
func text() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`[A-Za-z_/. (#;]{0,12}[0-9.]{0,4}`),
		rapid.SampledFrom([]string{"Windows", "Mac OS X (iPhone)", "Chrome Mobile", "Rich Client", "Edg", "a/b", "x (y"}),
	)
}

func TestFamilyOfAFamilyIsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := text().Draw(t, "value")
		require.Equal(t, OS(value), OS(OS(value)))
		require.Equal(t, Browser(value), Browser(Browser(value)))
	})
}

func TestVersionsDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := text().Draw(t, "value")
		version := rapid.StringMatching(` v?[0-9]{1,3}(\.[0-9]{1,4}){0,3}`).Draw(t, "version")
		require.Equal(t, OS(value), OS(value+version))
		require.Equal(t, Browser(value), Browser(value+version))
	})
}

func FuzzFromUserAgent(f *testing.F) {
	for _, seed := range []string{"", "Mozilla/5.0 (", "aws-cli/2", "((((", "Android", "a/b/c", "\x00", strings.Repeat("x", longest+1)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, ua string) {
		os, browser := FromUserAgent(ua)
		require.Equal(t, os, OS(os), "the family is named as a source's own field would be")
		require.Equal(t, browser, Browser(browser))
		again, sameBrowser := FromUserAgent("[" + strings.Trim(ua, " \t[]") + "]")
		require.Equal(t, os, again)
		require.Equal(t, browser, sameBrowser)
	})
}
