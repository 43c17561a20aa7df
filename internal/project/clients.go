package project

import (
	"slices"

	"concurrentsessions/internal/client"
)

// clientCache remembers what user agents tell: reading one takes longer than
// all the rest of a row.
type clientCache map[string]families

type families struct{ os, browser string }

// maxClients bounds the cache. Few networks have more user agents; where
// there are more, it starts again.
const maxClients = 4096

// families names the families of the client: from the source's own fields, or
// else from the user agents.
func (c clientCache) families(systems, browsers, agents []string) (os, browser []string) {
	os, browser = named(systems, client.OS), named(browsers, client.Browser)
	if len(os) == 0 {
		os = named(agents, func(agent string) string { return c.read(agent).os })
	}
	if len(browser) == 0 {
		browser = named(agents, func(agent string) string { return c.read(agent).browser })
	}
	return os, browser
}

func (c clientCache) read(agent string) families {
	f, ok := c[agent]
	if !ok {
		f.os, f.browser = client.FromUserAgent(agent)
		if len(c) >= maxClients {
			clear(c)
		}
		c[agent] = f
	}
	return f
}

// named gives the families that the values name, sorted, each once.
func named(values []string, family func(string) string) []string {
	var names []string
	for _, v := range values {
		if name := family(v); name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
