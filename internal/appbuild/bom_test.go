package main

import (
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// readBOM reads a bill of materials and wants nothing in it that CycloneDX has
// no name for here.
func readBOM(t *testing.T, data []byte) (list cyclone) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&list))
	require.Equal(t, "CycloneDX", list.Format)
	require.Equal(t, "1.6", list.SpecVersion)
	require.Regexp(t, `^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, list.SerialNumber)
	_, err := time.Parse(time.RFC3339, list.Metadata.Timestamp)
	require.NoError(t, err)

	refs := map[string]bool{list.Metadata.Component.Ref: true}
	for _, c := range list.Components {
		require.False(t, refs[c.Ref], "%s is there twice", c.Ref)
		refs[c.Ref] = true
		require.Len(t, c.Licenses, 1, c.Name)
		require.NotEqual(t, c.Licenses[0].License == nil, c.Licenses[0].Expression == "", c.Name)
		for _, h := range c.Hashes {
			require.Equal(t, "SHA-256", h.Algorithm)
			require.Regexp(t, `^[0-9a-f]{64}$`, h.Content)
		}
	}
	for _, d := range list.Dependencies {
		require.True(t, refs[d.Ref], d.Ref)
		for _, on := range d.DependsOn {
			require.True(t, refs[on], "%s depends on %s, which is not there", d.Ref, on)
		}
	}
	return list
}

func TestBOMTwiceSameBytes(t *testing.T) {
	r, err := readRelease(root, "")
	require.NoError(t, err)
	first, err := bom(r, fakeBinaries(targets[len(targets)-1], r.version))
	require.NoError(t, err)
	second, err := bom(r, fakeBinaries(targets[len(targets)-1], r.version))
	require.NoError(t, err)
	require.Equal(t, string(first), string(second))
	list := readBOM(t, first)
	require.Len(t, list.Components, 5, "four programs and one module")
	require.Equal(t, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", list.Components[4].Hashes[0].Content)

	changed := fakeBinaries(targets[0], r.version)
	other, err := bom(r, changed)
	require.NoError(t, err)
	require.NotEqual(t, list.SerialNumber, readBOM(t, other).SerialNumber)
	changed[0].modules[0].sum = "h1:short"
	_, err = bom(r, changed)
	require.ErrorContains(t, err, "example.org/m")
}

func TestPURL(t *testing.T) {
	for want, m := range map[string]module{
		"pkg:golang/std@1.26.0":                          {path: "std", version: "go1.26.0"},
		"pkg:golang/github.com/burntsushi/toml@v1.0.0":   {path: "github.com/BurntSushi/toml", version: "v1.0.0"},
		"pkg:golang/example.org/m@v2.0.0%2Bincompatible": {path: "example.org/m", version: "v2.0.0+incompatible"},
	} {
		require.Equal(t, want, m.purl())
	}
}

// builtBOM reads the bill of materials of the folder.
func builtBOM(t *testing.T) (release, []byte) {
	t.Helper()
	if *packages == "" {
		t.Skip("no -packages folder given: make package checks it")
	}
	r, err := readRelease(root, os.Getenv("SOURCE_DATE_EPOCH"))
	require.NoError(t, err)
	data, err := os.ReadFile(filepath.Join(*packages, r.bomFile()))
	require.NoError(t, err)
	return r, data
}

// TestPackageBOM compares the bill with the programs in the packages: it lists
// exactly them, and for each exactly the modules that it says it was built of.
func TestPackageBOM(t *testing.T) {
	_, data := builtBOM(t)
	list := readBOM(t, data)
	listed := map[string]component{}
	for _, c := range list.Components {
		listed[c.Ref] = c
	}
	needs := map[string][]string{}
	for _, d := range list.Dependencies {
		needs[d.Ref] = d.DependsOn
	}
	used := map[string]bool{}
	for _, of := range targets {
		s := open(t, of)
		for _, b := range of.binaries {
			ref := "program: " + b.platform()
			used[ref] = true
			program := s.file(t, b.path)
			require.Equal(t, fmt.Sprintf("%x", sha256.Sum256(program)), listed[ref].Hashes[0].Content, ref)
			info, err := buildinfo.Read(bytes.NewReader(program))
			require.NoError(t, err)
			want := []string{"pkg:golang/std@" + strings.TrimPrefix(info.GoVersion, "go")}
			for _, dep := range info.Deps {
				if dep.Replace != nil {
					require.Equal(t, "./internal/nobrotli", dep.Replace.Path)
					continue
				}
				purl := module{path: dep.Path, version: dep.Version}.purl()
				want = append(want, purl)
				sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(dep.Sum, "h1:"))
				require.NoError(t, err)
				require.Equal(t, hex.EncodeToString(sum), listed[purl].Hashes[0].Content, purl)
			}
			require.ElementsMatch(t, want, needs[ref], ref)
			for _, purl := range want {
				used[purl] = true
			}
		}
	}
	require.Len(t, list.Components, len(used), "components that no program has")
}
