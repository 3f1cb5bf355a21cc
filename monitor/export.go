package monitor

import (
	"context"
	"io"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/monitor/dossier"
)

// Export packs one finding with its evidence into a zip file. Nothing is
// written where a capture does not stand as it was recorded: the error is
// evidence.ErrDamaged then.
func (m *Monitor) Export(ctx context.Context, findingID string, w io.Writer) error {
	return dossier.New(dossier.Options{
		Evidence: m.evidenceDir(), Now: m.options.Now, Software: "Qalxan/" + m.options.Version, Contact: m.config.Crawler.Contact,
	}, m.record).Pack(ctx, findingID, w)
}

// Verify compares a capture with its record in the evidence: the error says
// what differs.
func (m *Monitor) Verify(_ context.Context, c qalxan.Capture) error {
	return evidence.Check(m.evidenceDir(), c)
}
