package splunkd

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/splunkcsv"
)

// commandVariable names the command as which the test binary runs.
const commandVariable = "SPLUNKD_TEST_COMMAND"

func TestMain(m *testing.M) {
	name := os.Getenv(commandVariable)
	if command, ok := commands[name]; ok {
		os.Exit(conversation.Main(command, os.Stderr))
	}
	if c, ok := culprits[name]; ok {
		os.Exit(c.misbehave(os.Stdin, os.Stdout, os.Stderr))
	}
	goleak.VerifyTestMain(m)
}

// against is a search whose command is this test binary.
func against(command string) *Search {
	executable, err := os.Executable()
	if err != nil {
		panic(err)
	}
	return &Search{
		Binary:  executable,
		Command: command,
		// The race detector would make each process stay for a second.
		Env:     []string{commandVariable + "=" + command, "GORACE=atexit_sleep_ms=0"},
		Timeout: 20 * time.Second,
	}
}

// planFunc is a conversation.Command, executeFunc a conversation.Run.
type (
	planFunc    func(*conversation.SearchInfo, *conversation.Messages) (conversation.Declaration, conversation.Run, error)
	executeFunc func(rows *splunkcsv.Reader, last bool, m *conversation.Messages) ([]byte, error)
)

func (f planFunc) Plan(info *conversation.SearchInfo, m *conversation.Messages) (conversation.Declaration, conversation.Run, error) {
	return f(info, m)
}

func (f executeFunc) Execute(rows *splunkcsv.Reader, last bool, m *conversation.Messages) ([]byte, error) {
	return f(rows, last, m)
}

// commands are those that behave.
var commands = map[string]planFunc{
	// count says at the end how many rows it read.
	"count": func(*conversation.SearchInfo, *conversation.Messages) (conversation.Declaration, conversation.Run, error) {
		n := 0
		run := executeFunc(func(rows *splunkcsv.Reader, last bool, m *conversation.Messages) ([]byte, error) {
			for rows.Next() {
				n++
			}
			if !last {
				return nil, rows.Err()
			}
			m.Add(conversation.Info, "%d rows counted", n)
			return fmt.Appendf(nil, "count\n%d\n", n), rows.Err()
		})
		return conversation.Declaration{Type: conversation.Reporting, RequiredFields: []string{"user"}}, run, nil
	},
	// mark answers each row with "seen"; all fields if told so by the argument.
	"mark": func(info *conversation.SearchInfo, _ *conversation.Messages) (conversation.Declaration, conversation.Run, error) {
		run := executeFunc(func(rows *splunkcsv.Reader, _ bool, _ *conversation.Messages) ([]byte, error) {
			names := slices.Clone(rows.Columns())
			rows.Select(names)
			columns := []splunkcsv.Column{{Name: "seen"}}
			for _, name := range names {
				columns = append(columns, splunkcsv.Column{Name: name, Multi: true})
			}
			w := splunkcsv.NewWriter(columns)
			for rows.Next() {
				w.Value("yes")
				for i := range names {
					var values []string
					for _, v := range rows.AppendValues(nil, i) {
						values = append(values, string(v))
					}
					w.Values(values)
				}
				w.EndRow()
			}
			return w.Body(), rows.Err()
		})
		d := conversation.Declaration{Type: conversation.Stateful, RequiredFields: []string{"user"}}
		if slices.Contains(info.Args, "all") {
			d.RequiredFields = []string{"*"}
		}
		return d, run, nil
	},
	// info tells what it knows of the search.
	"info": func(info *conversation.SearchInfo, m *conversation.Messages) (conversation.Declaration, conversation.Run, error) {
		m.Add(conversation.Info, "args %q", info.Args)
		m.Add(conversation.Info, "raw %q", info.RawArgs)
		m.Add(conversation.Info, "from %v %t to %v %t", info.EarliestTime, info.HasEarliest, info.LatestTime, info.HasLatest)
		m.Add(conversation.Info, "preview %t", info.Preview)
		m.Add(conversation.Info, "search %s", info.Search)
		folder, err := os.Stat(info.DispatchDir)
		m.Add(conversation.Info, "dispatch folder %t", err == nil && folder.IsDir())
		run := executeFunc(func(*splunkcsv.Reader, bool, *conversation.Messages) ([]byte, error) { return nil, nil })
		return conversation.Declaration{Type: conversation.Events}, run, nil
	},
	"refuse": func(*conversation.SearchInfo, *conversation.Messages) (conversation.Declaration, conversation.Run, error) {
		return conversation.Declaration{}, nil, errors.New("option by: unknown field")
	},
	"fail": func(*conversation.SearchInfo, *conversation.Messages) (conversation.Declaration, conversation.Run, error) {
		run := executeFunc(func(_ *splunkcsv.Reader, _ bool, m *conversation.Messages) ([]byte, error) {
			m.Add(conversation.Warn, "low on luck")
			return nil, errors.New("out of luck")
		})
		return conversation.Declaration{Type: conversation.Reporting}, run, nil
	},
}
