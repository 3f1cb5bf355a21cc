package monitor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/store"
)

// ErrRequest is a request that cannot be carried out as it was put.
var ErrRequest = qalxan.ErrRequest

// CrawlRequest says what to crawl now: sources by id, addresses, or, with
// neither, every configured source.
type CrawlRequest struct {
	// Targets are ids of sources and http(s) addresses.
	Targets []string `json:"targets"`
	// Kind is how addresses are collected; empty for a guess by their form.
	Kind qalxan.Kind `json:"kind,omitempty"`
	// Policy is that of addresses; unset bounds are the defaults. Of configured
	// sources it sets MaxPages and MaxDepth for this crawl, and a Delay that is
	// longer than their own.
	Policy qalxan.Policy `json:"policy"`
}

// Crawl crawls once and returns a run for each source. What was recorded
// before an error stays recorded. A source that is being crawled already is
// left out, and its run says so.
func (m *Monitor) Crawl(ctx context.Context, r CrawlRequest, report func(crawler.Event)) ([]store.Run, error) {
	orders, err := m.orders(ctx, r)
	if err != nil {
		return nil, err
	}
	free, skipped := m.claim(orders.sources)
	defer m.release(free)
	runs := newRuns(free, m.options.Now)
	if err := runs.save(ctx, m.record); err != nil {
		return nil, m.explain(err)
	}
	crawlErr := m.crawl(ctx, free, orders.tasks, func(e crawler.Event) {
		runs.count(e)
		if report != nil {
			report(e)
		}
	})
	runs.end(ctx, crawlErr, m.options.Now())
	// The runs are closed even when ctx has ended: that is when it matters
	// most to say so.
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err = errors.Join(crawlErr, runs.save(closing, m.record), m.settle(ctx))
	m.watch(closing, runs.list())
	return append(runs.list(), skipped...), m.explain(err)
}

func (m *Monitor) crawl(ctx context.Context, sources []qalxan.Source, extra []frontier.Task, report func(crawler.Event)) error {
	if _, err := m.record.Enqueue(ctx, extra, true); err != nil {
		return err
	}
	return m.crawler.Run(ctx, sources, report)
}

// explain says of a full disk what to do about it.
func (m *Monitor) explain(err error) error {
	if errors.Is(err, store.ErrFull) || errors.Is(err, evidence.ErrFull) || errors.Is(err, index.ErrFull) {
		return fmt.Errorf("the disk that holds %s is full: free some space and run the command again; what was recorded is kept (%w)", m.config.Data, err)
	}
	return err
}

// settle makes what was crawled searchable before a crawl says that it is
// done. A crawl that was stopped leaves that to the indexer.
func (m *Monitor) settle(ctx context.Context) error {
	if ctx.Err() != nil {
		return nil
	}
	return m.indexer.drain(ctx)
}

// orders are what a request comes to: sources, and tasks besides those that
// their collectors start from.
type orders struct {
	sources []qalxan.Source
	tasks   []frontier.Task
}

func (m *Monitor) orders(ctx context.Context, r CrawlRequest) (o orders, err error) {
	if err := r.Policy.WithDefaults().Validate(); err != nil {
		return o, fmt.Errorf("%w: %w", ErrRequest, err)
	}
	if len(r.Targets) == 0 {
		if len(m.watched.Sources()) == 0 {
			return o, fmt.Errorf("%w: no source is configured; name an address, or add sources to qalxan.yaml", ErrRequest)
		}
		return orders{sources: bounded(m.watched.Sources(), r.Policy)}, nil
	}
	for _, target := range r.Targets {
		if strings.Contains(target, "://") {
			err = o.address(target, r, m.watched.Standing())
		} else {
			err = m.known(ctx, &o, target)
		}
		if err != nil {
			return o, err
		}
	}
	// Items need their source in the record.
	for _, s := range o.sources {
		if err := m.record.SaveSource(ctx, s); err != nil {
			return o, m.explain(err)
		}
	}
	o.sources = bounded(o.sources, r.Policy)
	return o, nil
}

// bounded are the sources as this one crawl takes them: with the bounds that it
// was given, and never at a faster pace than theirs.
func bounded(sources []qalxan.Source, p qalxan.Policy) []qalxan.Source {
	list := slices.Clone(sources)
	for i := range list {
		own := &list[i].Policy
		own.MaxPages = cmp.Or(p.MaxPages, own.MaxPages)
		own.MaxDepth = cmp.Or(p.MaxDepth, own.MaxDepth)
		own.Delay = max(p.Delay, own.Delay)
	}
	return list
}

func (o *orders) source(ctx context.Context, record store.Reader, id string) error {
	if slices.ContainsFunc(o.sources, func(known qalxan.Source) bool { return known.ID == id }) {
		return nil
	}
	s, err := record.Source(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("%w: %q is neither a source nor an address; addresses begin with http:// or https://", ErrRequest, id)
	}
	if err != nil {
		return err
	}
	o.sources = append(o.sources, s)
	return nil
}

// address adds a source for an address; a second address of the same place
// goes to the same source, because what a site copies from itself is no copy.
// A source that the operator configured is never replaced by a guessed one.
func (o *orders) address(raw string, r CrawlRequest, configured []qalxan.Source) error {
	s, err := sourceFor(raw, r.Kind, r.Policy)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRequest, err)
	}
	same := func(known qalxan.Source) bool { return known.ID == s.ID }
	if slices.ContainsFunc(configured, same) {
		return fmt.Errorf("%w: %s would be kept as source %s, which is configured: crawl %[3]s, or give the configured source another id", ErrRequest, raw, s.ID)
	}
	i := slices.IndexFunc(o.sources, same)
	switch {
	case i < 0:
		o.sources = append(o.sources, s)
	case s.Kind == qalxan.KindWikipedia:
		o.sources[i].Articles = append(o.sources[i].Articles, s.Articles...)
	case s.Kind == qalxan.KindFeed:
		o.tasks = append(o.tasks, frontier.Task{SourceID: s.ID, URL: s.URL, Role: frontier.RoleFeed})
	default:
		o.tasks = append(o.tasks, frontier.Task{SourceID: s.ID, URL: s.URL, Role: frontier.RolePage})
	}
	return nil
}

var notSlug = regexp.MustCompile(`[^a-z0-9]+`)

// sourceFor makes a source of an address. Kinds that meet on one host have ids
// of their own: neither can work off the tasks of the other.
func sourceFor(raw string, kind qalxan.Kind, p qalxan.Policy) (qalxan.Source, error) {
	address, err := frontier.Normalize(raw)
	if err != nil {
		return qalxan.Source{}, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return qalxan.Source{}, err
	}
	s := qalxan.Source{Name: u.Hostname(), Kind: kind, URL: address, Policy: p}
	if s.Kind == "" {
		s.Kind = guessKind(u)
	}
	slug := u.Host
	switch s.Kind {
	case qalxan.KindWikipedia:
		s.Articles = []string{strings.ReplaceAll(strings.TrimPrefix(u.Path, wikiPath), "_", " ")}
		s.URL, slug = u.Scheme+"://"+u.Host, "wiki "+u.Host
	case qalxan.KindFeed:
		slug = "feed " + u.Host + u.Path
	}
	s.ID = strings.Trim(notSlug.ReplaceAllString(strings.ToLower(slug), "-"), "-")
	if len(s.ID) > 64 {
		s.ID = strings.Trim(s.ID[:64], "-")
	}
	s = s.WithDefaults()
	return s, s.Validate()
}

const wikiPath = "/wiki/"

// guessKind reads the kind of source off the form of its address.
func guessKind(u *url.URL) qalxan.Kind {
	last := strings.ToLower(path.Base(u.Path))
	switch {
	case strings.HasPrefix(u.Path, wikiPath) && len(u.Path) > len(wikiPath):
		return qalxan.KindWikipedia
	case last == "feed", last == "rss", last == "atom",
		strings.HasSuffix(last, ".xml"), strings.HasSuffix(last, ".rss"), strings.HasSuffix(last, ".atom"):
		return qalxan.KindFeed
	}
	return qalxan.KindSite
}

// claim takes the sources that no other crawl has; the others come back as
// runs that say so.
func (m *Monitor) claim(sources []qalxan.Source) (free []qalxan.Source, skipped []store.Run) {
	m.crawling.mu.Lock()
	defer m.crawling.mu.Unlock()
	now := m.options.Now()
	for _, s := range sources {
		if m.crawling.sources[s.ID] {
			skipped = append(skipped, store.Run{
				ID: uuid.NewString(), SourceID: s.ID, Started: now, Ended: now,
				Error: "left out: this source is being crawled already",
			})
			continue
		}
		m.crawling.sources[s.ID] = true
		free = append(free, s)
	}
	return free, skipped
}

func (m *Monitor) release(sources []qalxan.Source) {
	m.crawling.mu.Lock()
	defer m.crawling.mu.Unlock()
	for _, s := range sources {
		delete(m.crawling.sources, s.ID)
	}
}
