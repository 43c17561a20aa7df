package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// bomFile is the name of the bill of materials.
func (r release) bomFile() string { return r.name + "-" + r.version + ".cdx.json" }

// The parts of CycloneDX 1.6 (cyclonedx.org/docs/1.6/json) that are used.
type (
	cyclone struct {
		Format       string         `json:"bomFormat"`
		SpecVersion  string         `json:"specVersion"`
		SerialNumber string         `json:"serialNumber"`
		Version      int            `json:"version"`
		Metadata     cycloneAbout   `json:"metadata"`
		Components   []component    `json:"components"`
		Dependencies []cycloneNeeds `json:"dependencies"`
	}
	cycloneAbout struct {
		Timestamp string    `json:"timestamp"`
		Component component `json:"component"`
	}
	component struct {
		Ref        string            `json:"bom-ref"`
		Type       string            `json:"type"`
		Name       string            `json:"name"`
		Version    string            `json:"version"`
		Hashes     []cycloneHash     `json:"hashes,omitempty"`
		Licenses   []cycloneLicense  `json:"licenses,omitempty"`
		PURL       string            `json:"purl,omitempty"`
		Properties []cycloneProperty `json:"properties,omitempty"`
	}
	cycloneHash struct {
		Algorithm string `json:"alg"`
		Content   string `json:"content"`
	}
	// cycloneLicense has one of both: a license, or several as an expression.
	cycloneLicense struct {
		License    *cycloneLicenseID `json:"license,omitempty"`
		Expression string            `json:"expression,omitempty"`
	}
	cycloneLicenseID struct {
		ID string `json:"id"`
	}
	cycloneProperty struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	cycloneNeeds struct {
		Ref       string   `json:"ref"`
		DependsOn []string `json:"dependsOn,omitempty"`
	}
)

// bom is the bill of materials of a release: the app, its programs, and the
// modules that are linked into each. The same release gives the same bytes.
func bom(r release, built []artifact) ([]byte, error) {
	app := component{
		Ref: "app", Type: "application", Name: r.name, Version: r.version,
		Licenses: licensed("Apache-2.0"), PURL: "pkg:generic/" + r.name + "@" + url.PathEscape(r.version),
	}
	list := cyclone{
		Format: "CycloneDX", SpecVersion: "1.6", Version: 1,
		Metadata: cycloneAbout{Timestamp: r.date.UTC().Format(time.RFC3339), Component: app},
	}
	needs := cycloneNeeds{Ref: app.Ref}
	var programs []cycloneNeeds
	for _, a := range built {
		p := component{
			Ref: "program: " + a.platform, Type: "file", Name: a.path, Version: r.version,
			Hashes:     []cycloneHash{{"SHA-256", fmt.Sprintf("%x", sha256.Sum256(a.data))}},
			Licenses:   licensed("Apache-2.0"),
			Properties: []cycloneProperty{{"platform", a.platform}, {"build line", a.buildLine}},
		}
		list.Components = append(list.Components, p)
		needs.DependsOn = append(needs.DependsOn, p.Ref)
		linked := cycloneNeeds{Ref: p.Ref}
		for _, m := range a.modules {
			linked.DependsOn = append(linked.DependsOn, m.purl())
		}
		programs = append(programs, linked)
	}
	list.Dependencies = append([]cycloneNeeds{needs}, programs...)
	for _, m := range linked(built) {
		c, err := m.component()
		if err != nil {
			return nil, err
		}
		list.Components = append(list.Components, c)
		list.Dependencies = append(list.Dependencies, cycloneNeeds{Ref: c.Ref})
	}
	// A random number would differ with each build: take it from the content.
	content, err := list.encode()
	if err != nil {
		return nil, err
	}
	id := sha256.Sum256(content)
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // a UUID of an own kind, RFC 9562 version 8
	list.SerialNumber = fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:16])
	return list.encode()
}

func (c *cyclone) encode() ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(c)
	return text.Bytes(), err
}

// licensed takes an SPDX identifier or expression.
func licensed(spdx string) []cycloneLicense {
	if strings.Contains(spdx, " ") {
		return []cycloneLicense{{Expression: spdx}}
	}
	return []cycloneLicense{{License: &cycloneLicenseID{spdx}}}
}

// component describes a module. Its hash is that of go.sum, written in
// hexadecimal: the SHA-256 of the list of its files' hashes.
func (m module) component() (component, error) {
	c := component{
		Ref: m.purl(), Type: "library", Name: m.path, Version: m.version,
		Licenses: licensed(m.license), PURL: m.purl(),
	}
	if m.sum == "" {
		return c, nil
	}
	hash, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(m.sum, "h1:"))
	if err != nil || len(hash) != sha256.Size {
		return c, fmt.Errorf("module %s: the sum %q is no h1", m.path, m.sum)
	}
	c.Hashes = []cycloneHash{{"SHA-256", hex.EncodeToString(hash)}}
	return c, nil
}

// purl is the package URL of a module; the standard library is named std, and
// its version goes without the "go" before it.
func (m module) purl() string {
	version := strings.TrimPrefix(m.version, "go")
	return "pkg:golang/" + strings.ToLower(m.path) + "@" + strings.ReplaceAll(url.PathEscape(version), "+", "%2B")
}
