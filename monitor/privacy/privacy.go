// Package privacy treats the persons of whom the record speaks as they may ask
// for: who signs an item is kept by a pseudonym, what is past its time is
// removed, what is held about one person is handed out or erased, and what is
// under a legal hold stays. All of it is entered into the ledger, persons by
// their pseudonyms only.
//
// Whoever was erased is known by keyed hashes alone and does not come back with
// the next crawl.
package privacy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/store"
)

// ErrRequest: what was asked for cannot be done so; the words around it say why.
var ErrRequest = errors.New("this cannot be done so")

// Options of a service.
type Options struct {
	Folder string // the data folder, which has the key
	// Authors says how authors are kept where their source does not say so.
	Authors qalxan.Authors
	// Settle returns when whatever was screened before is in the record; nil
	// where nothing is screened meanwhile.
	Settle func()
	// Named are names of public offices and of outlets, which are kept.
	Named   []string
	Sources []qalxan.Source // of the configuration
	// Keep is for how long things are kept, where their source does not say
	// otherwise; 0 is for ever. Letters is for letters of alerts.
	Keep    qalxan.Keep
	Letters int // days
	Now     func() time.Time
	// Reports is the folder of the reports that were made; empty for none.
	Reports string
}

// Record is what the service needs of the record.
type Record interface {
	store.Privacy
	Enter(ctx context.Context, e store.Entered) (store.Entered, error)
	Item(ctx context.Context, id string) (qalxan.Item, error)
	Capture(ctx context.Context, id string) (qalxan.Capture, error)
	Finding(ctx context.Context, id string) (qalxan.Finding, error)
	Campaign(ctx context.Context, id string) (qalxan.Campaign, error)
	Source(ctx context.Context, id string) (qalxan.Source, error)
	Latest(ctx context.Context, identity string) (qalxan.Item, error)
	Sources(ctx context.Context) ([]store.SourceHealth, error)
}

// Evidence is where answers of the web are kept: *evidence.Writer.
type Evidence interface {
	Erase(ctx context.Context, request string, captures []qalxan.Capture) (int, error)
	Remove(file string) (gone bool, err error)
	Answer(c qalxan.Capture) (*evidence.Message, error)
	Strays(ctx context.Context, known func(id string) (bool, error)) ([]qalxan.Capture, error)
}

// Service is safe for concurrent use. A nil service screens nothing.
type Service struct {
	options  Options
	record   Record
	evidence Evidence
	key      key
	labels   labels
	needles  atomic.Pointer[needles]
	working  sync.Mutex // one erasure or retention at a time
	resumed  atomic.Bool
	reading  chan struct{} // has room for one: who reads all of the record
}

// New returns a service over a record. It reads the key of the data folder, or
// makes it where there was none; the error is ErrKey where it cannot be used.
func New(ctx context.Context, o Options, r Record, e Evidence) (*Service, error) {
	s := &Service{options: o, record: r, evidence: e, reading: make(chan struct{}, 1)}
	seal, err := r.PrivacySeal(ctx)
	if err != nil {
		return nil, err
	}
	if s.key, err = loadKey(o.Folder, seal); err != nil {
		return nil, err
	}
	if err := r.SetPrivacySeal(ctx, s.key.seal()); err != nil {
		return nil, err
	}
	s.labels = newLabels(s.key, o.Named, o.Sources)
	return s, s.reload(ctx)
}

// reload takes over who was erased.
func (s *Service) reload(ctx context.Context) error {
	all, err := s.record.Erasures(ctx)
	if err != nil {
		return err
	}
	s.needles.Store(newNeedles(s.key, all...))
	return nil
}

// Screened is what a screening knew of, and what it found.
type Screened struct {
	by *needles
	// Request is one by which something was erased here; empty for none.
	Request string
}

// Screen leaves of an item, before anybody judges it, what may be kept of
// persons: pseudonyms, and nothing of those who were erased.
func (s *Service) Screen(of qalxan.Source, item *qalxan.Item) Screened {
	if s == nil {
		return Screened{}
	}
	n := s.needles.Load()
	return s.screen(n, of, item, false)
}

// Renew screens an item again if somebody was erased since, and reports whether
// that was so.
func (s *Service) Renew(of qalxan.Source, item *qalxan.Item, before Screened) (Screened, bool) {
	if s == nil || s.needles.Load() == before.by {
		return before, false
	}
	return s.screen(s.needles.Load(), of, item, true), true
}

func (s *Service) screen(n *needles, of qalxan.Source, item *qalxan.Item, ours bool) Screened {
	erased := 0
	count := func(found int) { erased += found }
	gone := func(pseudonym string) bool {
		if n.gone(pseudonym) {
			count(1)
			return true
		}
		return false
	}
	if item.Author != "" {
		item.Author = s.labels.label(item.Author, s.ruled(of), item.Site, ours, gone)
	}
	for _, text := range []*string{&item.Author, &item.Site, &item.Title, &item.Text} {
		clean, found := n.blank(*text)
		*text = clean
		count(found)
	}
	if erased == 0 {
		return Screened{by: n}
	}
	return Screened{n, n.request}
}

// Blank puts blocks in the place of the names of those who were erased.
func (s *Service) Blank(text string) string {
	if s == nil {
		return text
	}
	text, _ = s.needles.Load().blank(text)
	return text
}

// ruled is a source with the rule for its authors.
func (s *Service) ruled(of qalxan.Source) qalxan.Source {
	of.Policy.Authors = cmp.Or(of.Policy.Authors, s.options.Authors)
	return of
}

// Same reports whether a screened item has the words that another would have
// had: one that is under a hold keeps its words, and that is no edit.
func (s *Service) Same(next, previous qalxan.Item) bool {
	if s == nil || len(s.needles.Load().firsts) == 0 {
		return false
	}
	n := s.needles.Load()
	previous.Title, _ = n.blank(previous.Title)
	previous.Text, _ = n.blank(previous.Text)
	return qalxan.ItemHash(previous.Title, previous.Text) == next.Hash
}

// authorsAtOnce is how many authors are replaced in one transaction.
const authorsAtOnce = 500

// Pseudonymise replaces the names in the authors of items of before, and
// returns in how many. It may be broken off and given again.
func (s *Service) Pseudonymise(ctx context.Context, by string) (int, error) {
	sources, err := s.sources(ctx)
	if err != nil {
		return 0, err
	}
	count, after := 0, int64(0)
	for {
		all, err := s.record.Authored(ctx, after, authorsAtOnce)
		if err != nil {
			return count, err
		}
		if len(all) == 0 {
			break
		}
		after = all[len(all)-1].Key
		var changed []store.Authored
		for _, a := range all {
			a.Label = s.labels.label(a.Author, s.ruled(sources[a.SourceID]), a.Site, true, s.needles.Load().gone)
			if a.Label != a.Author {
				changed = append(changed, a)
			}
		}
		if len(changed) == 0 {
			continue
		}
		if err := s.record.Relabel(ctx, changed); err != nil {
			return count, err
		}
		count += len(changed)
	}
	if count == 0 {
		return 0, nil
	}
	return count, s.enter(ctx, store.Entered{Verb: "privacy.pseudonymise", By: by, Detail: fmt.Sprintf("%d items", count)}, nil)
}

func (s *Service) sources(ctx context.Context) (map[string]qalxan.Source, error) {
	all, err := s.record.Sources(ctx)
	known := make(map[string]qalxan.Source, len(all))
	for _, one := range all {
		known[one.Source.ID] = one.Source
	}
	return known, err
}

// enter adds an entry about what was done, or failed with err, and returns
// both errors.
func (s *Service) enter(ctx context.Context, e store.Entered, err error) error {
	e.Outcome = "ok"
	if err != nil {
		e.Outcome = "failed"
	}
	if e.Via == "" {
		way, _ := ctx.Value(wayKey{}).(way)
		e.Via, e.Address = cmp.Or(way.via, "socket"), way.address
	}
	_, entering := s.record.Enter(context.WithoutCancel(ctx), e)
	return errors.Join(err, entering)
}

// way is by which way somebody asks.
type way struct{ via, address string }

type wayKey struct{}

// Via says by which way, and from where, whoever asks came in: it stands in the
// ledger. Without it that is this machine's socket.
func Via(ctx context.Context, via, address string) context.Context {
	return context.WithValue(ctx, wayKey{}, way{via, address})
}

// maxReason bounds a reason and a name of who asks, in bytes.
const maxReason = 500

// said checks who asks, and why; what is being done stands in the error.
func said(doing string, fields ...string) error {
	for _, f := range fields {
		if strings.TrimSpace(f) == "" || len(f) > maxReason || !utf8.ValidString(f) || strings.ContainsFunc(f, unicode.IsControl) {
			return fmt.Errorf("%w: %s needs who does it and a reason, of one line and %d bytes at most", ErrRequest, doing, maxReason)
		}
	}
	return nil
}
