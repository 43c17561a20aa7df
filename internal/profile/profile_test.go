package profile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/sighting"
)

// What the product promises of each profile.
func TestProfiles(t *testing.T) {
	want := strings.TrimSpace(`
aws_cloudtrail user 300s dc(origin)>1 42
aws_access_key access_key_id 300s dc(origin)>1 42
aws_security_lake user 300s dc(origin)>1 42
o365 user,session_id 3600s dc(origin)>1 42
azure_ad user 300s dc(origin)>1 50
okta device_token,user 3600s dc(origin)>1 AND (dc(os)>1 OR dc(browser)>1) 56
authentication user,app 300s dc(origin)>1 30`)
	var got []string
	for _, name := range Names() {
		p, ok := ByName(name)
		require.True(t, ok)
		var columns []string
		for _, part := range p.Key {
			columns = append(columns, part.Column)
		}
		got = append(got, fmt.Sprintf("%s %s %ss %s %d", p.Name, strings.Join(columns, ","), p.Window, p.When, p.BaseScore))
	}
	require.Equal(t, want, strings.Join(got, "\n"))

	_, ok := ByName("aws")
	require.False(t, ok)
	require.Equal(t, "authentication", Authentication().Name)
}

func TestProfilesAreWhole(t *testing.T) {
	for _, p := range all {
		require.Equal(t, p.BaseScore, p.Impact*p.Confidence/100, p.Name)
		require.NotEmpty(t, p.Title)
		for _, part := range p.Key {
			require.False(t, p.Roles[part.Role].Empty(), "%s: %s", p.Name, part.Column)
			role, ok := p.RoleByName(part.Column)
			require.True(t, ok)
			require.Equal(t, part.Role, role)
		}
		for _, r := range []Role{Time, Session, User, Src, UserAgent} {
			require.NotEmpty(t, p.Roles[r].Raw, "%s: %s", p.Name, r)
		}
		require.Contains(t, p.Roles[Time].Raw, "_time", p.Name)
		for r := range NumRoles {
			for _, list := range [][]string{p.Roles[r].Extracted, p.Roles[r].Raw} {
				seen := make(map[string]bool)
				for _, name := range list {
					require.False(t, name == "" || seen[name], "%s: %s lists %q twice", p.Name, r, name)
					seen[name] = true
				}
			}
		}
		for _, c := range p.Filter {
			require.NotEmpty(t, c.Fields.Raw, p.Name)
			require.NotEmpty(t, c.Values, p.Name)
		}
	}
}

func TestRoleByName(t *testing.T) {
	for _, c := range []struct {
		profile, name string
		want          Role // NumRoles: not found
	}{
		{"o365", "user", User},
		{"o365", "session_id", Session},
		{"o365", "device_token", NumRoles},
		{"okta", "device_token", Session},
		{"okta", "session_id", Session},
		{"okta", "vendor_account", NumRoles},
		{"azure_ad", "session_id", Session},
		{"aws_access_key", "access_key_id", Session},
		{"aws_cloudtrail", "access_key_id", Session},
		{"aws_cloudtrail", "vendor_region", Region},
		{"aws_cloudtrail", "device", NumRoles},
		{"aws_cloudtrail", "eventName", NumRoles},
		{"authentication", "app", App},
		{"authentication", "", NumRoles},
	} {
		p, _ := ByName(c.profile)
		role, ok := p.RoleByName(c.name)
		require.Equal(t, c.want != NumRoles, ok, "%s %s", c.profile, c.name)
		if ok {
			require.Equal(t, c.want, role, "%s %s", c.profile, c.name)
		}
	}
}

func TestRolesShowAttributes(t *testing.T) {
	shown := make(map[sighting.Attribute]bool)
	names := make(map[string]bool)
	for r := range NumRoles {
		require.False(t, names[r.String()], r.String())
		names[r.String()] = true
		if a, ok := r.Attribute(); ok {
			require.Equal(t, a.String(), r.String())
			shown[a] = true
		}
	}
	require.Len(t, shown, int(sighting.NumAttributes)-2, "all but those that are made of others: origin and location")
	require.False(t, shown[sighting.Origin])
	require.False(t, shown[sighting.Location])
}

func TestFieldNames(t *testing.T) {
	f := Fields{Extracted: []string{"a", "b"}, Raw: []string{"b", "c"}, Constant: "x"}
	require.Equal(t, []string{"a", "b", "c"}, f.Names(true))
	require.Equal(t, []string{"b", "c"}, f.Names(false))
	require.Equal(t, `a, b, c, else "x"`, f.String())
	require.Equal(t, `"x"`, Fields{Constant: "x"}.String())
	require.True(t, Fields{}.Empty())
	require.False(t, Fields{Constant: "x"}.Empty())
}

func TestString(t *testing.T) {
	p, _ := ByName("o365")
	text := p.String()
	for _, line := range []string{
		"o365: Office 365",
		"key user, session_id, window 3600s, when dc(origin)>1",
		"base score 42 = impact 70 x confidence 60 / 100",
		"session_id     SessionId, DeviceProperties{Name=SessionId}.Value, AppAccessContext.AADSessionId",
		"vendor_product vendor_product, else \"Microsoft Office 365\"",
		"counts offline Operation in (UserLoggedIn)",
	} {
		require.Contains(t, text, line)
	}
	require.NotContains(t, text, "vendor_region")
}
