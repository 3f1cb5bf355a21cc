package monitor

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/qalxan/qalxan/monitor/condition"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
)

func (m *Monitor) newAlerts() (*alert.Service, error) {
	system := condition.New(condition.Options{
		Now: m.options.Now, Data: m.config.Data, Reports: m.config.Reports, Patience: m.config.Packs.Patience(),
		Stamps: func() []string { return m.stamping.faults() }, // it begins later
	}, m.record)
	service, err := alert.New(m.config.Alerts, alert.Deps{
		Record: m.record, Index: m.index, CatchUp: m.indexer.Drain, Conditions: system.Conditions, Logger: m.options.Logger,
		World: alert.World{Env: os.Getenv, Now: m.options.Now, RootCAs: m.options.RootCAs, Files: m.reportFile},
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	return service, nil
}

// RunAlerts tells people what is found, and of the system itself, until ctx
// ends. What is found while nobody runs it is told when somebody does.
func (m *Monitor) RunAlerts(ctx context.Context) error { return m.alerts.Run(ctx) }

// TestAlert sends a sample to the targets of a rule, or to one target. An
// unknown name gives an error that is ErrRequest.
func (m *Monitor) TestAlert(ctx context.Context, name string) ([]alert.Trial, error) {
	trials, err := m.alerts.Test(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRequest, err)
	}
	return trials, nil
}

// AlertQueue lists letters, those that are not sent first, up to limit.
func (m *Monitor) AlertQueue(ctx context.Context, limit int) ([]store.Letter, error) {
	return m.record.Letters(ctx, limit)
}

// AlertRules are the rules and targets of the configuration. It names secrets
// and holds none.
func (m *Monitor) AlertRules() alert.Overview { return m.config.Alerts.Overview() }

// HeldAlerts counts what each rule has to say that waits for its hour.
func (m *Monitor) HeldAlerts(ctx context.Context) (map[string]int, error) { return m.alerts.Held(ctx) }

// RetryLetter has a letter tried at once, DropLetter gives it up. What cannot
// be done gives an error that is ErrRequest.
func (m *Monitor) RetryLetter(ctx context.Context, id string) error {
	return handled(m.alerts.Again(ctx, id))
}

// DropLetter gives up a letter that is not sent yet, in somebody's name.
func (m *Monitor) DropLetter(ctx context.Context, id, by string) error {
	return handled(m.alerts.Drop(ctx, id, by))
}

func handled(err error) error {
	if errors.Is(err, alert.ErrLetter) {
		return fmt.Errorf("%w: %w", ErrRequest, err)
	}
	return err
}
