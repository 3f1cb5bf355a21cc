package monitor

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan/classify/criteria"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/classify/narrative"
	"github.com/qalxan/qalxan/classify/technique"
	"github.com/qalxan/qalxan/classify/technique/weights"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/monitor/analyst"
	"github.com/qalxan/qalxan/monitor/claims"
	"github.com/qalxan/qalxan/monitor/detect"
	"github.com/qalxan/qalxan/monitor/scale"
)

// openAnalyst wires who takes the harvests, as the configuration says.
func (m *Monitor) openAnalyst(ctx context.Context) (err error) {
	if m.detectors, err = m.newDetectors(ctx); err != nil {
		return err
	}
	name, rules, err := m.config.CriteriaFile()
	if err != nil {
		return fmt.Errorf("reading the criteria: %w", err)
	}
	levels, err := criteria.New(name, rules)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrConfig, err)
	}
	if m.scale, err = scale.New(ctx, m.options.Now, m.record); err != nil {
		return err
	}
	m.analyst = analyst.New(analyst.Options{
		Criteria: levels, Claims: m.watched.Claims, Now: m.options.Now, Wake: m.indexer.Wake,
	}, analyst.Deps{Record: m.record, Evidence: m.evidence, Detectors: m.detectors, Scale: m.scale, Privacy: m.privacy})
	return nil
}

func (m *Monitor) newDetectors(ctx context.Context) (*detect.Detectors, error) {
	tell, err := language.New(m.config.Languages)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	c := m.config.Embeddings
	return detect.New(ctx, detect.Options{
		Now: m.options.Now, Language: tell, Narratives: m.watched.Narratives(),
		Claims: claims.Options{
			Server: c.Options(), Warn: m.options.Logger.Warn,
			Meaning: narrative.MeaningOptions{Share: c.Share, Threshold: c.Threshold, Languages: c.Languages},
		},
		Reviewed:   claims.Files{Names: m.config.Factcheck.Files, Open: m.config.Open},
		Techniques: techniques(m.config.Techniques),
		Lookalikes: m.watched.Config().Lookalikes(), IgnoredMarks: m.config.IgnoredMarks,
	}, m.record)
}

// techniques says how manipulation techniques are looked for; nil for not at
// all.
func techniques(how configs.Techniques) *technique.Options {
	switch how {
	case configs.TechniquesOff:
		return nil
	case configs.TechniquesFull:
		return &technique.Options{Weights: weights.UNLP2025()}
	default:
		return &technique.Options{}
	}
}
