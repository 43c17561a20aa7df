package memory

import "runtime/debug"

// Limit has Go's collector keep this process within so many bytes, as far as
// what it holds allows: by itself, it lets memory grow beyond them. A stricter
// limit from outside (GOMEMLIMIT) stays.
func Limit(bytes int64) {
	if bytes < debug.SetMemoryLimit(-1) {
		debug.SetMemoryLimit(bytes)
	}
}
