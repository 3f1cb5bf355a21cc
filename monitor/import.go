package monitor

import (
	"context"
	"errors"

	"github.com/qalxan/qalxan/monitor/intake"
)

// ImportWARC is the kind of file that Import reads.
const ImportWARC = intake.WARC

// What an import is asked with, and what it tells meanwhile.
type (
	ImportRequest  = intake.Request
	ImportProgress = intake.Progress
)

// Import takes the pages of archives through the same stages as a crawl, and
// makes them searchable. A file that is damaged is read as far as it goes; the
// error names it after the other files were read.
func (m *Monitor) Import(ctx context.Context, r ImportRequest, report func(ImportProgress)) error {
	err := intake.Import(ctx,
		intake.Options{Now: m.options.Now, Logger: m.options.Logger, Sources: m.watched.Sources},
		intake.Deps{Record: m.record, Evidence: m.evidence, Sink: m.analyst}, r, report)
	if err != nil && !errors.Is(err, intake.ErrDamaged) {
		return m.explain(err)
	}
	return m.explain(errors.Join(err, m.settle(ctx)))
}
