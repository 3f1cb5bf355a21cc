package monitor

import (
	"context"
	"path/filepath"

	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/report/pack"
	"github.com/qalxan/qalxan/report/standing"
	"github.com/qalxan/qalxan/store"
)

// Dispatches keeps the reports that were made.
func (m *Monitor) Dispatches() store.Dispatches { return m.record }

// Packs keeps what is reported to platforms, and what that is made of.
func (m *Monitor) Packs() pack.Record { return m.record }

// ReportsDir is the folder in which the files of reports are kept.
func (m *Monitor) ReportsDir() string { return filepath.Join(m.config.Data, "reports") }

// reportFile reads the file of a report, for the letter that brings it.
func (m *Monitor) reportFile(name string) ([]byte, error) {
	return standing.ReadFile(m.ReportsDir(), name)
}

// outgoing are the reports that could not be made, and the packs that wait too
// long for an answer.
func (s *system) outgoing(ctx context.Context) ([]alert.Condition, error) {
	m := s.monitor
	all, err := standing.Faults(ctx, m.record, m.config.Reports)
	if err != nil {
		return nil, err
	}
	waiting, err := pack.Reminders(ctx, m.record, m.options.Now(), m.config.Packs.Patience())
	return append(all, waiting...), err
}
