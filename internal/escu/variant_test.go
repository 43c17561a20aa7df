package escu

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRefusal(t *testing.T) {
	t.Parallel()
	s := search(t, "aws_security_lake")
	run := s.Start()
	e := event{
		"api.operation": "DescribeEventAggregates", "http_request.user_agent": "agent/1",
		"src_endpoint.domain": "example.com",
	}
	for name, c := range map[string]struct {
		changes event
		want    string
	}{
		"passes":         {nil, ""},
		"user agent":     {event{"http_request.user_agent": "AWS Internal"}, `http_request.user_agent!="AWS Internal"`},
		"missing domain": {event{"src_endpoint.domain": ""}, "src_endpoint.domain!=health.amazonaws.com"},
		"first of two":   {event{"api.operation": "x", "src_endpoint.domain": ""}, "api.operation=DescribeEventAggregates"},
	} {
		term, refused := run.Refusal(valuesOf(t, s, e.with(c.changes)))
		require.Equal(t, c.want, term, name)
		require.Equal(t, c.want != "", refused, name)
	}
}

// A run within another fills nulls as the whole does.
func TestStartWithin(t *testing.T) {
	t.Parallel()
	s := search(t, "azure_ad")
	e := event{
		"_time": "0", "properties.authenticationDetails{}.succeeded": "true", "action": "success",
		"category": "NonInteractiveUserSignInLogs", "user": "ann@example.com", "src": "192.0.2.1", "vendor_product": "p",
	}
	part := []event{e, e.with(event{"src": "192.0.2.2"})}
	require.Empty(t, table(t, s, part...), "no event has a vendor_account")

	whole := s.Start()
	for _, e := range append(part, e.with(event{"vendor_account": "t1"})) {
		whole.Row(valuesOf(t, s, e))
	}
	within := s.WithoutFilter().StartWithin(whole)
	for _, e := range part {
		within.Row(valuesOf(t, s, e))
	}
	require.Len(t, within.Table(), 1)
	require.Equal(t, [][]string{{"ann@example.com", "0", "0", "p", "NonInteractiveUserSignInLogs"}},
		whole.Groups(valuesOf(t, s, part[0])))
}
