package scripts

import (
	"errors"
	"fmt"
	"strings"
)

// indent begins the lines that belong to the block above them.
const indent = "    "

// Read reads a script. The error names the line.
func Read(text string) (*Script, error) {
	r := reader{script: &Script{lines: strings.Split(strings.TrimRight(text, "\n"), "\n")}}
	title, ok := strings.CutPrefix(r.script.lines[0], "# ")
	if !ok {
		return nil, errors.New("line 1: want the title, as in # Roaming")
	}
	r.script.Title = title
	for r.at < len(r.script.lines) {
		line := r.script.lines[r.at]
		if err := r.block(); err != nil {
			return nil, fmt.Errorf("line %d: %s: %w", r.at, line, err)
		}
	}
	if len(r.script.Searches) == 0 {
		return nil, errors.New("there is no search in the script")
	}
	return r.script, nil
}

// reader goes through a script's lines.
type reader struct {
	script *Script
	at     int // the next line
	rows   []row
}

// block reads one block: its first line, and what belongs to it.
func (r *reader) block() error {
	line := r.next()
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case strings.TrimSpace(line) == "", word == "#":
		return nil
	case word == "rows":
		return r.readRows(rest)
	case word == "search", word == "schedule":
		return r.readSearch(line)
	}
	return errors.New("want a line that begins with #, rows, search or schedule")
}

func (r *reader) next() string {
	line := r.script.lines[r.at]
	r.at++
	return line
}

// indented gives the lines of the block that follow.
func (r *reader) indented() (lines []string) {
	for r.at < len(r.script.lines) && strings.HasPrefix(r.script.lines[r.at], indent) {
		lines = append(lines, strings.TrimPrefix(r.next(), indent))
	}
	return lines
}

// readRows reads rows; shared are the fields that all of them have.
func (r *reader) readRows(shared string) error {
	common, err := readFields(shared)
	if err != nil {
		return err
	}
	for _, line := range r.indented() {
		var before moment
		if len(r.rows) > 0 {
			before = r.rows[len(r.rows)-1].time
		}
		row, err := readRow(line, common, before)
		if err != nil {
			return fmt.Errorf("%s: %w", strings.TrimSpace(line), err)
		}
		r.rows = append(r.rows, row)
	}
	return nil
}

// readSearch reads a search, its verdict and its answer.
func (r *reader) readSearch(line string) (err error) {
	s := &Search{Text: line, Line: r.at, rows: r.rows[:len(r.rows):len(r.rows)]}
	head, pipes := splitPipes(line)
	if s.Runs, err = readRuns(head); err != nil {
		return err
	}
	if s.pipeline, err = readPipeline(pipes); err != nil {
		return err
	}
	var verdict []string
	for r.at < len(r.script.lines) && r.script.lines[r.at] != "" && !strings.HasPrefix(r.script.lines[r.at], indent) {
		verdict = append(verdict, r.next())
	}
	if s.Verdict, err = readVerdict(strings.Join(verdict, " ")); err != nil {
		return err
	}
	s.from = r.at
	s.Answer = r.indented()
	s.to = r.at
	r.script.Searches = append(r.script.Searches, s)
	return nil
}
