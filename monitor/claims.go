package monitor

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"sync/atomic"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/embedding"
	"github.com/qalxan/qalxan/classify/factcheck"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/classify/narrative"
	"github.com/qalxan/qalxan/crawler/extract/claimreview"
	"github.com/qalxan/qalxan/store"
)

// newClaims makes what looks for watched narratives: by words, and by meaning
// where a server for that is configured.
func (m *Monitor) newClaims() (claims, error) {
	words, err := narrative.New(m.watched.Narratives())
	if err != nil {
		return claims{}, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	c := m.config.Embeddings
	if c.Address == "" {
		return claims{reader: words}, nil
	}
	client, err := embedding.New(c.Options())
	if err != nil {
		return claims{}, fmt.Errorf("%w: embeddings: %w", ErrConfig, err)
	}
	both, err := narrative.NewMeaning(words, client, narrative.MeaningOptions{Share: c.Share, Threshold: c.Threshold, Languages: c.Languages})
	if err != nil {
		return claims{}, fmt.Errorf("%w: embeddings: %w", ErrConfig, err)
	}
	started := startMeaning(both, client, m.options.Logger.Warn)
	return claims{started, started}, nil
}

// claims look for narratives.
type claims struct {
	reader
	meaning *meaning // nil where no server for that is configured
}

// watcher looks for the narratives that are watched now. The zero value looks
// for none. It is safe for concurrent use.
type watcher struct{ held atomic.Pointer[claims] }

// Detect implements reader.
func (w *watcher) Detect(item qalxan.Item) []qalxan.Signal { return w.held.Load().Detect(item) }

// swap makes others those that are watched. Whoever reads an item meanwhile
// still looks for those before.
func (w *watcher) swap(c claims) {
	if was := w.held.Swap(&c); was != nil {
		was.meaning.end()
	}
}

func (w *watcher) end() {
	if held := w.held.Load(); held != nil {
		held.meaning.end()
	}
}

// faults are what the doctor says of it.
func (w *watcher) faults(ctx context.Context) []string { return w.held.Load().meaning.faults(ctx) }

// learnAgain is how long a server that could not tell the meaning of the
// wordings is left alone.
const learnAgain = 3 * time.Minute

// meaning looks for narratives by the meaning of texts; nil where that is not
// configured. Until the server told what the wordings mean, and whenever it
// does not answer, words alone decide.
type meaning struct {
	*narrative.Meaning
	client *embedding.Client
	ctx    context.Context // of all questions: the end of the process ends them
	stop   func()
}

func startMeaning(both *narrative.Meaning, client *embedding.Client, warn func(string, ...any)) *meaning {
	ctx, stop := background(func(ctx context.Context) { learn(ctx, both, warn) })
	return &meaning{both, client, ctx, stop}
}

// learn asks until the wordings are known.
func learn(ctx context.Context, both *narrative.Meaning, warn func(string, ...any)) {
	for {
		err := both.Learn(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		warn("the meaning of the wordings is not known yet: words alone decide", "error", err, "again_in", learnAgain)
		select {
		case <-ctx.Done():
			return
		case <-time.After(learnAgain):
		}
	}
}

// Detect implements reader.
func (m *meaning) Detect(item qalxan.Item) []qalxan.Signal { return m.Meaning.Detect(m.ctx, item) }

func (m *meaning) end() {
	if m != nil {
		m.stop()
	}
}

// faults are what the doctor says of it. The server is asked for a text that
// it was never asked for, because what it said before is remembered.
func (m *meaning) faults(ctx context.Context) []string {
	if m == nil {
		return nil
	}
	_, err := m.client.Embed(ctx, []string{rand.Text()})
	if err == nil || m.client.Status().Why == "" {
		return nil
	}
	return []string{fmt.Sprintf("the server of meanings (%s) does not answer: %s; words alone decide until it does",
		m.client.Status().Model, m.client.Status().Why)}
}

// newReviewed makes what looks for claims that were reviewed already: those of
// the configured files, and those that pages told before.
func (m *Monitor) newReviewed(ctx context.Context, tell *language.Detector) (*factcheck.Detector, error) {
	var known []factcheck.Review
	for _, name := range m.config.Factcheck.Files {
		reviews, err := m.readReviews(name)
		if err != nil {
			return nil, fmt.Errorf("%w: factcheck.files: %s: %w", ErrConfig, name, err)
		}
		known = append(known, reviews...)
	}
	for r, err := range m.record.Reviews(ctx) {
		if err != nil {
			return nil, fmt.Errorf("reading reviews: %w", err)
		}
		known = append(known, factcheck.From(r.Review))
	}
	return factcheck.New(factcheck.Options{Reviews: known, Language: func(text string) string { return tell.Detect(text).Code }})
}

func (m *Monitor) readReviews(name string) ([]factcheck.Review, error) {
	f, err := m.config.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("it is not there; the path is relative to the configuration")
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []factcheck.Review
	for r, err := range claimreview.ReadFile(f) {
		if err != nil {
			return nil, err
		}
		if all = append(all, factcheck.From(r)); len(all) == factcheck.MaxReviews {
			break
		}
	}
	return all, nil
}

// reviews are those on a draft's page that are worth taking up: anybody may
// call a true claim false, so the source has to be one that people judged
// reliable.
func reviews(s qalxan.Source, d draft) []store.Review {
	if s.Grade != "A" && s.Grade != "B" {
		return nil
	}
	var all []store.Review
	for _, r := range d.reviews {
		all = append(all, store.Review{Review: r, SourceID: s.ID, Seen: d.item.Seen})
	}
	return all
}

func (a *analyst) learnReviews(all []store.Review) error {
	if len(all) == 0 {
		return nil
	}
	fresh := make([]factcheck.Review, len(all))
	for i, r := range all {
		fresh[i] = factcheck.From(r.Review)
	}
	_, err := a.detectors.reviewed.Catalogue().Add(fresh...)
	return err
}
