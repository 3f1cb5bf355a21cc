package fetch

import (
	"container/list"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/qalxan/qalxan/crawler/fetch/terms"
	"github.com/qalxan/qalxan/crawler/robots"
)

// RobotsStore keeps what hosts answered over a restart, so that no host is
// asked for the same file twice a day.
type RobotsStore interface {
	// LoadRobots returns what was saved last for an authority and a path;
	// found is false where nothing was, which is no error.
	LoadRobots(ctx context.Context, authority, path string) (a robots.Answer, found bool, err error)
	// SaveRobots adds or replaces the answer of its authority and path.
	SaveRobots(ctx context.Context, a robots.Answer) error
}

const (
	// maxNotices is two files each of as many authorities as one crawl may have.
	maxNotices = 8192
	// maxHeld is how many bytes the files on the board may take together, by a
	// generous count. All but few sites have files of some kilobytes.
	maxHeld = 64 << 20
)

// board is where the notices of all authorities hang. What is not on it is
// looked for in the store and then asked of the host.
type board struct {
	next   http.RoundTripper
	header http.Header // of the requests for files
	now    func() time.Time
	log    *slog.Logger
	store  RobotsStore // or nil

	mu      sync.Mutex
	notices map[string]*list.Element // by authority and path
	recent  *list.List               // of *notice, used last first
	held    int                      // bytes
	maxHeld int
}

func newBoard(next http.RoundTripper, o Options) *board {
	return &board{
		next: next, header: baseHeader(o.userAgent(), "text/plain,application/json,*/*;q=0.5"),
		now: o.Now, log: o.Logger, store: o.Robots, notices: map[string]*list.Element{},
		recent: list.New(), maxHeld: maxHeld,
	}
}

// file returns the file that counts for the address. An *Error that is ErrWait
// means that it cannot be read for now.
func (b *board) file(ctx context.Context, v *visit, u *url.URL, path string) (*file, error) {
	n := b.notice(u, path)
	select {
	case n.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-n.turn }()
	defer b.weigh(n)
	b.load(ctx, n, u, path)
	if !b.now().Before(n.until) {
		if err := b.renew(ctx, v, n, u, path); err != nil {
			return nil, err
		}
	}
	return n.current(u)
}

// load takes what was kept over a restart. A store that fails costs a request,
// not a rule. An answer from the future, of a clock that was wrong, is asked
// for again.
func (b *board) load(ctx context.Context, n *notice, u *url.URL, path string) {
	if n.loaded || b.store == nil {
		return
	}
	a, found, err := b.store.LoadRobots(ctx, authority(u), path)
	if n.loaded = err == nil; err != nil {
		b.log.Warn("a kept "+path+" cannot be read", "host", u.Host, "err", err)
	}
	if !found || err != nil || n.file != nil {
		return
	}
	n.keep(newFile(a))
	if a.Fetched.After(b.now()) {
		n.until = time.Time{}
	}
}

func (b *board) renew(ctx context.Context, v *visit, n *notice, u *url.URL, path string) error {
	known := b.whole(ctx, n.file)
	answer, err := b.ask(withVisit(ctx, v.aside(path)), u, path, known)
	if err != nil {
		wait := failureAge
		if path == terms.FileAt {
			wait = unsaidAge
		}
		if err := n.endure(err, b.now(), wait); err != nil {
			return err
		}
		b.log.Warn(path+" cannot be read", "host", u.Host, "err", err)
		if n.failure == nil {
			n.blame(faultOf(err))
			if known != nil {
				known.Fault = n.file.Fault
				b.save(ctx, known.Answer)
			}
		}
		return nil
	}
	n.keep(newFile(answer))
	b.save(ctx, answer)
	return nil
}

// save keeps an answer over a restart. A store that fails costs a request.
func (b *board) save(ctx context.Context, a robots.Answer) {
	if b.store == nil {
		return
	}
	if err := b.store.SaveRobots(ctx, a); err != nil {
		b.log.Warn(a.Path+" cannot be kept", "host", a.Authority, "err", err)
	}
}

// faultOf is in plain words why a file cannot be read anew.
func faultOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return err.Error()
}

// authority is scheme, host and port, spelled in one way.
func authority(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return strings.ToLower(u.Scheme) + "://" + hostName(u) + ":" + port
}
