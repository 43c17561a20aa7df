package project

import (
	"slices"
	"testing"
)

// Reading a public log's events without making their sightings: what every
// event costs, however often its values were seen before.
func BenchmarkJSON(b *testing.B) {
	for _, log := range publicLogs[:5] {
		b.Run(log.file+"/"+log.profile, func(b *testing.B) {
			pr := compile(b, network(Spec{Profile: mustProfile(b, log.profile), From: Raw})).NewProjector()
			var events [][]byte
			size := 0
			eachEvent(b, log.file, func(event []byte) {
				events = append(events, slices.Clone(event))
				size += len(event)
			})
			b.SetBytes(int64(size / len(events)))
			b.ReportAllocs()
			var identity []byte
			at := 0
			for b.Loop() {
				pr.JSON(events[at])
				pr.Seen()
				identity = pr.AppendIdentity(identity[:0])
				at = (at + 1) % len(events)
			}
		})
	}
}

func BenchmarkCSV(b *testing.B) {
	pr := compile(b, network(Spec{Profile: mustProfile(b, "o365"), IndexTime: true})).NewProjector()
	reader := row{
		"_time": one("1700000000.25"), "_indextime": one("1700000060"), "user": one("ann@example.com"),
		"SessionId": one("s-1"), "src_ip": one("192.0.2.7"), "user_agent": one("aws-cli/2.0"), "Operation": one("UserLoggedIn"),
	}.read(b, pr.plan)
	var identity []byte
	b.ReportAllocs()
	for b.Loop() {
		pr.CSV(reader)
		pr.Seen()
		identity = pr.AppendIdentity(identity[:0])
	}
}
