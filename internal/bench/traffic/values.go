package traffic

import (
	"fmt"
	"strconv"
)

// appendTime writes epoch seconds with three decimals.
func appendTime(dst []byte, millis int64) []byte {
	dst = strconv.AppendInt(dst, millis/1000, 10)
	rest := millis % 1000
	return append(dst, '.', byte('0'+rest/100), byte('0'+rest/10%10), byte('0'+rest%10))
}

func appendUser(dst []byte, key int) []byte {
	return append(strconv.AppendInt(append(dst, "user"...), int64(key), 10), "@example.com"...)
}

// appendAddress writes the key's home, or where it should not be.
func appendAddress(dst []byte, s *Seen) []byte {
	switch {
	case s.Elsewhere:
		dst = append(dst, "203.0.113."...)
	case s.Key&256 == 0:
		dst = append(dst, "192.0.2."...)
	default:
		dst = append(dst, "198.51.100."...)
	}
	return strconv.AppendInt(dst, int64(s.Key&255), 10)
}

var apps = []string{"console", "cli", "vpn"}

// agents are texts of 105 to 125 bytes with commas, as browsers send them.
var agents = makeAgents()

const secondAgent = 16 // one sighting in so many is from the key's second client

func makeAgents() (list []string) {
	for i := range 400 {
		system := []string{"Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64"}[i%3]
		list = append(list, fmt.Sprintf("Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.%d.%d Safari/537.36",
			system, 90+i%40, 4000+i, i%200))
	}
	return list
}

func appendAgent(dst []byte, s *Seen) []byte {
	which := s.Key * 7
	if s.Dice>>8%secondAgent == 0 {
		which++
	}
	return append(dst, agents[which%len(agents)]...)
}
