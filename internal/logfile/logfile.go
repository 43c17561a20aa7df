// Package logfile reads events out of files, folders, archives and streams.
//
// What a file holds is told by its content, never by its name: lines, arrays
// and pages of JSON, CSV with JSON in a column, the CSV of the Entra portal,
// and Parquet; each also within gzip, zstd and zip. What is read is one raw
// JSON event after another, and memory is bounded by the longest of them.
//
// Input is hostile: sizes are limited, nothing is ever written to a path that
// an archive names, and no link leads out of a folder.
package logfile

import (
	"io"
	"strconv"
)

// Event is one raw event. Its slices are valid until the next one.
type Event struct {
	// JSON is the event, a JSON object unless the log is broken there.
	JSON []byte
	// Time and Indexed are Splunk's _time and _indextime, where the log is an
	// export of Splunk; else nil.
	Time, Indexed []byte
	// File is the path as given, below a folder joined to it; a member of an
	// archive follows after an exclamation mark: a.zip!b/c.json.
	File string
	// Line is the line on which the event starts, from 1 on; in Parquet the
	// number of the row.
	Line int
}

// Problem is a record or a file that could not be read. All else goes on.
type Problem struct {
	File string
	// Line is 0 when the whole file, or the rest of it, is meant.
	Line int
	Err  error
}

func (p Problem) Error() string { return at(p.File, p.Line) + ": " + p.Err.Error() }

func (p Problem) Unwrap() error { return p.Err }

// Options are the limits and what to do at a problem. The zero value means
// the defaults.
type Options struct {
	// Strict ends the reading at the first problem, which is returned.
	Strict bool
	// MaxRecord bounds one record, in bytes: 16 MiB unless set.
	MaxRecord int
	// MaxInflated bounds what one file may unpack to, in bytes: 64 GiB unless
	// set. MaxRatio bounds how much larger than the file that is, once it is
	// above 64 MiB: 500 unless set.
	MaxInflated int64
	MaxRatio    int64
	// MaxSpool bounds what is written to a temporary file because it cannot be
	// read front to back (zip and Parquet out of a stream), in bytes: 4 GiB
	// unless set.
	MaxSpool int64
	// TempDir is where temporary files go; "" means the system's place.
	TempDir string
	// Streams are read in place of the paths of these names, each once.
	Streams map[string]io.Reader
	// Progress is called now and then with the bytes read so far of the files
	// as they are on disk, in total.
	Progress func(readBytes int64)
}

// Stats is what was read.
type Stats struct {
	Files int   // that held events, members of archives included
	Bytes int64 // as on disk
}

func at(file string, line int) string {
	if line == 0 {
		return file
	}
	return file + ":" + strconv.Itoa(line)
}
