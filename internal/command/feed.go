package command

import (
	"io"

	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/inorder"
	"concurrentsessions/internal/splunkcsv"
)

// feed gives a detector the rows of a search, on the cores that there are.
type feed struct {
	plan     detect.Plan
	detector *detect.Detector
	rows     *detect.Rows // nil until there are rows: getinfo alone starts no worker
}

func newFeed(plan detect.Plan) feed { return feed{plan: plan, detector: detect.New(plan)} }

// read reads the rows of a request. After the last one, all are taken.
func (f *feed) read(rows *splunkcsv.Reader, last bool) error {
	if f.rows == nil {
		f.rows = detect.NewRows(f.detector, inorder.Workers())
	}
	err := f.rows.Read(rows)
	if err == nil && last {
		err = f.rows.Wait()
	}
	return err
}

// Close ends the workers and lets go of what was put aside.
func (f *feed) Close() error {
	if f.rows != nil {
		f.rows.Close()
	}
	return closeAside(f.plan)
}

// closeAside lets go of what was put aside.
func closeAside(plan detect.Plan) error {
	if c, ok := plan.Aside.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
