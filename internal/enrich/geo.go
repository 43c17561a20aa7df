package enrich

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/oschwald/maxminddb-golang/v2"
)

// geo is a database of cities or countries: MaxMind's GeoIP2 and GeoLite2, and
// those of others in the same form.
type geo struct {
	db    *maxminddb.Reader
	known cache[geoPlace]
}

type geoPlace struct{ city, country, location string }

// geoRecord is the part of a record that is read.
type geoRecord struct {
	City struct {
		Names map[string]string `maxminddb:"names"`
	} `maxminddb:"city"`
	Country struct {
		Code string `maxminddb:"iso_code"`
	} `maxminddb:"country"`
	Location struct {
		Lat *float64 `maxminddb:"latitude"`
		Lon *float64 `maxminddb:"longitude"`
	} `maxminddb:"location"`
}

func openGeo(name string) (*geo, error) {
	db, err := open(name, "City", "Country")
	if err != nil {
		return nil, err
	}
	return &geo{db, cache[geoPlace]{}}, nil
}

// open opens a database whose type holds one of the words.
func open(name string, words ...string) (*maxminddb.Reader, error) {
	db, err := maxminddb.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open the database %s: %w", name, err)
	}
	for _, word := range words {
		if strings.Contains(db.Metadata.DatabaseType, word) {
			return db, nil
		}
	}
	kind := db.Metadata.DatabaseType
	_ = db.Close()
	return nil, fmt.Errorf("open the database %s: it is a %q; want one of type %s", name, kind, strings.Join(words, " or "))
}

func (g *geo) lookup(addr netip.Addr) geoPlace {
	return g.known.get(addr, func() (place geoPlace) {
		var record geoRecord
		// A record that cannot be read tells nothing of the address.
		if err := g.db.Lookup(addr).Decode(&record); err != nil {
			return place
		}
		place.city, place.country = record.City.Names["en"], record.Country.Code
		if record.Location.Lat != nil && record.Location.Lon != nil {
			place.location = degrees(*record.Location.Lat, *record.Location.Lon)
		}
		return place
	})
}

// Close closes the database; a nil one is none.
func (g *geo) Close() error {
	if g == nil {
		return nil
	}
	return g.db.Close()
}
