package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"concurrentsessions/internal/offline"
	"concurrentsessions/internal/report"
)

type explainCommand struct {
	User      string `help:"Explain what there is of this user instead of a finding." placeholder:"USER"`
	Sightings int    `default:"100" help:"How many sightings are shown (${default})."`
	logFlags
	Args []string `arg:"" name:"finding_id path" help:"The finding's id or its beginning (none with --user), then the logs. ${paths}"`
}

// split tells the finding's id from the paths.
func (c *explainCommand) split() (id string, paths []string, err error) {
	paths = c.Args
	if c.User == "" {
		id, paths = paths[0], paths[1:]
	}
	if len(paths) == 0 {
		return "", nil, &usageError{errors.New("want the logs after the finding's id: files, folders, or - for stdin")}
	}
	return strings.ToLower(id), paths, nil
}

// Run explains.
func (c *explainCommand) Run(ctx context.Context, s Streams) error {
	id, paths, err := c.split()
	if err != nil {
		return err
	}
	about := newSubject(c.User)
	each := about.event
	if c.User == "" {
		each = nil
	}
	result, _, err := c.search(ctx, s, paths, c.Sightings, each)
	if err != nil {
		return err
	}
	if c.User != "" {
		return about.write(s.Out, result)
	}
	var matching []*offline.Finding
	for i := range result.Findings {
		if strings.HasPrefix(result.Findings[i].ID, id) {
			matching = append(matching, &result.Findings[i])
		}
	}
	switch len(matching) {
	case 0:
		return fmt.Errorf("there is no finding %s in these logs with these options; detect lists what there is", report.Visible(id))
	case 1:
		return writeFinding(s.Out, result, matching[0])
	}
	return fmt.Errorf("%d findings begin with %s; give more of the id", len(matching), report.Visible(id))
}
