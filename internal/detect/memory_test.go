package detect_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/project"
)

// shelf is a store in memory.
type shelf struct {
	content []byte
	full    bool
}

var errFull = errors.New("no space left on device")

func (s *shelf) Write(frame []byte) (int64, error) {
	if s.full {
		return 0, errFull
	}
	s.content = append(s.content, frame...)
	return int64(len(s.content) - len(frame)), nil
}

func (s *shelf) Read(frame []byte, place int64) error {
	copy(frame, s.content[place:])
	return nil
}

func detectAll(t *testing.T, memory int64, store engine.Store) ([]*finding.Finding, detect.Tally, error) {
	t.Helper()
	fields, err := project.Compile(project.Spec{
		By: []string{"user"}, Src: "src", Time: "time", From: project.Raw, Origin: origin.Default(), OriginNeeded: true,
	})
	require.NoError(t, err)
	when, err := condition.Parse("dc(origin)>1")
	require.NoError(t, err)
	d := detect.New(detect.Plan{
		Project: fields, BaseScore: 30, Memory: memory, Aside: store,
		Engine: engine.Plan{Window: 300 * epoch.Second, When: when},
	})
	for i := range 40_000 {
		// Each user is seen ten times, half a minute apart, all over the log.
		user, at := i%4000, 1_700_000_000+i%4000*20+i/4000*30
		src := fmt.Sprintf("192.0.2.%d", user%250+1)
		if i%97 == 0 {
			src = "AWS Internal"
		} else if i%13 == 0 {
			src = fmt.Sprintf("198.51.100.%d", user%250+1)
		}
		d.Event(fmt.Appendf(nil, `{"time":%d,"user":"user%d","src":%q}`, at, user, src))
	}
	var found []*finding.Finding
	err = d.Findings(func(f *finding.Finding) error {
		found = append(found, f)
		return nil
	})
	return found, d.Tally(), err
}

// A detector that runs short of memory finds the same.
func TestLittleMemoryChangesNothing(t *testing.T) {
	t.Parallel()
	want, wantTally, err := detectAll(t, 0, nil)
	require.NoError(t, err)
	require.NotEmpty(t, want)
	store := &shelf{}
	got, tally, err := detectAll(t, 1, store)
	require.NoError(t, err)
	require.NotEmpty(t, store.content, "it ran short of memory")
	require.Equal(t, want, got)
	require.Equal(t, wantTally, tally)
}

func TestFullStoreReportsNothing(t *testing.T) {
	t.Parallel()
	found, _, err := detectAll(t, 1, &shelf{full: true})
	require.ErrorIs(t, err, errFull)
	require.Empty(t, found)
}
