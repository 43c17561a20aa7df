package project

import "concurrentsessions/internal/client"

// clients remembers what values tell of the client: reading a user agent takes
// longer than all the rest of a row.
type clients struct {
	agents            cache[families]
	systems, browsers cache[[]byte]
}

type families struct{ os, browser []byte }

func newClients() clients {
	return clients{
		agents:   newCache(readAgent),
		systems:  newCache(func(value string) []byte { return []byte(client.OS(value)) }),
		browsers: newCache(func(value string) []byte { return []byte(client.Browser(value)) }),
	}
}

func readAgent(agent string) families {
	os, browser := client.FromUserAgent(agent)
	return families{[]byte(os), []byte(browser)}
}

// cache remembers what a text tells.
type cache[T any] struct {
	known map[string]T
	read  func(text string) T
}

// maxClients bounds a cache. Few networks have more user agents; where there
// are more, it starts again.
const maxClients = 4096

func newCache[T any](read func(string) T) cache[T] { return cache[T]{map[string]T{}, read} }

func (c *cache[T]) of(text []byte) T {
	what, ok := c.known[string(text)]
	if !ok {
		if len(c.known) >= maxClients {
			clear(c.known)
		}
		own := string(text)
		what = c.read(own)
		c.known[own] = what
	}
	return what
}
