package profile

// located are the fields that Splunk's iplocation command, or a lookup with
// CIM names, adds to sources that know no place themselves.
var located = struct{ city, country, asn, lat, lon Fields }{
	city:    Fields{Extracted: []string{"src_city", "City"}},
	country: Fields{Extracted: []string{"src_country", "Country"}},
	asn:     Fields{Extracted: []string{"src_asn", "ASN"}},
	lat:     Fields{Extracted: []string{"src_lat", "lat"}},
	lon:     Fields{Extracted: []string{"src_long", "lon"}},
}
