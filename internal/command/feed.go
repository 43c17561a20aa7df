package command

import (
	"io"
	"runtime"

	"concurrentsessions/internal/detect"
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
		f.rows = detect.NewRows(f.detector, workers())
	}
	err := f.rows.Read(rows)
	if err == nil && last {
		err = f.rows.Wait()
	}
	return err
}

// workers is how many rows are decoded at once, beside reading. On a single
// core, one thing after the other is fastest.
func workers() int {
	if n := runtime.GOMAXPROCS(0); n > 1 {
		return n
	}
	return 0
}

// Close ends the workers and lets go of what was put aside.
func (f *feed) Close() error {
	if f.rows != nil {
		f.rows.Close()
	}
	if c, ok := f.plan.Aside.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
