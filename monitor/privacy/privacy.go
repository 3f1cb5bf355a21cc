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
	"context"
	"errors"
	"fmt"
	"maps"
	"sync/atomic"
	"time"

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
	Named []string
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
	SourcesSince(ctx context.Context, turn int64) ([]qalxan.Source, int64, error)
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
	working  turn // of who changes the record: an erasure, retention, a hold
	resumed  atomic.Bool
	reading  turn // of who reads all of the record
}

// New returns a service over a record. It reads the key of the data folder, or
// makes it where there was none; the error is ErrKey where it cannot be used.
func New(ctx context.Context, o Options, r Record, e Evidence) (*Service, error) {
	s := &Service{options: o, record: r, evidence: e, working: newTurn(), reading: newTurn()}
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
	outlets, err := s.sources(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the names of outlets: %w", err)
	}
	s.labels = newLabels(s.key, o.Named, maps.Values(outlets))
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

// sources are all of the record by their ids, those that are not watched any
// more among them.
func (s *Service) sources(ctx context.Context) (map[string]qalxan.Source, error) {
	all, _, err := s.record.SourcesSince(ctx, 0)
	known := make(map[string]qalxan.Source, len(all))
	for _, one := range all {
		known[one.ID] = one
	}
	return known, err
}
