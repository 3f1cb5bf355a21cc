package monitor

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/campaign"
	"github.com/qalxan/qalxan/classify/coordination"
	"github.com/qalxan/qalxan/classify/criteria"
	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/classify/edit"
	"github.com/qalxan/qalxan/classify/factcheck"
	"github.com/qalxan/qalxan/classify/harm"
	"github.com/qalxan/qalxan/classify/infrastructure"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/classify/lookalike"
	"github.com/qalxan/qalxan/classify/technique"
	"github.com/qalxan/qalxan/classify/technique/weights"
	"github.com/qalxan/qalxan/configs"
)

// detectors are all that looks at an item, and what judges their signals.
type detectors struct {
	language *language.Detector
	// readers need nothing but the item. A new one is a line in addReaders.
	readers []reader
	// reviewed is one of them that learns of reviews on pages.
	reviewed *factcheck.Detector
	// The others compare it with what is known; they are asked one item at a
	// time, in detect. What they learned is in the record.
	duplicate      *duplicate.Detector
	edit           *edit.Detector
	coordination   *coordination.Detector
	lookalike      *lookalike.Detector
	infrastructure *infrastructure.Detector
	tempo          *tempo

	criteria *criteria.Criteria
	campaign campaignRule
}

// reader is a detector that looks at one item by itself. It is safe for
// concurrent use.
type reader interface {
	Detect(item qalxan.Item) []qalxan.Signal
}

func (m *Monitor) newDetectors(ctx context.Context) (detectors, error) {
	var d detectors
	for _, add := range []func(context.Context, *detectors) error{m.addReaders, m.addTexts, m.addSites, m.addShares, m.addTempo, m.addJudges} {
		if err := add(ctx, &d); err != nil {
			return d, err
		}
	}
	return d, nil
}

func (m *Monitor) addReaders(ctx context.Context, d *detectors) (err error) {
	if d.language, err = language.New(m.config.Languages); err != nil {
		return fmt.Errorf("%w: %w", ErrConfig, err)
	}
	found, err := m.newClaims()
	if err != nil {
		return err
	}
	m.claims.swap(found)
	if d.reviewed, err = m.newReviewed(ctx, d.language); err != nil {
		return err
	}
	d.readers = []reader{&m.claims, d.reviewed, harm.New()}
	if m.config.Techniques == configs.TechniquesOff {
		return nil
	}
	var o technique.Options
	if m.config.Techniques == configs.TechniquesFull {
		o.Weights = weights.UNLP2025()
	}
	words, err := technique.New(o)
	d.readers = append(d.readers, words)
	return err
}

// addTexts adds what compares texts, and the signatures of those known.
func (m *Monitor) addTexts(ctx context.Context, d *detectors) (err error) {
	d.edit = edit.New()
	if d.duplicate, err = duplicate.New(duplicate.Options{Texts: m.record}); err != nil {
		return fmt.Errorf("preparing the search for copies: %w", err)
	}
	for signed, err := range m.record.Signatures(ctx, m.options.Now().Add(-duplicate.DefaultWindow)) {
		if err != nil {
			return fmt.Errorf("reading signatures: %w", err)
		}
		d.duplicate.Add(signed)
	}
	return nil
}

// addJudges adds what makes findings and campaigns of signals.
func (m *Monitor) addJudges(_ context.Context, d *detectors) error {
	name, rules, err := m.config.CriteriaFile()
	if err != nil {
		return fmt.Errorf("reading the criteria: %w", err)
	}
	if d.criteria, err = criteria.New(name, rules); err != nil {
		return fmt.Errorf("%w: %w", ErrConfig, err)
	}
	d.campaign = campaignRule{Campaigns: campaign.New(campaign.Options{}), claims: m.watched.Claims, now: m.options.Now}
	return nil
}
