package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBuildLine(t *testing.T) {
	require.Equal(t,
		`CGO_ENABLED=0 GOOS=linux GOARCH=amd64 GOAMD64=v1 GOEXPERIMENT= GOFLAGS=-mod=readonly `+
			`go build -trimpath -buildvcs=false -ldflags "-s -w -buildid= -X main.version=1.2.3" -o linux_x86_64/bin/concurrentsessions ./cmd/concurrentsessions`,
		targets[0].binaries[0].buildLine("1.2.3"))
}

// TestBuild builds a small command with a real module twice, in two places.
func TestBuild(t *testing.T) {
	if testing.Short() {
		t.Skip("runs go build twice")
	}
	here := binary{runtime.GOOS, runtime.GOARCH, "bin/concurrentsessions"}
	first, err := newBuilder(smallCheckout(t), "1.2.3").build(here)
	require.NoError(t, err)
	second, err := newBuilder(smallCheckout(t), "1.2.3").build(here)
	require.NoError(t, err)
	require.True(t, bytes.Equal(first.data, second.data))

	require.Equal(t, runtime.Version(), first.goVersion)
	var licenses []string
	for _, m := range first.modules {
		licenses = append(licenses, m.path+" "+m.license)
		require.NotEmpty(t, m.licenseText, m.path)
	}
	require.Equal(t, []string{
		"std BSD-3-Clause", "github.com/tidwall/gjson MIT", "github.com/tidwall/match MIT", "github.com/tidwall/pretty MIT",
	}, licenses)

	program := filepath.Join(t.TempDir(), "program")
	require.NoError(t, os.WriteFile(program, first.data, 0o755))
	out, err := exec.Command(program).Output()
	require.NoError(t, err)
	require.Equal(t, "1.2.3 b\n", string(out))
}

func TestBuildError(t *testing.T) {
	_, err := newBuilder(t.TempDir(), "1.2.3").artifacts(targets[0])
	require.ErrorContains(t, err, "go build: ")
	require.ErrorContains(t, err, "go.mod")
}

// smallCheckout is a module with our requirements and a command of a few lines.
func smallCheckout(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		write(t, dir, name, string(text))
	}
	write(t, dir, "cmd/concurrentsessions/main.go", `package main

import (
	"fmt"

	"github.com/tidwall/gjson"
)

var version = "dev"

func main() { fmt.Println(version, gjson.Get("{\"a\": \"b\"}", "a")) }
`)
	return dir
}
