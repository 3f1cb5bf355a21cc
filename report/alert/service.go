package alert

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/store"
)

// Record is what alerts read and keep.
type Record interface {
	store.Alerts

	Finding(ctx context.Context, id string) (qalxan.Finding, error)
	Item(ctx context.Context, id string) (qalxan.Item, error)
	Latest(ctx context.Context, identity string) (qalxan.Item, error)
	Source(ctx context.Context, id string) (qalxan.Source, error)
	Campaign(ctx context.Context, id string) (qalxan.Campaign, error)
}

// Searcher answers the queries of rules.
type Searcher interface {
	Search(ctx context.Context, r index.Request) (index.Result, error)
}

// Deps are what a service needs. All but World must be set.
type Deps struct {
	Record Record
	Index  Searcher
	// CatchUp brings the index up to the record: rules ask it right after.
	CatchUp func(ctx context.Context) error
	// Conditions lists what is wrong with the system at present.
	Conditions func(ctx context.Context) ([]Condition, error)
	Logger     *slog.Logger
	World      World
}

// Condition is something that is wrong with the system. Its key names it for as
// long as it holds.
type Condition struct{ Key, Text string }

// Pauses between two turns. Once a minute would do for mail; who asked to be
// told at once should be.
const (
	tellPause  = 15 * time.Second
	sendPause  = 5 * time.Second
	batch      = 200  // findings that are looked at between two writes
	maxWaiting = 1000 // things that one letter may be about
)

// Service tells people. Its methods are safe for concurrent use.
type Service struct {
	options Options
	deps    Deps
	now     func() time.Time
	log     *slog.Logger
	rules   []rule
	senders map[string]Sender
	names   []string // of targets, in the order of the configuration

	turning sync.Mutex
	since   map[string]time.Time // when rules became known; guarded by turning
	resting struct {
		mu    sync.Mutex
		until map[string]time.Time // targets that asked to be left alone
	}
	cried map[string]bool // letters about a full disk that arrived; guarded by turning
	well  time.Time       // of the last turn without a fault; guarded by turning
}

// rule is a Rule that was read.
type rule struct {
	Rule
	hours hours
	words words
}

// New returns a service over validated options.
func New(o Options, d Deps) (*Service, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	d.World = d.World.real()
	s := &Service{options: o, deps: d, now: d.World.Now, log: d.Logger, senders: map[string]Sender{}, cried: map[string]bool{}, well: d.World.Now()}
	s.resting.until = map[string]time.Time{}
	for _, t := range o.Targets {
		sender, err := NewSender(t, d.World)
		if err != nil {
			return nil, err
		}
		s.senders[t.Name], s.names = sender, append(s.names, t.Name)
	}
	for _, r := range o.Rules {
		read := rule{Rule: r}
		var err error
		if read.hours, err = r.hours(); err != nil {
			return nil, err
		}
		if read.words, err = wordsOf(r.Language); err != nil {
			return nil, err
		}
		s.rules = append(s.rules, read)
	}
	return s, nil
}

// Run tells and sends until ctx ends. What fails is logged and tried again.
func (s *Service) Run(ctx context.Context) error {
	if err := s.dropForeign(ctx); err != nil {
		s.log.Error("letters of targets that are gone stay in the queue", "error", err)
	}
	var loops sync.WaitGroup
	loops.Go(func() { s.loop(ctx, tellPause, "alerts could not be prepared and are tried again", s.Turn) })
	loops.Go(func() { s.loop(ctx, sendPause, "the queue of letters cannot be read and is tried again", s.Deliver) })
	if s.options.Heartbeat.URL != "" {
		loops.Go(func() { s.loop(ctx, s.options.Heartbeat.Every, "the heartbeat did not arrive", s.Beat) })
	}
	loops.Wait()
	return nil
}

func (s *Service) loop(ctx context.Context, pause time.Duration, failed string, do func(context.Context) error) {
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	for {
		if err := do(ctx); err != nil && ctx.Err() == nil {
			s.log.Error(failed, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Turn looks at what is new and writes the letters that are due.
func (s *Service) Turn(ctx context.Context) error {
	s.turning.Lock()
	defer s.turning.Unlock()
	err := errors.Join(s.watch(ctx), s.notice(ctx), s.post(ctx))
	switch {
	case errors.Is(err, store.ErrFull) || errors.Is(err, index.ErrFull):
		s.cry(ctx, err)
	case err == nil:
		clear(s.cried)
		s.well = s.now()
	}
	return err
}

// cry tells of a full disk without writing anything down, once to each address
// of the rules about the system.
func (s *Service) cry(ctx context.Context, fault error) {
	for _, r := range s.rules {
		if !r.System {
			continue
		}
		d := s.digest(r, s.now())
		d.Groups = []Group{{Entries: []Entry{{Subject: "disk", News: NewsBegan, Title: clean(fault.Error(), maxReason), Time: d.Created}}}}
		d.Total = 1
		for _, a := range s.addresses(r) {
			key := r.Name + " " + a.target.Name + " " + a.address
			if s.cried[key] {
				continue
			}
			err := s.senders[a.target.Name].Send(ctx, Message{ID: qalxan.NewID("m"), Address: a.address, Digest: d})
			if s.cried[key] = err == nil; err != nil {
				s.log.Error("the disk is full and nobody could be told", "rule", r.Name, "target", a.target.Name, "error", err)
			}
		}
	}
}

// addressed is one address of one target.
type addressed struct {
	target  Target
	address string
}

func (s *Service) addresses(r rule) []addressed { return s.options.addresses(r.To) }

func (o Options) addresses(targets []string) (all []addressed) {
	for _, t := range o.Targets {
		for _, name := range targets {
			if name != t.Name {
				continue
			}
			for _, a := range t.Addresses() {
				all = append(all, addressed{t, a})
			}
		}
	}
	return all
}

// longUnwell is after how long without a good turn the heartbeat stops.
const longUnwell = 10 * time.Minute

// Beat tells the listener that all is well. It stays silent while findings
// cannot be told: that is what the listener is there to notice.
func (s *Service) Beat(ctx context.Context) error {
	s.turning.Lock()
	unwell := s.now().Sub(s.well)
	s.turning.Unlock()
	if unwell > longUnwell {
		return fmt.Errorf("heartbeat: held back, because alerts could not be prepared for %s", longUnwell)
	}
	to, err := revealed(s.options.Heartbeat.URL, s.deps.World.Env)
	if err != nil {
		return fmt.Errorf("heartbeat: %w", err)
	}
	return newPoster(s.deps.World).get(ctx, to)
}
