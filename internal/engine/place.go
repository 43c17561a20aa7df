package engine

import (
	"bytes"
	"math"
	"strconv"
)

// latLon is a place on the earth, in radians.
type latLon struct{ lat, lon float64 }

// earthRadius is the mean radius in km (IUGG).
const earthRadius = 6371.0088

// parsePlace reads "latitude,longitude" in degrees.
func parsePlace(text []byte) (latLon, bool) {
	lat, lon, ok := bytes.Cut(text, []byte(","))
	if !ok {
		return latLon{}, false
	}
	φ, err := strconv.ParseFloat(string(lat), 64)
	if err != nil || !(math.Abs(φ) <= 90) {
		return latLon{}, false
	}
	λ, err := strconv.ParseFloat(string(lon), 64)
	if err != nil || !(math.Abs(λ) <= 180) {
		return latLon{}, false
	}
	return latLon{φ * math.Pi / 180, λ * math.Pi / 180}, true
}

// distance is the length of the great circle in km, by the haversine formula.
func (p latLon) distance(q latLon) float64 {
	sinLat, sinLon := math.Sin((q.lat-p.lat)/2), math.Sin((q.lon-p.lon)/2)
	h := sinLat*sinLat + math.Cos(p.lat)*math.Cos(q.lat)*sinLon*sinLon
	return 2 * earthRadius * math.Asin(math.Sqrt(min(h, 1)))
}
