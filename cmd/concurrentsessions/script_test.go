package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

// The scripts are what a user could type. $SAMPLES is the folder of the sample
// logs.
func TestScripts(t *testing.T) {
	t.Parallel()
	samples, err := filepath.Abs("../../testdata/samples")
	require.NoError(t, err)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", filepath.Dir(binary)+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv("SAMPLES", samples)
			return nil
		},
	})
}
