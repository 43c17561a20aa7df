// Package dashboards makes the app's views out of the Dashboard Studio
// definitions in its folder definitions. What several of them say, such as the
// search for a source's events, stands once in phrases.go; a definition names
// it as ${phrase}.
//
// The tests in this folder draw each view in a headless browser with the
// packages that Splunk publishes, over what the command finds in the sample
// logs (package mocks); see docs/dashboards.md.
package dashboards

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

//go:generate go run ./views ../../default/data/ui/views

//go:embed definitions
var definitions embed.FS

// Names are the views, in the order of the app's menu.
func Names() []string {
	return []string{"overview", "investigation", "tuning", "health", "demo"}
}

// A Dashboard is one view.
type Dashboard struct {
	Name string
	// Definition is Dashboard Studio's JSON, with every phrase filled in.
	Definition []byte

	Title       string                `json:"title"`
	Description string                `json:"description"`
	DataSources map[string]DataSource `json:"dataSources"`
}

// A DataSource is one search of a dashboard, or the part that continues the
// search it extends.
type DataSource struct {
	Type    string `json:"type"`
	Options struct {
		Query  string `json:"query"`
		Extend string `json:"extend"`
	} `json:"options"`
}

// Read reads the view of that name.
func Read(name string) (*Dashboard, error) {
	text, err := definitions.ReadFile("definitions/" + name + ".json")
	if err != nil {
		return nil, err
	}
	d := &Dashboard{Name: name}
	if d.Definition, err = fill(text, phrases()); err != nil {
		return nil, fmt.Errorf("dashboard %s: %w", name, err)
	}
	if err := json.Unmarshal(d.Definition, d); err != nil {
		return nil, fmt.Errorf("dashboard %s: %w", name, err)
	}
	return d, nil
}

var phrase = regexp.MustCompile(`\$\{[a-z_]*\}`)

// fill puts the phrases into a definition. A phrase that stands alone is JSON;
// one within a string becomes part of it.
func fill(text []byte, phrases map[string]string) ([]byte, error) {
	var unknown []string
	filled := phrase.ReplaceAllFunc(text, func(name []byte) []byte {
		value, ok := phrases[string(name[2:len(name)-1])]
		if !ok {
			unknown = append(unknown, string(name))
		}
		return []byte(value)
	})
	if len(unknown) > 0 {
		return nil, fmt.Errorf("there is no phrase %s", strings.Join(unknown, ", "))
	}
	return filled, nil
}

// View is the file that Splunk reads. A definition ends inside CDATA, so the
// three characters that would end that early are written as JSON escapes.
func (d *Dashboard) View() ([]byte, error) {
	var definition bytes.Buffer
	if err := json.Indent(&definition, d.Definition, "", "  "); err != nil {
		return nil, err
	}
	body := strings.ReplaceAll(strings.TrimSpace(definition.String()), "]]>", `]]\u003e`)
	var view bytes.Buffer
	fmt.Fprintf(&view, `<dashboard version="2" theme="dark">
  <label>%s</label>
  <description>%s</description>
  <definition><![CDATA[
%s
  ]]></definition>
  <meta type="hiddenElements"><![CDATA[
{"hideEdit": false, "hideOpenInSearch": false, "hideExport": false}
  ]]></meta>
</dashboard>
`, escape(d.Title), escape(d.Description), body)
	return view.Bytes(), nil
}

func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

// Profiles are the profiles whose findings the dashboards show.
func Profiles() (names []string) {
	for _, s := range sources {
		names = append(names, s.profile)
	}
	return names
}

var lastTable = regexp.MustCompile(`\| table ([A-Za-z_ ]+)$`)

// Columns are the columns that the search ends in, nil where it does not say.
func (s DataSource) Columns() []string {
	if m := lastTable.FindStringSubmatch(s.Options.Query); m != nil {
		return strings.Fields(m[1])
	}
	return nil
}
