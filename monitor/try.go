package monitor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/monitor/order"
	"github.com/qalxan/qalxan/monitor/trial"
)

// TryRequest names an address that may become a source.
type TryRequest struct {
	URL string `json:"url"`
	// Kind is how it would be collected; empty for a guess by its form.
	Kind   qalxan.Kind   `json:"kind,omitempty"`
	Policy qalxan.Policy `json:"policy"`
}

// Try tries a source before it is saved. It asks as the crawls under way do,
// with the same turns at each host and the same knowledge of its robots.txt.
// Nothing of it comes into the record or the evidence, but for what hosts say
// of robots: captures go to a temporary folder that is removed.
func (m *Monitor) Try(ctx context.Context, r TryRequest) (result trial.Result, err error) {
	s, err := order.Source(r.URL, r.Kind, r.Policy)
	if err != nil {
		return result, fmt.Errorf("%w: %w", ErrRequest, err)
	}
	return m.try(ctx, s)
}

// TrySource tries a source as it would be saved. What was tried may be saved
// then.
func (m *Monitor) TrySource(ctx context.Context, s qalxan.Source) (result trial.Result, err error) {
	s = s.WithDefaults()
	if err := m.watched.Fit(s); err != nil {
		return result, err
	}
	if result, err = m.try(ctx, s); err == nil {
		m.watched.Tested(s)
	}
	return result, err
}

func (m *Monitor) try(ctx context.Context, s qalxan.Source) (result trial.Result, err error) {
	languages, err := language.New(m.config.Languages)
	if err != nil {
		return result, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	dir, err := os.MkdirTemp("", "qalxan-try-*")
	if err != nil {
		return result, fmt.Errorf("making a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	scratch, err := evidence.Open(dir, evidence.Options{Now: m.options.Now, Software: "Qalxan/" + m.options.Version})
	if err != nil {
		return result, fmt.Errorf("opening a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, scratch.Close()) }()
	if err := m.rest(ctx, s); err != nil {
		return result, err
	}
	client := m.client.With(scratch)
	t, err := trial.New(client, m.collectors(client)[s.Kind], languages)
	if err != nil {
		return result, err
	}
	return t.Run(ctx, s)
}

// maxRest is the longest that a trial waits for a host; it is above every
// Crawl-delay that is kept.
const maxRest = 3 * time.Minute

// rest waits until the host of a source has had its rest from the crawls under
// way, longer than one request would. Nobody is kept waiting for a host that
// wants to be left alone for hours.
func (m *Monitor) rest(ctx context.Context, s qalxan.Source) error {
	wait := time.Until(m.client.ReadyAt(s.URL))
	if wait <= 0 {
		return nil
	}
	if wait > maxRest {
		return fmt.Errorf("%w: the host of %s has to be left alone for another %s, as crawls of it have learned; try it again then",
			ErrRequest, s.URL, wait.Round(time.Second))
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
