package apitest

import (
	"context"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// explainer explains the finding about the original.
type explainer struct{ record store.Store }

// Explain implements api.Explainer.
func (e explainer) Explain(ctx context.Context, id string) (qalxan.Explanation, error) {
	f, err := e.record.Finding(ctx, id)
	if err != nil {
		return qalxan.Explanation{}, err
	}
	return qalxan.Explanation{
		Criteria: f.Criteria, Level: f.Level, Text: f.Reason.Text, Reason: f.Reason,
		Levels: []qalxan.ExplainedLevel{{
			Level: f.Level, Met: true, Text: "incident: yes — the behaviour serves a claim.",
			Rules: []qalxan.ExplainedFeature{{ID: "claim", Met: true, Text: "the behaviour serves a claim", Means: map[string]string{"en": "the behaviour serves a claim", "az": "davranış iddiaya xidmət edir"}}},
		}},
		Indicators: []qalxan.ExplainedFeature{{ID: "copying", Met: true, Family: "copying", Kind: "behaviour", Text: "one text stands in several sources"}},
		Facts:      map[string]string{"evidence": "true"},
	}, nil
}
