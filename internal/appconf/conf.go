// Package appconf reads the app's .conf files as Splunk does: stanzas, macros
// expanded down to plain SPL, searches split into their commands. With it the
// tests hold what ships against itself and against the command.
package appconf

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"gopkg.in/ini.v1"
)

// File is one .conf file.
type File struct {
	// Stanzas are in the order of the file.
	Stanzas []Stanza
}

// Stanza is one stanza with its keys in the order of the file.
type Stanza struct {
	Name string
	Keys []string

	values map[string]string
}

// Get gives the value of a key, "" if it is not set.
func (s *Stanza) Get(key string) string { return s.values[key] }

// Stanza finds a stanza; it is nil if there is none.
func (f *File) Stanza(name string) *Stanza {
	for i := range f.Stanzas {
		if f.Stanzas[i].Name == name {
			return &f.Stanzas[i]
		}
	}
	return nil
}

// ReadFile reads a .conf or .meta file.
func ReadFile(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

// everything is the reader's name for the stanza [] of a .meta file, which it
// cannot read without one.
const everything = "\ue001"

// The reader takes values that start with a backtick or with three quotation
// marks for quoted; Splunk does not. Other characters stand for them meanwhile.
var (
	unquoting = strings.NewReplacer("`", "\ue000", `"`, "\ue002")
	quoting   = strings.NewReplacer("\ue000", "`", "\ue002", `"`)
)

// Parse reads the text of a .conf file by Splunk's rules: keys end at the first
// "=", values keep their quotation marks and backticks, comments are lines of
// their own, and a backslash at the end of a line goes on with the next one.
// What Splunk would merge or mend in silence is an error: a stanza or a key that
// is there twice, a key outside of a stanza, blanks after a backslash.
func Parse(text []byte) (*File, error) {
	if err := check(text); err != nil {
		return nil, err
	}
	text = []byte(unquoting.Replace(string(text)))
	text = bytes.ReplaceAll(text, []byte("\n[]\n"), []byte("\n["+everything+"]\n"))
	if rest, ok := bytes.CutPrefix(text, []byte("[]\n")); ok {
		text = append([]byte("["+everything+"]\n"), rest...)
	}
	read, err := ini.LoadSources(ini.LoadOptions{
		IgnoreInlineComment: true, KeyValueDelimiters: "=", PreserveSurroundedQuote: true,
	}, text)
	if err != nil {
		return nil, err
	}
	f := &File{}
	for _, section := range read.Sections() {
		if section.Name() == ini.DefaultSection && len(section.Keys()) == 0 {
			continue // what stands before the first stanza
		}
		s := Stanza{Name: quoting.Replace(strings.ReplaceAll(section.Name(), everything, "")), values: map[string]string{}}
		for _, key := range section.Keys() {
			name := quoting.Replace(key.Name())
			s.Keys = append(s.Keys, name)
			s.values[name] = quoting.Replace(key.Value())
		}
		f.Stanzas = append(f.Stanzas, s)
	}
	return f, nil
}

// check finds what the reader would merge or mend.
func check(text []byte) error {
	var stanzas, keys []string
	continued := false
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, len(text)+1)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		isNew := !continued
		continued = strings.HasSuffix(line, `\`)
		if trimmed := strings.TrimRight(line, " \t"); trimmed != line && strings.HasSuffix(trimmed, `\`) {
			return fmt.Errorf("line %d: blanks after the backslash", n)
		}
		if !isNew || strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		if strings.HasPrefix(line, "[") {
			if slices.Contains(stanzas, line) {
				return fmt.Errorf("line %d: stanza %s is there twice", n, line)
			}
			stanzas, keys = append(stanzas, line), nil
			continue
		}
		key, _, found := strings.Cut(line, "=")
		key = strings.TrimSpace(key)
		switch {
		case !found:
			return fmt.Errorf("line %d: neither a stanza nor key = value: %.40q", n, line)
		case len(stanzas) == 0:
			return fmt.Errorf("line %d: key %s stands before the first stanza", n, key)
		case slices.Contains(keys, key):
			return fmt.Errorf("line %d: key %s is there twice in %s", n, key, stanzas[len(stanzas)-1])
		}
		keys = append(keys, key)
	}
	if continued {
		return errors.New("the last line ends with a backslash")
	}
	return lines.Err()
}
