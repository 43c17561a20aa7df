package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"concurrentsessions/internal/profile"
)

type profilesCommand struct {
	Name string `arg:"" optional:"" help:"Show this profile alone."`
	JSON bool   `help:"As JSON."`
}

// Run shows what profiles read.
func (c *profilesCommand) Run(s Streams) error {
	names := profile.Names()
	if c.Name != "" {
		names = []string{c.Name}
	}
	var list []*profile.Profile
	for _, name := range names {
		p, ok := profile.ByName(name)
		if !ok {
			return &usageError{fmt.Errorf("there is no profile %q; the profiles are %s", name, strings.Join(profile.Names(), ", "))}
		}
		list = append(list, p)
	}
	if c.JSON {
		return writeProfilesJSON(s.Out, list)
	}
	for i, p := range list {
		if i > 0 {
			fmt.Fprintln(s.Out)
		}
		if _, err := fmt.Fprintln(s.Out, strings.TrimRight(p.String(), "\n")); err != nil {
			return err
		}
	}
	return nil
}

// profileJSON is the form in which other programs read a profile.
type profileJSON struct {
	Name          string     `json:"name"`
	Title         string     `json:"title"`
	Key           []string   `json:"key"`
	WindowSeconds string     `json:"window_seconds"`
	Condition     string     `json:"condition"`
	Impact        int        `json:"impact"`
	Confidence    int        `json:"confidence"`
	BaseScore     int        `json:"base_score"`
	Roles         []roleJSON `json:"roles"`
	Filter        []termJSON `json:"filter"`
}

type roleJSON struct {
	Role      string   `json:"role"`
	Extracted []string `json:"extracted,omitempty"`
	Raw       []string `json:"raw,omitempty"`
	Constant  string   `json:"constant,omitempty"`
}

type termJSON struct {
	Fields []string `json:"fields"`
	Values []string `json:"values"`
}

func writeProfilesJSON(w io.Writer, list []*profile.Profile) error {
	out := make([]profileJSON, len(list))
	for i, p := range list {
		out[i] = profileJSON{
			Name: p.Name, Title: p.Title, WindowSeconds: p.Window.String(), Condition: p.When.String(),
			Impact: p.Impact, Confidence: p.Confidence, BaseScore: p.BaseScore,
		}
		for _, part := range p.Key {
			out[i].Key = append(out[i].Key, part.Column)
		}
		for role, fields := range p.Roles {
			if !fields.Empty() {
				out[i].Roles = append(out[i].Roles, roleJSON{profile.Role(role).String(), fields.Extracted, fields.Raw, fields.Constant})
			}
		}
		for _, clause := range p.Filter {
			out[i].Filter = append(out[i].Filter, termJSON{clause.Fields.Names(false), clause.Values})
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
