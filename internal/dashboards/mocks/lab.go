package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"concurrentsessions/internal/basesearch"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/samples"
	"concurrentsessions/internal/splunkd"
)

// A lab runs the command over the sample logs. It keeps the first error, after
// which it answers nothing.
type lab struct {
	ctx          context.Context
	root, binary string
	err          error
}

// rows are the results of a search; a field that is not there has no values.
type rows []map[string][]string

func (l *lab) fail(err error) {
	if l.err == nil {
		l.err = err
	}
}

// log is what the search before the command finds in the profile's sample log.
func (l *lab) log(name string) splunkd.Table {
	p, ok := profile.ByName(name)
	if !ok {
		l.fail(fmt.Errorf("there is no profile %q", name))
		return splunkd.Table{}
	}
	for _, source := range samples.Sources() {
		if source.Profile != name {
			continue
		}
		content, err := os.ReadFile(filepath.Join(l.root, "testdata", "samples", source.File))
		if err != nil {
			l.fail(err)
			return splunkd.Table{}
		}
		log, err := basesearch.Run(p, content, false)
		if err != nil {
			l.fail(err)
			return splunkd.Table{}
		}
		return log.Table
	}
	l.fail(fmt.Errorf("there is no sample log for %q", name))
	return splunkd.Table{}
}

// search runs the command and returns its rows and its messages.
func (l *lab) search(input splunkd.Table, args ...string) (rows, [][2]string) {
	if l.err != nil {
		return nil, nil
	}
	result, err := (&splunkd.Search{Binary: l.binary, Args: args, Input: input, ChunkRows: 100}).Run(l.ctx)
	if err == nil && result.Error != "" {
		err = fmt.Errorf("the command says: %s", result.Error)
	}
	if err != nil {
		l.fail(fmt.Errorf("%s: %w", strings.Join(args, " "), err))
		return nil, nil
	}
	return toRows(result.Output), result.Messages
}

func toRows(t splunkd.Table) rows {
	list := make(rows, len(t.Rows))
	for i := range t.Rows {
		list[i] = make(map[string][]string, len(t.Columns))
		for c, name := range t.Columns {
			list[i][name] = t.Rows[i][c]
		}
	}
	return list
}

// containing keeps the rows whose raw event has the text, as a search term does.
func containing(t splunkd.Table, text string) splunkd.Table {
	kept := splunkd.Table{Columns: t.Columns}
	for i, row := range t.Rows {
		if strings.Contains(t.Value(i, "_raw"), text) {
			kept.Rows = append(kept.Rows, row)
		}
	}
	return kept
}
