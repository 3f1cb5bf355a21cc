package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/qalxan/qalxan/crawler/fetch/terms"
	"github.com/qalxan/qalxan/crawler/robots"
)

// How long a file counts (RFC 9309 sections 2.3.1.4 and 2.4).
const (
	fileAge      = 24 * time.Hour      // fresh
	staleAge     = 30 * 24 * time.Hour // while it cannot be read anew
	failureAge   = 10 * time.Minute    // until a failed reading of robots.txt is tried again
	unsaidAge    = time.Hour           // the same of tdmrep.json, without which pages are fetched
	maxFileHops  = 5
	robotsFileAt = "/robots.txt"
)

// fileSize is what a file takes that says nothing, with its place on the board.
const fileSize = 1 << 10

// notice is one file of an authority that says how it wants to be treated.
// Whoever holds the turn may touch what is below it; so one request fetches
// the file and the others wait.
type notice struct {
	key  string
	held int // bytes that the board counts for it; guarded by the board's lock

	turn    chan struct{}
	loaded  bool      // what was kept over a restart was looked for
	until   time.Time // when file or failure has to be renewed
	file    *file     // the last answer with a meaning, or nil
	failure *Error
}

// file is an answer as it counts for its authority. Its body is not kept: what
// it says was read.
type file struct {
	robots.Answer
	rules  *robots.Rules // of robots.txt
	mining terms.Mining  // of tdmrep.json
	origin string        // what permits an address that no rule names
	size   int           // bytes in memory, about
}

func (f *file) read() bool { return f.Status/100 == 2 }

// newFile weighs an answer (RFC 9309 section 2.3.1): a file is read, any other
// answer that is not a failure says that there is none.
func newFile(a robots.Answer) *file {
	f := &file{Answer: a, rules: &robots.Rules{}}
	f.Body = nil
	switch {
	case f.read() && a.Path == terms.FileAt:
		f.mining = terms.ParseMining(a.Body)
		f.size = len(a.Body) + min(16*len(a.Body), 64<<10) // entries are bounded
	case f.read():
		f.rules, f.origin = robots.Parse(a.Body), "no rule of robots.txt applies"
	case a.Status/100 == 3 && a.Status != http.StatusNotModified:
		f.origin = "robots.txt redirects too often, so it forbids nothing"
	default:
		f.origin = fmt.Sprintf("robots.txt answered %d, so it forbids nothing", a.Status)
	}
	f.size += fileSize + f.rules.Size()
	return f
}

// keep takes over what the host said or what was kept.
func (n *notice) keep(f *file) {
	n.file, n.failure, n.until = f, nil, f.Fetched.Add(fileAge)
}

// endure decides what counts while the file cannot be read: the last copy,
// while it is not too old, and otherwise the failure. It returns what is asked
// for again by the next request instead: the end of ctx, a failure to record,
// an address that only some sources may reach, a host whose turn is too far.
func (n *notice) endure(err error, now time.Time, wait time.Duration) error {
	var e *Error
	if !errors.As(err, &e) || errors.Is(err, ErrPrivate) {
		return err
	}
	if n.file != nil && n.file.read() && now.Sub(n.file.Fetched) < staleAge {
		n.failure, n.until = nil, now.Add(wait)
		return nil
	}
	if errors.Is(err, ErrWait) {
		return err
	}
	n.until = now.Add(wait)
	n.failure = &Error{Reason: e.Reason, Err: fmt.Errorf("%w: %w", ErrWait, e.Err), Retry: n.until}
	return nil
}

// blame notes why the file that counts could not be read anew. Whoever holds
// the file keeps it as it was.
func (n *notice) blame(fault string) {
	f := *n.file
	f.Fault, n.file = fault, &f
}

// current is what counts now.
func (n *notice) current(u *url.URL) (*file, error) {
	if n.failure == nil {
		return n.file, nil
	}
	e := *n.failure
	e.URL = addressOf(u)
	return nil, &e
}
