package fetch

import (
	"context"
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

// maxNotices is two files each of as many authorities as one crawl may have.
const maxNotices = 8192

// board is where the notices of all authorities hang. What is not on it is
// looked for in the store and then asked of the host.
type board struct {
	next   http.RoundTripper
	header http.Header // of the requests for files
	now    func() time.Time
	log    *slog.Logger
	store  RobotsStore // or nil

	mu      sync.Mutex
	notices map[string]*notice // by authority and path
}

func newBoard(next http.RoundTripper, o Options) *board {
	return &board{
		next: next, header: baseHeader(o.userAgent(), "text/plain,application/json,*/*;q=0.5"),
		now: o.Now, log: o.Logger, store: o.Robots, notices: map[string]*notice{},
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
	answer, err := b.ask(withVisit(ctx, v.aside(path)), u, path, n.file)
	if err != nil {
		wait := failureAge
		if path == terms.FileAt {
			wait = unsaidAge
		}
		if err := n.endure(err, b.now(), wait); err != nil {
			return err
		}
		b.log.Warn(path+" cannot be read", "host", u.Host, "err", err)
		return nil
	}
	n.keep(newFile(answer))
	if b.store != nil {
		if err := b.store.SaveRobots(ctx, answer); err != nil {
			b.log.Warn(path+" cannot be kept", "host", u.Host, "err", err)
		}
	}
	return nil
}

// notice is the entry of u's authority. There are maxNotices at most: the one
// that was not used for longest goes.
func (b *board) notice(u *url.URL, path string) *notice {
	key := authority(u) + path
	b.mu.Lock()
	defer b.mu.Unlock()
	n, ok := b.notices[key]
	if !ok {
		if len(b.notices) >= maxNotices {
			b.evict()
		}
		n = &notice{turn: make(chan struct{}, 1)}
		b.notices[key] = n
	}
	n.used = time.Now()
	return n
}

func (b *board) evict() {
	var oldest string
	for key, n := range b.notices {
		if oldest == "" || n.used.Before(b.notices[oldest].used) {
			oldest = key
		}
	}
	delete(b.notices, oldest)
}

// authority is scheme, host and port, spelled in one way.
func authority(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return strings.ToLower(u.Scheme) + "://" + hostName(u) + ":" + port
}
