// Package evidence keeps what came over the wire, as it came, in WARC/1.1
// files (ISO 28500:2017).
//
// A [Writer] records exchanges. Each becomes a response or revisit record, a
// request record and a metadata record; every record is a gzip member of its
// own, so that the offset of a record is enough to read it. A file is called
// *.warc.gz.open while it is written and *.warc.gz afterwards. [Read] finds a
// record again, [Walk] reads a whole file.
//
// Beside the files stands the chain, a log with a line for each capture that
// names the hash of the line before it: see [Link]. [Verify] compares both, and
// [WritePack] takes out what belongs to one finding.
package evidence

import "errors"

// Errors that callers act on.
var (
	// ErrFull: the disk, the quota or the size limit of a file is used up.
	// Nothing of the exchange was kept and the file is whole.
	ErrFull = errors.New("no room for evidence")
	// ErrDamaged: the bytes that stand there are not what was written.
	ErrDamaged = errors.New("damaged evidence")
	// ErrTooLarge: a pack would be longer than one that can be verified.
	ErrTooLarge = errors.New("too much for one pack")
	// ErrClosed: the writer was closed before.
	ErrClosed = errors.New("the evidence writer is closed")
)

const (
	suffixWhole = ".warc.gz"
	suffixOpen  = ".open"

	// maxBody is the longest body that is recorded or read back, in bytes. It
	// is above the largest body that a policy can ask for.
	maxBody = 257 << 20
	// maxHead bounds the head of a message and the named fields of a record, in
	// bytes. It is above what an HTTP client takes from a server.
	maxHead = 1 << 20
)
