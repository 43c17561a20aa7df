package samples

// scenes is the story: first the attacks, then what only looks like one.
func scenes() []scene { return append(attacks(), lookalikes()...) }

func attacks() []scene {
	thief := hosting.at("203.0.113.7")
	other := servers.at("203.0.113.44")
	six := hosting.at("2001:db8:bad:7::12")
	return []scene{
		{
			title: "replay within seconds", who: mika, in: everywhere, ours: everywhere, theirs: published,
			why: "the stolen session is used from a hosting network while its owner works: A..B..A within seconds",
			steps: []step{
				{at: "09:41:12", from: cable.at("198.51.100.23"), with: chromeWindows},
				{at: "09:41:40", from: thief, with: firefoxLinux},
				{at: "09:42:05", from: cable.at("198.51.100.23"), with: chromeWindows},
				{at: "09:42:31", from: thief, with: firefoxLinux},
				{at: "09:43:50", from: cable.at("198.51.100.23"), with: chromeWindows},
				{at: "09:44:02", from: thief, with: firefoxLinux},
				{at: "09:44:20", from: cable.at("198.51.100.23"), with: chromeWindows},
			},
		},
		{
			title: "replay within minutes", who: oda, in: everywhere, ours: everywhere, theirs: published,
			why: "the stolen session is used from a hosting network over IPv6: A..B..A within minutes",
			steps: []step{
				{at: "14:11:10", from: desk, with: edgeWindows},
				{at: "14:13:30", from: six, with: firefoxLinux},
				{at: "14:16:45", from: desk, with: edgeWindows},
				{at: "14:18:20", from: six, with: firefoxLinux},
				{at: "14:20:40", from: desk, with: edgeWindows},
			},
		},
		{
			title: "split by the clock", who: remy, in: everywhere, ours: everywhere, theirs: published & oneHour,
			why: "one replay after 30 seconds, with 10:05 between: 5-minute bins lose the pair",
			steps: []step{
				{at: "10:03:40", from: cable.at("198.51.100.61"), with: chromeMac},
				{at: "10:04:50", from: cable.at("198.51.100.61"), with: chromeMac},
				{at: "10:05:20", from: other, with: chromeWindows},
				{at: "10:05:55", from: other, with: chromeWindows},
			},
		},
		{
			title: "late replay", who: ines, in: everywhere, ours: oneHour, theirs: oneHour,
			why: "one replay after 11.5 minutes: beyond a window of 5 minutes, within one of an hour",
			steps: []step{
				{at: "13:08:20", from: fibre.at("192.0.2.77"), with: chromeWindows},
				{at: "13:10:00", from: fibre.at("192.0.2.77"), with: chromeWindows},
				{at: "13:21:30", from: other, with: firefoxLinux},
			},
		},
		{
			title: "stolen long-term key", who: deploy, in: cloudTrail | accessKey, ours: accessKey,
			why: "a build server's key used elsewhere by the command line: no console call, so only the access key profile sees it",
			steps: []step{
				{at: "15:40:05", from: fibre.at("192.0.2.80"), with: awsCLI, op: "GetCallerIdentity"},
				{at: "15:40:31", from: hosting.at("203.0.113.21"), with: awsPython, op: "GetCallerIdentity"},
				{at: "15:40:33", from: hosting.at("203.0.113.21"), with: awsPython, op: "ListBuckets"},
				{at: "15:41:10", from: fibre.at("192.0.2.80"), with: awsCLI, op: "ListBuckets"},
				{at: "15:41:12", from: hosting.at("203.0.113.21"), with: awsPython, op: "DescribeInstances"},
				{at: "15:42:40", from: fibre.at("192.0.2.80"), with: awsCLI, op: "ListBuckets"},
			},
		},
	}
}
