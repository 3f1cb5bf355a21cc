package watchlist

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/fetch/address"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// SourceChange adds a source, changes it or switches it off or on.
type SourceChange struct {
	Author
	Source qalxan.Source `json:"source"`
	Off    bool          `json:"off,omitempty"`
	// Untested saves an address that was not tried before.
	Untested bool `json:"untested,omitempty"`
}

// ErrUntested: a source has to be tried before it is saved.
var ErrUntested = fmt.Errorf("%w: test the source first", ErrUnfit)

// Bounds of a source.
const (
	maxTitle    = 300 // code points of a name or an article
	maxArticles = 200
	maxLanguage = 20
)

// SaveSource keeps a source, which is crawled at its next time, or no more
// where it is off. An error is ErrUnfit, ErrUntested or store.ErrConflict.
func (l *List) SaveSource(ctx context.Context, c SourceChange) (store.Kept, error) {
	c.Source = c.Source.WithDefaults()
	if err := errors.Join(c.validate(), bounded(c.Source)); err != nil {
		return store.Kept{}, unfit(err)
	}
	if c.Off && strings.TrimSpace(c.Why) == "" {
		return store.Kept{}, unfit(errors.New("switching a source off needs a reason"))
	}
	l.changing.Lock()
	defer l.changing.Unlock()
	if err := l.admits(c); err != nil {
		return store.Kept{}, err
	}
	k, err := l.keep(ctx, store.KeptSource, c.Source.ID, c.Author, c.Off, c.Source)
	if err != nil {
		return k, err
	}
	ctx = context.WithoutCancel(ctx) // whoever wrote may go: what is kept comes into force
	if err := l.record.SaveSource(ctx, standing(c.Source, c.Off)); err != nil {
		return k, err
	}
	return k, l.load(ctx)
}

// standing is the source as the record lists it: one that is off is not due.
func standing(s qalxan.Source, off bool) qalxan.Source {
	if off {
		s.Schedule = ""
	}
	return s
}

func (l *List) admits(c SourceChange) error {
	id := c.Source.ID
	if l.Configured(store.KeptSource, id) {
		return unfit(fmt.Errorf("source %s stands in the configuration file: change it there", id))
	}
	next := l.copied()
	was, known := next.sources[id]
	next.sources[id] = kept[qalxan.Source]{store.Kept{Kind: store.KeptSource, Subject: id, Ended: c.Off}, c.Source}
	if err := l.fits(next, len(next.sources)); err != nil {
		return err
	}
	same := known && digest(was.value) == digest(c.Source)
	if !same && !c.Off && !c.Untested && !l.tested.has(digest(c.Source)) {
		return ErrUntested
	}
	return nil
}

// Off is the version that switched a source off, and false where it is on.
func (l *List) Off(id string) (store.Kept, bool) {
	one := l.state.Load().sources[id]
	return one.Kept, one.Ended && !l.Configured(store.KeptSource, id)
}

// Standing lists the sources as the record does: those that are crawled, and
// those that are off, which have no times.
func (l *List) Standing() []qalxan.Source {
	all := slices.Clone(l.Sources())
	for _, one := range inOrder(l.state.Load().sources) {
		if one.Ended && !l.Configured(store.KeptSource, one.Subject) {
			all = append(all, standing(one.value, true))
		}
	}
	return all
}

// Fit reports why a source cannot be tried or saved.
func (l *List) Fit(s qalxan.Source) error {
	s = s.WithDefaults()
	if err := errors.Join(s.Validate(), bounded(s)); err != nil {
		return unfit(err)
	}
	return nil
}

// bounded holds a source to the bounds of what is typed. Addresses of this
// machine and of private networks are refused here with a sentence; whatever a
// name leads to is held by the crawler's dialer.
func bounded(s qalxan.Source) error {
	if len(s.Articles) > maxArticles || len(s.Languages) > maxLanguage {
		return fmt.Errorf("a source has at most %d articles and %d languages", maxArticles, maxLanguage)
	}
	for _, text := range append([]string{s.Name}, s.Articles...) {
		if err := line(text, maxTitle); err != nil {
			return err
		}
	}
	if len(s.URL) > maxAddress || len(s.Policy.Terms) > maxAddress {
		return fmt.Errorf("an address has at most %d bytes", maxAddress)
	}
	if _, err := frontier.Normalize(s.URL); err != nil {
		return err
	}
	if private(s.URL) && !s.Policy.AllowPrivate {
		return fmt.Errorf("%s lies on this machine or in a private network, which is not crawled", s.URL)
	}
	return nil
}

func private(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil {
		return true
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if ip, err := netip.ParseAddr(host); err == nil {
		return !address.Public(ip)
	}
	last := host[strings.LastIndexByte(host, '.')+1:] // a number there is an address in another form
	return !strings.Contains(host, ".") || strings.Trim(last, "0123456789") == "" || slices.Contains([]string{"localhost", "local", "internal"}, last)
}

// digest is of all that decides what a source brings.
func digest(s qalxan.Source) [sha256.Size]byte {
	s = s.WithDefaults()
	if address, err := frontier.Normalize(s.URL); err == nil {
		s.URL = address
	}
	p := s.Policy
	text, _ := json.Marshal([]any{s.Kind, s.URL, s.Articles, s.Entries, p.AllowPrivate}) // plain values
	return sha256.Sum256(text)
}

// Tested notes that a source was tried.
func (l *List) Tested(s qalxan.Source) { l.tested.add(digest(s)) }

// maxTested is how many trials are remembered.
const maxTested = 200

// tested are the latest trials.
type tested struct {
	mu     sync.Mutex
	latest [][sha256.Size]byte
}

func (t *tested) add(d [sha256.Size]byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.latest = append(t.latest, d)
	t.latest = t.latest[max(0, len(t.latest)-maxTested):]
}

func (t *tested) has(d [sha256.Size]byte) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Contains(t.latest, d)
}
