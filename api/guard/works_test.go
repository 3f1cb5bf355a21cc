package guard_test

import (
	"context"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/calibration"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
)

// works rules, learns and tells, and keeps nothing of it.
type works struct{}

func (works) Rule(context.Context, qalxan.Ruling) (qalxan.Campaign, error) {
	return qalxan.Campaign{}, qalxan.ErrRequest
}

func (works) Learn(context.Context, calibration.LearnRequest) (calibration.Lesson, error) {
	return calibration.Lesson{}, nil
}

func (works) Unlearn(context.Context, string) (qalxan.Calibration, error) {
	return qalxan.Calibration{}, qalxan.ErrRequest
}

func (works) Learnt(context.Context) ([]qalxan.Calibration, error) { return nil, nil }

func (works) AlertRules() alert.Overview { return alert.Options{}.Overview() }

func (works) TestAlert(context.Context, string) ([]alert.Trial, error) {
	return nil, qalxan.ErrRequest
}

func (works) AlertQueue(context.Context, int) ([]store.Letter, error) { return nil, nil }

func (works) HeldAlerts(context.Context) (map[string]int, error) { return map[string]int{}, nil }

func (works) RetryLetter(context.Context, string) error { return store.ErrNotFound }

func (works) DropLetter(context.Context, string, string) error { return store.ErrNotFound }
