package project

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/sighting"
)

func mustProfile(t testing.TB, name string) *profile.Profile {
	t.Helper()
	p, ok := profile.ByName(name)
	require.True(t, ok, name)
	return p
}

func compile(t testing.TB, spec Spec) *Plan {
	t.Helper()
	p, err := Compile(spec)
	require.NoError(t, err)
	return p
}

func TestRequiredFieldsComeInOrder(t *testing.T) {
	plan := compile(t, Spec{
		Profile: mustProfile(t, "o365"), First: "first", Last: "last", Count: "n", IndexTime: true,
	})
	require.Equal(t, []string{
		"_time", "_indextime", "first", "last", "n",
		"user", "UserId", "Actor{}.Type", "Actor{}.ID", "UserKey",
		"SessionId", "DeviceProperties{}.Name", "DeviceProperties{}.Value", "AppAccessContext.AADSessionId",
		"src_ip", "src", "ClientIP", "ActorIpAddress", "ClientIPAddress",
	}, plan.RequiredFields()[:19])
	require.NotContains(t, plan.RequiredFields(), "CreationTime", "first and last are the time")

	plan = compile(t, Spec{Profile: mustProfile(t, "azure_ad")})
	require.Equal(t, []string{"_time", "properties.createdDateTime", "createdDateTime", "time", "user"}, plan.RequiredFields()[:5])

	plan = compile(t, Spec{Profile: mustProfile(t, "okta"), From: Raw})
	require.Equal(t, []string{"_time", "_raw"}, plan.RequiredFields())
	plan = compile(t, Spec{Profile: mustProfile(t, "okta"), From: Raw, IndexTime: true})
	require.Equal(t, []string{"_time", "_raw", "_indextime"}, plan.RequiredFields())
}

func TestWithoutProfileNamesAreFields(t *testing.T) {
	plan := compile(t, Spec{By: []string{"session", "account"}, Src: "c_ip", Time: "when"})
	require.Equal(t, []string{"_time", "when", "session", "account", "c_ip", "user"}, plan.RequiredFields()[:6])
	require.Equal(t, []string{"session", "account"}, plan.KeyColumns())

	plan = compile(t, Spec{By: []string{"user"}})
	require.Equal(t, []string{"_time", "user", "src", "user_agent"}, plan.RequiredFields()[:4])
}

func TestByNamesRolesOfTheProfile(t *testing.T) {
	for _, c := range []struct {
		profile, name string
		fields        string
	}{
		{"okta", "device_token", "debugContext.debugData.dtHash"},
		{"okta", "session_id", "debugContext.debugData.dtHash"},
		{"azure_ad", "session_id", "properties.sessionId,sessionId"},
		{"aws_cloudtrail", "access_key_id", "user_access_key,userIdentity.accessKeyId"},
		{"aws_cloudtrail", "src", "src_ip,src,sourceIPAddress"},
		{"aws_cloudtrail", "device", "device"}, // not a role of CloudTrail
		{"o365", "ClientAppId", "ClientAppId"},
	} {
		plan := compile(t, Spec{Profile: mustProfile(t, c.profile), By: []string{c.name}})
		require.Equal(t, []string{c.name}, plan.KeyColumns())
		roles := plan.NewProjector().Roles()
		for _, role := range roles {
			if role.Name == c.name {
				require.Equal(t, c.fields, strings.Join(role.Fields, ","), c.name)
				break
			}
		}
		require.Condition(t, func() bool {
			for _, role := range roles {
				if role.Name == c.name && role.Needed {
					return true
				}
			}
			return false
		}, "%s is no needed role", c.name)
	}
}

func TestKeyColumnsAndAttributes(t *testing.T) {
	for name, want := range map[string][]string{
		"aws_cloudtrail": {"user"}, "aws_access_key": {"access_key_id"}, "aws_security_lake": {"user"},
		"o365": {"user", "session_id"}, "azure_ad": {"user"}, "okta": {"device_token", "user"}, "authentication": {"user", "app"},
	} {
		require.Equal(t, want, compile(t, Spec{Profile: mustProfile(t, name)}).KeyColumns())
	}
	attributes := func(spec Spec) []string {
		var names []string
		for _, a := range compile(t, spec).Attributes() {
			names = append(names, a.String())
		}
		return names
	}
	require.Equal(t, []string{
		"src", "origin", "user_agent", "os", "browser", "app", "user", "action",
		"vendor_account", "vendor_region", "vendor_product",
	}, attributes(Spec{Profile: mustProfile(t, "aws_cloudtrail"), From: Raw}), "os and browser come from the user agent")
	require.Equal(t, []string{
		"src", "origin", "user_agent", "os", "browser", "device", "city", "country", "asn", "app", "user", "action", "dest",
		"vendor_product", "location",
	}, attributes(Spec{Profile: mustProfile(t, "okta")}))
	require.Len(t, attributes(Spec{By: []string{"user"}}), int(sighting.NumAttributes))
}

func TestRefusedSpecs(t *testing.T) {
	for _, c := range []struct {
		spec   Spec
		option string
		says   string
	}{
		{Spec{}, "by", "without a profile"},
		{Spec{By: []string{"user", "user"}}, "by", `"user" is named twice`},
		{Spec{By: []string{"user", ""}}, "by", "without a name"},
		{Spec{By: strings.Split("a b c d e f g h i j k l m n o p q", " ")}, "by", "17 fields"},
		{Spec{By: []string{"user"}, First: "f"}, "first", "go together"},
		{Spec{By: []string{"user"}, Last: "l"}, "first", "go together"},
		{Spec{By: []string{"a..b"}, From: Raw}, "by", "a..b"},
		{Spec{By: []string{"a"}, Src: "b{", From: Raw}, "src", "b{"},
		{Spec{By: []string{"a"}, Time: ".", From: Raw}, "time", `"."`},
		{Spec{By: []string{"a"}, First: "x", Last: "y}", From: Raw}, "last", "y}"},
	} {
		_, err := Compile(c.spec)
		var fieldError *FieldError
		require.ErrorAs(t, err, &fieldError, c.says)
		require.Equal(t, c.option, fieldError.Option)
		require.ErrorContains(t, err, c.says)
	}
	_, err := Compile(Spec{By: []string{"a..b", "x{"}})
	require.NoError(t, err, "a column may have any name")
}

// An event is walked with one bit for each member of an object.
func TestTriesAreNarrow(t *testing.T) {
	var by []string
	for c := range maxKeyParts {
		by = append(by, "properties.key"+string(rune('a'+c)))
	}
	for _, name := range profile.Names() {
		for _, from := range []From{Fields, Raw} {
			plan := compile(t, Spec{
				Profile: mustProfile(t, name), By: by, From: from,
				Src: "s", Time: "t", Count: "c", IndexTime: true, WithFilter: true,
			})
			narrow(t, plan.trie)
			require.LessOrEqual(t, len(plan.trie.members)+maxKeyParts, 64, "%s %s", name, from)
		}
	}
}

func narrow(t *testing.T, n *node) {
	require.LessOrEqual(t, len(n.members), 64)
	for _, m := range n.members {
		narrow(t, m.node)
	}
	if n.elements != nil {
		narrow(t, n.elements)
	}
	for _, c := range n.chosen {
		narrow(t, c.node)
	}
}

func TestEveryProfileCompiles(t *testing.T) {
	for _, name := range profile.Names() {
		for _, from := range []From{Fields, Raw} {
			plan := compile(t, Spec{Profile: mustProfile(t, name), From: from, WithFilter: true})
			require.Equal(t, "_time", plan.RequiredFields()[0])
			require.Contains(t, plan.String(), "from "+from.String()+": _time")
			for _, f := range plan.fields {
				_, err := parsePath(f.name)
				require.NoError(t, err)
			}
		}
	}
}
