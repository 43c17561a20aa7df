package scripts

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/splunkcsv"
	"concurrentsessions/internal/splunkd"
)

// Answer is what came out of a search.
type Answer struct {
	// Findings is their number, over all runs, or, in mode=escu, that of the
	// rows.
	Findings int
	Refused  bool
	// Lines is the answer as scripts have it.
	Lines []string
}

// Play runs the search. Each run is made twice, with the rows in another order
// and in other chunks, and the arguments split in another way: that the answer
// differs is an error.
func (s *Search) Play() (a Answer, err error) {
	options, err := s.options()
	if err != nil {
		return Answer{Refused: true, Lines: []string{err.Error()}}, nil
	}
	out := newPrinter(options)
	rows, err := s.watched()
	if err != nil {
		return a, err
	}
	for _, run := range s.Runs {
		p := play{search: s, run: run, profile: options.Profile}
		if p.profile == nil {
			p.profile = profile.Authentication()
		}
		for i := range rows {
			if run.sees(&rows[i]) {
				p.rows = append(p.rows, rows[i].columns(p.profile))
			}
		}
		reply, messages, err := p.twice()
		if err != nil {
			if refused := (*refusal)(nil); errors.As(err, &refused) {
				return Answer{Refused: true, Lines: []string{err.Error()}}, nil
			}
			return a, err
		}
		if err := out.reply(run, reply, s.pipeline.where); err != nil {
			return a, err
		}
		out.messages(messages)
	}
	return out.answer(), nil
}

func (s *Search) options() (*command.Options, error) {
	args, _, err := splunkd.SplitArguments(s.pipeline.args, splunkd.AsTyped)
	if err != nil {
		return nil, err
	}
	return command.ParseOptions(args)
}

// watched gives the rows that the search's lists leave in.
func (s *Search) watched() ([]row, error) {
	lists, err := openLists(s.pipeline.trusted, s.pipeline.ignored)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(s.rows), func(r row) bool { return lists.drop(&r) }), nil
}

// play is one run of a search, with the rows that it sees.
type play struct {
	search  *Search
	run     Run
	profile *profile.Profile
	rows    []map[string][]string
}

// refusal is that the command does not want to run.
type refusal struct{ error }

// twice plays in two ways that must come to the same.
func (p *play) twice() (reply []byte, messages []conversation.Message, err error) {
	reply, messages, err = p.once(splunkd.AsTyped, len(p.rows))
	if err != nil {
		return nil, nil, err
	}
	slices.Reverse(p.rows)
	again, _, err := p.once(splunkd.BlanksAroundEquals, 1)
	if err == nil && !bytes.Equal(reply, again) {
		err = fmt.Errorf("the order of the rows, their chunks or the form of the arguments matters:\n%s\n%s", reply, again)
	}
	return reply, messages, err
}

// once lets the command answer; size is how many rows a chunk has.
func (p *play) once(style splunkd.ArgumentStyle, size int) (reply []byte, told []conversation.Message, err error) {
	args, raw, err := splunkd.SplitArguments(p.search.pipeline.args, style)
	if err != nil {
		return nil, nil, err
	}
	var messages conversation.Messages
	info := &conversation.SearchInfo{
		Args: args, RawArgs: raw,
		EarliestTime: p.run.Earliest, HasEarliest: p.run.IsBound,
		LatestTime: p.run.Latest, HasLatest: p.run.IsBound,
	}
	declared, run, err := command.Command{}.Plan(info, &messages)
	if err != nil {
		return nil, nil, &refusal{err}
	}
	if closer, ok := run.(io.Closer); ok {
		defer func() { err = errors.Join(err, closer.Close()) }()
	}
	reader := splunkcsv.NewReader()
	for rows := p.rows; ; rows = rows[size:] {
		last := len(rows) <= size
		size = min(size, len(rows))
		if err := reader.Reset(bytes.NewReader(body(declared.RequiredFields, rows[:size]))); err != nil {
			return nil, nil, err
		}
		answer, err := run.Execute(reader, last, &messages)
		if err != nil {
			return nil, nil, err
		}
		if last {
			return bytes.Clone(answer), messages.Take(true), nil
		}
	}
}

// body writes rows as splunkd does.
func body(names []string, rows []map[string][]string) []byte {
	w := splunkcsv.NewStrictWriter(names)
	for _, columns := range rows {
		for _, name := range names {
			w.Values(columns[name])
		}
		w.EndRow()
	}
	return w.Body()
}
