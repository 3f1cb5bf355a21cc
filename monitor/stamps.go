package monitor

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/evidence/timestamp"
)

// lastStamp is how long the end waits for an authority.
const lastStamp = 10 * time.Second

// stamping has the evidence stamped by the configured authority; nil where
// there is none.
type stamping struct {
	stamper *evidence.Stamper
	stop    func()
}

func (m *Monitor) startStamping() error {
	c := m.config.Evidence.Timestamp
	if c.URL == "" {
		return nil
	}
	bundle, err := os.ReadFile(c.Roots)
	if err != nil {
		return fmt.Errorf("%w: evidence.timestamp.roots: %w", ErrConfig, err)
	}
	roots, err := timestamp.Roots(bundle)
	if err != nil {
		return fmt.Errorf("%w: evidence.timestamp.roots: %s: %w", ErrConfig, c.Roots, err)
	}
	authority, err := timestamp.New(timestamp.Options{URL: c.URL, Roots: roots})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrConfig, err)
	}
	stamper, err := evidence.NewStamper(m.evidence, authority, evidence.StamperOptions{
		Every: c.Every, Now: m.options.Now, Logger: m.options.Logger,
	})
	if err != nil {
		return err
	}
	_, stop := background(stamper.Run)
	m.stamping = &stamping{stamper, stop}
	return nil
}

// end stamps what was recorded last, and stops.
func (s *stamping) end() {
	if s == nil {
		return
	}
	s.stop()
	ctx, cancel := context.WithTimeout(context.Background(), lastStamp)
	defer cancel()
	s.stamper.Finish(ctx)
}

// faults are what the doctor says of it.
func (s *stamping) faults() []string {
	if s == nil || s.stamper.Fault() == "" {
		return nil
	}
	return []string{s.stamper.Fault() + "; it is tried again by itself: if that does not help, check evidence.timestamp in the configuration"}
}
