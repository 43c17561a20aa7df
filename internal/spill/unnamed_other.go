//go:build !linux

package spill

import (
	"errors"
	"os"
)

// createUnnamed is for systems that can do it.
func createUnnamed(string) (*os.File, error) { return nil, errors.ErrUnsupported }
