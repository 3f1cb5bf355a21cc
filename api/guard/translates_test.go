package guard_test

import (
	"context"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/translate"
)

func (works) Offer(_ context.Context, _ qalxan.Item, _ *qalxan.Source, target string) (*translate.Offer, error) {
	return &translate.Offer{Target: target}, nil
}

func (works) Translate(context.Context, translate.Request) error { return nil }
