package samples

// lookalikes are everyday events that a search may mistake for theft. The
// first is one that the command reports too, with points off its score.
func lookalikes() []scene {
	const stringsDiffer = cloudTrail | securityLake | azureAD | o365 // these published searches count addresses as texts, and nothing else
	return []scene{
		{
			title: "dual stack", who: ellis, in: everywhere, ours: fiveMinutes | o365, theirs: stringsDiffer,
			why: "one client on IPv4 and IPv6 by turns: two origins, so found, with points off, unless the profile asks for another system or browser too",
			steps: []step{
				{at: "11:31:05", from: cable.at("198.51.100.40"), with: chromeMac},
				{at: "11:31:09", from: cable.at("2001:db8:7:2::40"), with: chromeMac},
				{at: "11:33:00", from: cable.at("198.51.100.40"), with: chromeMac},
			},
		},
		{
			title: "IPv6 privacy addresses", who: tove, in: everywhere, theirs: stringsDiffer,
			why: "two addresses of one /64",
			steps: []step{
				{at: "11:01:10", from: cable.at("2001:db8:5:10:9c1e:44ff:fe02:7a31"), with: chromeMac},
				{at: "11:03:55", from: cable.at("2001:db8:5:10:21f7:90aa:6b3d:e8c4"), with: chromeMac},
			},
		},
		{
			title: "mapped address", who: jory, in: everywhere, theirs: stringsDiffer,
			why: "one IPv4 address, once spelled as IPv4-mapped IPv6",
			steps: []step{
				{at: "11:46:00", from: fibre.at("192.0.2.61"), with: edgeWindows},
				{at: "11:47:30", from: fibre.at("::ffff:192.0.2.61"), with: edgeWindows},
			},
		},
		{
			title: "ports", who: wren, in: o365 | azureAD, theirs: o365 | azureAD,
			why: "one IPv4 address with two ports",
			steps: []step{
				{at: "08:51:14", from: cable.at("198.51.100.90:50122"), with: chromeWindows},
				{at: "08:52:03", from: cable.at("198.51.100.90:50871"), with: chromeWindows},
			},
		},
		{
			title: "brackets", who: sol, in: o365 | azureAD, theirs: o365 | azureAD,
			why: "one IPv6 address, bare and as [address]:port",
			steps: []step{
				{at: "09:06:30", from: cable.at("2001:db8:5:22::9"), with: chromeMac},
				{at: "09:08:12", from: cable.at("[2001:db8:5:22::9]:49388"), with: chromeMac},
			},
		},
		{
			title: "the provider calls", who: perrin, in: cloudTrail | accessKey | securityLake, theirs: cloudTrail | securityLake,
			why: "AWS services call on the user's behalf and name themselves as source",
			steps: []step{
				{at: "10:31:08", from: desk, with: chromeWindows},
				{at: "10:31:08", from: place{addr: "health.amazonaws.com"}, with: chromeWindows},
				{at: "10:31:44", from: place{addr: "support.amazonaws.com"}, with: chromeWindows},
				{at: "10:32:15", from: place{addr: "AWS Internal"}, with: chromeWindows},
			},
		},
		{
			title: "Wi-Fi to mobile", who: senna, in: fiveMinutes | okta,
			why: "a slow move: 15.5 minutes between the networks, the same phone",
			steps: []step{
				{at: "15:02:00", from: cable.at("198.51.100.112"), with: safariPhone},
				{at: "15:17:30", from: mobile.at("203.0.113.140"), with: safariPhone},
				{at: "15:24:10", from: mobile.at("203.0.113.140"), with: safariPhone},
			},
		},
		{
			title: "roaming", who: kit, in: oneHour, theirs: oneHour,
			why: "one session on two networks, 81 minutes apart; on the way the tablet was told to ask for desktop sites",
			steps: []step{
				{at: "10:58:30", from: cable.at("198.51.100.131"), with: safariTablet},
				{at: "12:19:30", from: hotspot.at("192.0.2.150"), with: desktopTablet},
			},
		},
		{
			title: "system update", who: lumi, in: okta, theirs: okta,
			why: "to the office within the hour; only the version of the operating system has changed",
			steps: []step{
				{at: "08:20:00", from: cable.at("198.51.100.150"), with: chromeMac},
				{at: "08:58:00", from: desk, with: chromeMacUpdated},
			},
		},
		{
			title: "no session id", who: bo, in: o365,
			why: "sign-ins that name no session belong to none",
			steps: []step{
				{at: "09:15:00", from: fibre.at("192.0.2.92"), with: chromeWindows, how: noSession},
				{at: "09:16:30", from: mobile.at("203.0.113.151"), with: safariPhone, how: noSession},
			},
		},
		{
			title: "failures elsewhere", who: dara, in: oneHour | azureAD,
			why: "somebody guesses the password from another network, without success",
			steps: []step{
				{at: "10:20:00", from: cable.at("198.51.100.171"), with: chromeWindows},
				{at: "10:20:40", from: servers.at("203.0.113.44"), with: firefoxLinux, how: failed},
				{at: "10:21:30", from: servers.at("203.0.113.44"), with: firefoxLinux, how: failed},
				{at: "10:22:10", from: cable.at("198.51.100.171"), with: chromeWindows},
			},
		},
		{
			title: "commute", who: avery, in: everywhere,
			why: "home, then the office 48 minutes later in a new session",
			steps: []step{
				{at: "08:44:00", from: cable.at("198.51.100.12"), with: chromeWindows},
				{at: "09:32:00", from: desk, with: chromeWindows, how: newSession},
			},
		},
		{
			title: "phone at lunch", who: noor, in: everywhere,
			why: "a phone on a mobile network with a session of its own",
			steps: []step{
				{at: "12:14:00", from: mobile.at("203.0.113.133"), with: safariPhone, how: newSession},
				{at: "12:22:20", from: mobile.at("203.0.113.133"), with: safariPhone, how: newSession},
				{at: "12:36:10", from: mobile.at("203.0.113.133"), with: safariPhone, how: newSession},
			},
		},
		{
			title: "delivered twice", who: tomas, in: everywhere,
			why: "the same event twice is one sighting",
			steps: []step{
				{at: "13:30:00", from: desk, with: edgeWindows, how: twice},
				{at: "13:30:40", from: desk, with: edgeWindows, how: twice},
			},
		},
	}
}
