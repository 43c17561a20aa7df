package scs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/splunk/splunk-cloud-sdk-go/services/search"

	"concurrentsessions/internal/remote"
)

// Search is a search in SPL2, such as: from main where source="aws". Earliest
// and Latest are as in any search; "" is the service's default.
type Search struct{ SPL2, Earliest, Latest string }

// pageRows is how many rows are asked for at once.
const pageRows = 5000

// Run runs a search and calls each for every row once it is done. When the
// context ends, the job is cancelled.
func (c *Client) Run(ctx context.Context, s Search, each func(row map[string]any) error) error {
	sid, err := c.create(ctx, s)
	if err != nil {
		return fmt.Errorf("begin the search: %w", err)
	}
	err = c.wait(ctx, sid)
	if err == nil {
		err = c.rows(ctx, sid, pageRows, each)
	}
	if ctx.Err() != nil {
		c.cancel(ctx, sid)
	}
	if err != nil {
		return fmt.Errorf("search job %s: %w", sid, err)
	}
	return nil
}

func (c *Client) create(ctx context.Context, s Search) (sid string, err error) {
	job := search.SearchJob{Query: s.SPL2, QueryParameters: &search.QueryParameters{}}
	if s.Earliest != "" {
		job.QueryParameters.Earliest = &s.Earliest
	}
	if s.Latest != "" {
		job.QueryParameters.Latest = &s.Latest
	}
	err = c.try(ctx, func() error {
		created, err := c.search.CreateJob(job)
		if err == nil && created.Sid != nil {
			sid = *created.Sid
		}
		return err
	})
	if err == nil && sid == "" {
		return "", errors.New("the service gave the job no id")
	}
	return sid, err
}

// wait waits until the job is done.
func (c *Client) wait(ctx context.Context, sid string) error {
	for pause := c.first; ; pause = min(2*pause, c.longest) {
		var job *search.SearchJob
		err := c.try(ctx, func() (err error) {
			job, err = c.search.GetJob(sid)
			return err
		})
		switch {
		case err != nil:
			return err
		case job.Status == nil:
			return errors.New("the service does not say how the job stands")
		case *job.Status == search.SearchStatusDone:
			return nil
		case *job.Status != search.SearchStatusRunning:
			return fmt.Errorf("the job is %s%s", *job.Status, said(job.Messages))
		}
		if err := remote.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// said is what the service had to say.
func said(messages []search.Message) (text string) {
	for _, m := range messages {
		if m.Text != nil {
			text += ": " + *m.Text
		}
	}
	return text
}

// rows reads the result page by page, until a page is not full.
func (c *Client) rows(ctx context.Context, sid string, size int, each func(row map[string]any) error) error {
	for offset := 0; ; offset += size {
		query := search.ListResultsQueryParams{}.SetCount(int32(size)).SetOffset(int32(offset))
		var page *search.ListSearchResultsResponse
		err := c.try(ctx, func() (err error) {
			page, err = c.search.ListResults(sid, &query)
			return err
		})
		if err != nil {
			return fmt.Errorf("rows from %d on: %w", offset, err)
		}
		for _, row := range page.Results {
			if err := each(row); err != nil {
				return err
			}
		}
		if len(page.Results) < size {
			return nil
		}
	}
}

// cancel ends the job, so that it does not run for nobody. The context has
// ended, so the call may take a little beyond it.
func (c *Client) cancel(ctx context.Context, sid string) {
	ctx, end := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer end()
	before := c.bound.ctx
	c.bound.ctx = ctx
	defer func() { c.bound.ctx = before }()
	// Nobody is left to be told if it fails; the job ends by itself one day.
	_, _ = c.search.UpdateJob(sid, search.UpdateJob{Status: search.UpdateJobStatusCanceled})
}
