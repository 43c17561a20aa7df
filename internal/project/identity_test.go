package project

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Callers keep the sightings of an identity: rows of one identity must not
// differ in anything else than their numbers.
func TestEqualIdentityMeansEqualSightings(t *testing.T) {
	fields := compile(t, network(Spec{By: []string{"user", "app"}, Count: "n"}))
	raw := compile(t, network(Spec{By: []string{"user", "tags{}"}, From: Raw}))
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.SampledFrom([]string{"", "a", "b", "a;b", "-", "192.0.2.1", "192.0.2.2", "AWS Internal"})
		known := make(map[string]projection)
		remember := func(pr *Projector, skip Skip) {
			got := take(pr, skip)
			if skip.Reason != None || got.skip.Reason == NoTime {
				return
			}
			identity := string(pr.AppendIdentity(nil))
			if want, ok := known[identity]; ok {
				require.Equal(t, want.sightings, got.sightings)
				require.Equal(t, want.skip, got.skip)
			}
			known[identity] = got
		}
		pr := fields.NewProjector()
		for range 20 {
			r := row{"_time": one(rapid.SampledFrom([]string{"1", "2"}).Draw(t, "time")), "n": one("3")}
			for _, name := range []string{"user", "app", "src"} {
				r[name] = rapid.SliceOfN(value, 0, 3).Draw(t, name)
			}
			names := pr.plan.RequiredFields()
			require.Equal(t, "_time", names[0])
			remember(pr, pr.CSV(memoryRow{names, r}))
		}
		known = make(map[string]projection)
		pr = raw.NewProjector()
		for range 20 {
			event, err := json.Marshal(map[string]any{
				"_time": 1, "user": value.Draw(t, "user"), "src": value.Draw(t, "src"), "tags": rapid.SliceOfN(value, 0, 3).Draw(t, "tags"),
			})
			require.NoError(t, err)
			remember(pr, pr.JSON(event))
		}
	})
}

// memoryRow is a row that was never CSV.
type memoryRow struct {
	names []string
	row   row
}

func (m memoryRow) Field(slot int) []byte {
	if values := m.row[m.names[slot]]; len(values) > 0 {
		return []byte(values[0])
	}
	return nil
}

func (m memoryRow) Sent(slot int) (text []byte, doubled bool) { return m.Field(slot), false }

func (m memoryRow) AppendValues(dst [][]byte, slot int) [][]byte {
	for _, v := range m.row[m.names[slot]] {
		dst = append(dst, []byte(v))
	}
	return dst
}

func (m memoryRow) AppendRaw(dst []byte, from, to int) []byte {
	for _, name := range m.names[from:to] {
		values := m.row[name]
		dst = append(dst, byte(len(values)))
		for _, v := range values {
			dst = append(append(dst, byte(len(v))), v...)
		}
	}
	return dst
}

// What differs in identity only by a number does not differ in it at all.
func TestNumbersAreNoIdentity(t *testing.T) {
	pr := compile(t, network(Spec{Profile: mustProfile(t, "azure_ad"), Count: "n", IndexTime: true})).NewProjector()
	identity := func(r row) string {
		pr.CSV(r.read(t, pr.plan))
		return string(pr.AppendIdentity(nil))
	}
	base := row{"user": one("ann"), "src": one("192.0.2.1")}
	numbers := row{
		"user": one("ann"), "src": one("192.0.2.1"), "n": one("5"), "_time": one("9"), "_indextime": one("9"),
		"time": one("8"), "properties.createdDateTime": one("7"),
	}
	require.Equal(t, identity(base), identity(numbers))
	for _, name := range []string{"user", "src", "userAgent", "properties.deviceDetail.browser", "vendor_product"} {
		changed := row{"user": one("ann"), "src": one("192.0.2.1")}
		changed[name] = one("other")
		require.NotEqual(t, identity(base), identity(changed), name)
	}

	pr = compile(t, network(Spec{By: []string{"n"}, Count: "n"})).NewProjector()
	require.NotEqual(t, identity(row{"n": one("1")}), identity(row{"n": one("2")}), "a number that is the key, too")
}
