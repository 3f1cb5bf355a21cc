package page

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
	"github.com/qalxan/qalxan/crawler/source"
)

const (
	// askAgain is how long what a host shows for absent addresses is believed,
	// and the least time between two requests for one.
	askAgain = 3 * 24 * time.Hour
	// maxHosts bounds the memory; about 2 KB a host.
	maxHosts = 10_000
	// shortPage is the most words of a page that is looked at twice before it
	// becomes an item. Templates are short; what is longer has its own words.
	shortPage = 150
)

// Absences knows what hosts show for addresses that do not exist, where they
// do not say so with a status. A host is asked only when a page gives reason
// to, at most once in three days, for an address that nobody can have made. It
// forgets with the process. It is safe for concurrent use.
type Absences struct {
	mu    sync.Mutex
	hosts map[string]*manners
}

// manners is what is known of one host.
type manners struct {
	asked time.Time
	void  *face     // what it shows where nothing is; nil where it says so itself
	other face      // the last page that was not like that
	at    time.Time // when that was seen
}

// NewAbsences returns one that knows nothing yet.
func NewAbsences() *Absences { return &Absences{hosts: map[string]*manners{}} }

// Examine reads a page as Read does. Where a short page is new, or a known one
// has other words than before, it makes sure that the host does not show the
// same for any address. An error means that the run cannot go on.
func (r Reader) Examine(ctx context.Context, h *source.Harvest, s qalxan.Source, t frontier.Task, p *fetch.Page) (extract.Article, error) {
	a, ok := r.article(h, t, p)
	if !ok {
		return a, nil
	}
	if r.Absences != nil {
		void, err := r.isVoid(ctx, h, s, t, p, a)
		if void || err != nil {
			return extract.Article{}, err
		}
	}
	r.take(h, s, t, p, a)
	return a, nil
}

// isVoid reports whether a page is what its host shows where nothing is, and
// asks the host for that if it has to.
func (r Reader) isVoid(ctx context.Context, h *source.Harvest, s qalxan.Source, t frontier.Task, p *fetch.Page, a extract.Article) (bool, error) {
	shown := faceOf(p.URL, t.URL, a)
	if suspicious(t, a) {
		if err := r.ask(ctx, h, s, p.URL); err != nil {
			return false, err
		}
		if r.Absences.tell(h, p, shown) {
			return true, nil
		}
	}
	r.Absences.saw(p.URL, shown, h.Result.Time)
	return false, nil
}

// suspicious reports whether a page may be what stands where nothing is.
func suspicious(t frontier.Task, a extract.Article) bool {
	if t.Depth == 0 {
		return false // where a source starts is no story
	}
	if t.Memory.Identity != "" {
		return revisit.Print(a.Title, a.Text) != t.Memory.Print
	}
	return isStory(t, a) && len(strings.Fields(a.Text)) <= shortPage
}

// ask gets an address that does not exist beside the one given, unless that was
// done not long ago. The answer is evidence like any other.
func (r Reader) ask(ctx context.Context, h *source.Harvest, s qalxan.Source, beside string) error {
	if !r.Absences.due(beside, h.Result.Time) {
		return nil
	}
	address, err := nowhere(beside)
	if err != nil {
		return nil
	}
	h.Beside++
	p, err := r.Getter.Get(ctx, fetch.Request{SourceID: s.ID, URL: address, Policy: s.Policy})
	var refused *fetch.Error
	switch {
	case errors.As(err, &refused):
		h.Captures = append(h.Captures, refused.Captures...)
		return nil
	case err != nil:
		return fmt.Errorf("ask for %s, which does not exist: %w", address, err)
	}
	h.Captures = append(h.Captures, p.Captures...)
	if p.Status == http.StatusOK && notHTML(p) == "" {
		if a, err := r.Extractor.Extract(p.Body, p.URL); err == nil {
			shown := faceOf(p.URL, address, a)
			r.Absences.learn(beside, &shown)
		}
	}
	return nil
}

// nowhere is an address in the same folder, with the same ending, that cannot
// exist. It is always the same, so that whoever keeps the host sees what it is.
func nowhere(beside string) (string, error) {
	u, err := url.Parse(beside)
	if err != nil {
		return "", fmt.Errorf("read the address %s: %w", beside, err)
	}
	sum := fnv.New32a()
	sum.Write([]byte(u.Host))
	ending := path.Ext(u.Path)
	if len(ending) > 6 {
		ending = ""
	}
	folder := u.Path[:strings.LastIndexByte(u.Path, '/')+1]
	made := url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/" + strings.TrimPrefix(folder, "/") + fmt.Sprintf("no-such-page-%08x", sum.Sum32()) + ending}
	return frontier.Normalize(made.String())
}

// due reports whether a host may be asked now, and takes the turn.
func (k *Absences) due(address string, now time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	m := k.of(address)
	if !m.asked.IsZero() && now.Sub(m.asked) < askAgain {
		return false
	}
	m.asked, m.void = now, nil
	return true
}

func (k *Absences) learn(address string, shown *face) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.of(address).void = shown
}

// saw notes a page that is not what the host shows where nothing is.
func (k *Absences) saw(address string, shown face, now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if m := k.of(address); m.void == nil || !shown.like(*m.void) {
		m.other, m.at = shown, now
	}
}

// tell reports whether a page is what the host shows where nothing is, and
// completes the result: such a page never is an item or a version. A known
// item is missing then, if the host has shown another page lately: one that
// shows the same everywhere, because it is being mended or wants a script to
// run, says nothing of any address.
func (k *Absences) tell(h *source.Harvest, p *fetch.Page, shown face) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	m := k.of(p.URL)
	if m.void == nil || !shown.like(*m.void) {
		return false
	}
	if m.at.IsZero() || h.Result.Time.Sub(m.at) >= revisit.Confirm || m.other.like(*m.void) {
		Fail(h, "the site shows here what it shows for addresses that do not exist, and no other page now")
		return true
	}
	Fail(h, "there is no such page: the site shows here what it shows for addresses that do not exist, with status 200")
	missed(h, p)
	return true
}

// of is what is known of the host of an address. The lock is held.
func (k *Absences) of(address string) *manners {
	host := frontier.Host(address)
	m := k.hosts[host]
	if m == nil {
		for name := range k.hosts {
			if len(k.hosts) < maxHosts {
				break
			}
			delete(k.hosts, name) // any: all are learned again
		}
		m = &manners{}
		k.hosts[host] = m
	}
	return m
}
