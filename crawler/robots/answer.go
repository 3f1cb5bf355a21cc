package robots

import "time"

// Answer is what an authority said when it was asked for a file that holds its
// rules, as it is kept over a restart.
type Answer struct {
	Authority string // scheme, host and port: "https://news.example:443"
	Path      string // "/robots.txt"
	Status    int    // of the last answer with a meaning of its own, never 304
	Body      []byte // at most MaxSize and one byte, which tells a longer file
	ETag      string
	Fetched   time.Time // when the host last said that this holds
	// Fault is why the file could not be read anew when that was last tried; the
	// answer counts meanwhile. Empty where it could.
	Fault string
}
