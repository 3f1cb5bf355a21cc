package monitor

import (
	"path/filepath"

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
