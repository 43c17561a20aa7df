package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// root is the checkout, seen from this package.
const root = "../.."

// fakeBinaries stand for builds in tests that are not about building.
func fakeBinaries(t target, version string) []artifact {
	var list []artifact
	for _, b := range t.binaries {
		list = append(list, artifact{
			path: b.path, platform: b.platform(), data: []byte("\x7fELF stand-in for " + b.path), goVersion: "go1.26.0", buildLine: b.buildLine(version),
			modules: []module{{"example.org/m", "v1.0.0", "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "MIT", []byte("words of the license")}},
		})
	}
	return list
}

// packed is the package of a target around fake binaries.
func packed(t *testing.T, of target) (release, []byte) {
	t.Helper()
	r, err := readRelease(root, "")
	require.NoError(t, err)
	entries, err := assemble(root, r, of, fakeBinaries(of, r.version))
	require.NoError(t, err)
	var spl bytes.Buffer
	require.NoError(t, writeArchive(&spl, r.name, entries, r.date))
	return r, spl.Bytes()
}

// content is what an archive holds.
type content struct {
	headers []*tar.Header     // in the archive's order
	data    map[string][]byte // of each file, by its name in the archive
}

func unpack(t *testing.T, spl []byte) content {
	t.Helper()
	zipped, err := gzip.NewReader(bytes.NewReader(spl))
	require.NoError(t, err)
	c := content{data: map[string][]byte{}}
	for archive := tar.NewReader(zipped); ; {
		h, err := archive.Next()
		if err == io.EOF {
			return c
		}
		require.NoError(t, err)
		c.headers = append(c.headers, h)
		if h.Typeflag == tar.TypeReg {
			c.data[h.Name], err = io.ReadAll(archive)
			require.NoError(t, err)
		}
	}
}

func TestPackageTwiceSameBytes(t *testing.T) {
	_, first := packed(t, targets[0])
	_, second := packed(t, targets[0])
	require.True(t, bytes.Equal(first, second))
}

func TestPackageHoldsTheAllowListOnly(t *testing.T) {
	_, spl := packed(t, targets[0])
	want := []string{"concurrentsessions/linux_x86_64/bin/concurrentsessions", "concurrentsessions/" + licensesFile}
	for _, name := range shipped {
		want = append(want, "concurrentsessions/"+strings.TrimPrefix(name, "app/"))
	}
	var got []string
	for _, h := range unpack(t, spl).headers {
		if h.Typeflag == tar.TypeReg {
			got = append(got, h.Name)
		}
	}
	require.ElementsMatch(t, want, got)
	require.True(t, slices.IsSorted(got))
}

func TestPackageHeaders(t *testing.T) {
	r, spl := packed(t, targets[0])
	files := false
	for _, h := range unpack(t, spl).headers {
		require.Equal(t, r.date, h.ModTime.UTC(), h.Name)
		require.Zero(t, h.Uid+h.Gid, h.Name)
		require.Empty(t, h.Uname+h.Gname, h.Name)
		require.Equal(t, tar.FormatUSTAR, h.Format&tar.FormatUSTAR, h.Name)
		files = files || h.Typeflag == tar.TypeReg
		require.NotEqual(t, files, h.Typeflag == tar.TypeDir, "%s: folders come first", h.Name)
	}
	zipped, err := gzip.NewReader(bytes.NewReader(spl))
	require.NoError(t, err)
	require.Empty(t, zipped.Name)
	require.True(t, zipped.ModTime.IsZero())
}

func TestPackageOfWindowsNamesItsProgram(t *testing.T) {
	windows := slices.IndexFunc(targets, func(of target) bool { return of.name == "windows_x86_64" })
	_, spl := packed(t, targets[windows])
	commands := unpack(t, spl).conf(t, "default/commands.conf")
	require.Equal(t, "concurrentsessions.exe", commands["concurrentsessions"]["filename"])
}

func TestPackageWithoutMark(t *testing.T) {
	_, err := replaceOnce([]byte("# README\n"), declarationMark, nil)
	require.EqualError(t, err, `the line "<!-- binaries -->" is there 0 times: it must be there once`)
	_, err = replaceOnce([]byte(declarationMark+declarationMark), declarationMark, nil)
	require.ErrorContains(t, err, "2 times")
}

func TestArchiveRefusesTwoOfAName(t *testing.T) {
	err := writeArchive(io.Discard, "app", []entry{{"a", fileMode, nil}, {"a", fileMode, nil}}, time.Unix(0, 0))
	require.EqualError(t, err, "a is in the package twice")
}
