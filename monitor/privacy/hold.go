package privacy

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Hold keeps a finding, a campaign, a source or an identity, with items and
// evidence, from being removed or erased until somebody releases it.
func (s *Service) Hold(ctx context.Context, h store.Hold) (store.Hold, error) {
	if err := said("a hold", h.By, h.Reason); err != nil {
		return h, err
	}
	var err error
	switch h.Noun {
	case "finding":
		_, err = s.record.Finding(ctx, h.Object)
	case "campaign":
		_, err = s.record.Campaign(ctx, h.Object)
	case "source":
		_, err = s.record.Source(ctx, h.Object)
	case "identity":
		_, err = s.record.Latest(ctx, h.Object)
	default:
		return h, fmt.Errorf("%w: %q is not one of finding, campaign, source, identity", ErrRequest, h.Noun)
	}
	if err != nil {
		return h, fmt.Errorf("holding the %s %s: %w", h.Noun, h.Object, err)
	}
	// Nothing is removed between the look and the removal.
	if err := s.working.take(ctx); err != nil {
		return h, err
	}
	defer s.working.leave()
	h.ID, h.Time, h.Release = qalxan.NewID("h"), s.options.Now().UTC(), nil
	err = s.record.AddHold(ctx, h)
	return h, s.enter(ctx, store.Entered{Verb: "privacy.hold", By: h.By, Object: h.Noun + " " + h.Object, Detail: h.ID + ": " + h.Reason}, err)
}

// Release ends a hold.
func (s *Service) Release(ctx context.Context, id string, r store.Release) (store.Hold, error) {
	if err := said("a release", r.By, r.Reason); err != nil {
		return store.Hold{}, err
	}
	r.Time = s.options.Now().UTC()
	h, err := s.record.ReleaseHold(ctx, id, r)
	return h, s.enter(ctx, store.Entered{Verb: "privacy.release", By: r.By, Object: id, Detail: r.Reason}, err)
}

// Holds lists all holds, those that hold first.
func (s *Service) Holds(ctx context.Context) ([]store.Hold, error) { return s.record.Holds(ctx) }
