// Package enrich adds to sightings what the user's own files know: where an
// address is, whose network it is, which networks are trusted, and whom not to
// watch. Inside Splunk, iplocation and lookups do the same.
package enrich

import (
	"errors"
	"io"
	"math"
	"net/netip"
	"slices"
	"strconv"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// Files name what to use; "" is nothing.
type Files struct {
	// Geo and ASN are MaxMind databases (.mmdb) of cities or countries, and of
	// autonomous systems.
	Geo, ASN string
	// Trusted lists networks, Ignore identities.
	Trusted, Ignore string
}

// Enricher is a project.Enricher made of files.
type Enricher struct {
	geo     *geo
	asn     *asn
	trusted *trusted
	ignored *ignored
	ends    []epoch.Micros // when entries of the lists end, in order
}

var _ project.Enricher = (*Enricher)(nil)

// Open reads the files. It gives nil when none is named.
func Open(files Files) (e *Enricher, err error) {
	if files == (Files{}) {
		return nil, nil
	}
	e = &Enricher{}
	defer func() {
		if err != nil {
			e.Close()
			e = nil
		}
	}()
	if files.Geo != "" {
		if e.geo, err = openGeo(files.Geo); err != nil {
			return e, err
		}
	}
	if files.ASN != "" {
		if e.asn, err = openASN(files.ASN); err != nil {
			return e, err
		}
	}
	if files.Trusted != "" {
		if e.trusted, err = openTrusted(files.Trusted); err != nil {
			return e, err
		}
		e.ends = append(e.ends, e.trusted.ends...)
	}
	if files.Ignore != "" {
		if e.ignored, err = openIgnored(files.Ignore); err != nil {
			return e, err
		}
		e.ends = append(e.ends, e.ignored.ends...)
	}
	slices.Sort(e.ends)
	e.ends = slices.Compact(e.ends)
	return e, nil
}

// Close lets go of the databases.
func (e *Enricher) Close() error {
	var list []error
	for _, c := range []io.Closer{e.geo, e.asn} {
		list = append(list, c.Close())
	}
	return errors.Join(list...)
}

// Adds says which attributes the databases tell.
func (e *Enricher) Adds(a sighting.Attribute) bool {
	switch a {
	case sighting.City, sighting.Country, sighting.Location:
		return e.geo != nil
	case sighting.ASN:
		return e.asn != nil
	}
	return false
}

// Slot counts the entries' ends up to the moment: within a slot, the same
// entries of the lists count.
func (e *Enricher) Slot(at epoch.Micros) int {
	n, _ := slices.BinarySearch(e.ends, at+1)
	return n
}

// begin is the first moment of a slot.
func (e *Enricher) begin(slot int) epoch.Micros {
	if slot == 0 {
		return math.MinInt64
	}
	return e.ends[slot-1]
}

// Enrich adds city, country, place and autonomous system where the event does
// not tell them, or gives the reason why the sighting does not count.
func (e *Enricher) Enrich(s *sighting.Sighting, slot int) project.Reason {
	if e.ignored != nil && e.ignored.has(s, e.begin(slot)) {
		return project.IgnoredIdentity
	}
	if len(s.Shows[sighting.Src]) == 0 {
		return project.None
	}
	addr, ok := origin.ParseAddr(s.Shows[sighting.Src][0])
	if !ok {
		return project.None
	}
	if e.trusted != nil && e.trusted.has(addr, e.begin(slot)) {
		return project.TrustedNetwork
	}
	if e.geo != nil {
		place := e.geo.lookup(addr)
		add(s, sighting.City, place.city)
		add(s, sighting.Country, place.country)
		add(s, sighting.Location, place.location)
	}
	if e.asn != nil {
		add(s, sighting.ASN, e.asn.lookup(addr))
	}
	return project.None
}

// add gives the attribute a value if it has none.
func add(s *sighting.Sighting, a sighting.Attribute, value string) {
	if value != "" && len(s.Shows[a]) == 0 {
		s.Shows[a] = []string{value}
	}
}

// degrees writes a place as the engine reads it.
func degrees(lat, lon float64) string {
	return strconv.FormatFloat(lat, 'f', -1, 64) + "," + strconv.FormatFloat(lon, 'f', -1, 64)
}

// cache remembers the answers of a database, since few addresses are many
// sightings.
type cache[T any] map[netip.Addr]T

// maxCached bounds the addresses that are remembered.
const maxCached = 1 << 20

func (c cache[T]) get(addr netip.Addr, look func() T) T {
	if v, ok := c[addr]; ok {
		return v
	}
	if len(c) >= maxCached {
		clear(c)
	}
	v := look()
	c[addr] = v
	return v
}
