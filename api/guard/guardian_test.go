package guard_test

import (
	"context"

	"github.com/qalxan/qalxan/api/desk"
	"github.com/qalxan/qalxan/monitor/privacy"
	"github.com/qalxan/qalxan/store"
)

// guards has nobody to treat.
type guards struct{}

var _ desk.Guardian = guards{}

func (guards) ErasePerson(context.Context, privacy.Request) (privacy.Outcome, error) {
	return privacy.Outcome{}, nil
}

func (guards) ExportPerson(context.Context, privacy.Request) (privacy.Held, error) {
	return privacy.Held{}, nil
}

func (guards) Retain(context.Context, string, bool) (privacy.Retired, error) {
	return privacy.Retired{}, nil
}
func (guards) Hold(_ context.Context, h store.Hold) (store.Hold, error) { return h, nil }

func (guards) ReleaseHold(context.Context, string, store.Release) (store.Hold, error) {
	return store.Hold{}, nil
}
func (guards) Holds(context.Context) ([]store.Hold, error)              { return nil, nil }
func (guards) ErasureRequests(context.Context) ([]store.Erasure, error) { return nil, nil }
func (guards) RetentionRules(context.Context) ([]privacy.Rule, error)   { return nil, nil }
