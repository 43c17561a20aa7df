package evaluate

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/simulate"
)

// Labelled judges the sources over the files of a folder, as simulate writes
// them. They are held in memory, as a person's events lie all over the file.
func Labelled(ctx context.Context, dir string, sources []*simulate.Source) (*Result, error) {
	r := &Result{Seeds: []uint64{0}}
	for _, s := range sources {
		log, err := readLabelled(dir, s.Name)
		if err != nil {
			return nil, err
		}
		judged, err := judgeAll(ctx, s.Name, len(log.cases), func(i int) Case { return *log.cases[i] })
		if err != nil {
			return nil, err
		}
		r.Users, r.Days = max(r.Users, len(log.cases)), max(r.Days, log.days())
		judged.UserDays = len(log.cases) * log.days()
		r.Sources = append(r.Sources, judged)
	}
	return r, nil
}

// labelled is a source's log, by person in the order of their first event.
type labelled struct {
	cases       []*Case
	byUser      map[string]*Case
	first, last epoch.Micros
}

func (l *labelled) days() int {
	const day = 86400 * epoch.Second
	return max(1, int((l.last-l.first+day/2)/day))
}

func (l *labelled) of(user string) *Case {
	c := l.byUser[user]
	if c == nil {
		c = &Case{}
		l.byUser[user] = c
		l.cases = append(l.cases, c)
	}
	return c
}

func readLabelled(dir, source string) (*labelled, error) {
	l := &labelled{byUser: map[string]*Case{}}
	var labels []simulate.Label
	err := readLines(filepath.Join(dir, source+simulate.LabelsSuffix), func(line []byte) error {
		var label simulate.Label
		if err := json.Unmarshal(line, &label); err != nil {
			return err
		}
		if len(labels) == 0 || label.At < l.first {
			l.first = label.At
		}
		l.last = max(l.last, label.At)
		labels = append(labels, label)
		return nil
	})
	if err != nil {
		return nil, err
	}
	n := 0
	err = readLines(filepath.Join(dir, source+simulate.EventsSuffix), func(line []byte) error {
		if n == len(labels) {
			return fmt.Errorf("there are %d labels only", n)
		}
		c := l.of(labels[n].User)
		c.Events = append(c.Events, Event{Raw: bytes.Clone(line), Label: labels[n]})
		n++
		return nil
	})
	if err != nil {
		return nil, err
	}
	if n < len(labels) {
		return nil, fmt.Errorf("%s: %d events, but %d labels", filepath.Join(dir, source+simulate.EventsSuffix), n, len(labels))
	}
	return l, readLines(filepath.Join(dir, source+simulate.AttacksSuffix), func(line []byte) error {
		var a simulate.Attack
		if err := json.Unmarshal(line, &a); err != nil {
			return err
		}
		c := l.of(a.User)
		c.Attacks = append(c.Attacks, a)
		return nil
	})
}

// readLines calls each for each line; an error names file and line.
func readLines(path string, each func([]byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read labelled log: %w; sessionlab simulate writes one", err)
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if len(line) == 0 && errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := each(bytes.TrimSuffix(line, []byte{'\n'})); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
}
