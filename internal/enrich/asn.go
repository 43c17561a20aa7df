package enrich

import (
	"net/netip"
	"strconv"

	"github.com/oschwald/maxminddb-golang/v2"
)

// asn is a database of autonomous systems.
type asn struct {
	db    *maxminddb.Reader
	known cache[string]
}

func openASN(name string) (*asn, error) {
	db, err := open(name, "ASN", "ISP", "Enterprise")
	if err != nil {
		return nil, err
	}
	return &asn{db, cache[string]{}}, nil
}

// lookup gives the number of the autonomous system, "" if it is not known.
func (a *asn) lookup(addr netip.Addr) string {
	return a.known.get(addr, func() string {
		var record struct {
			Number uint64 `maxminddb:"autonomous_system_number"`
		}
		if err := a.db.Lookup(addr).Decode(&record); err != nil || record.Number == 0 {
			return ""
		}
		return strconv.FormatUint(record.Number, 10)
	})
}

// Close closes the database; a nil one is none.
func (a *asn) Close() error {
	if a == nil {
		return nil
	}
	return a.db.Close()
}
