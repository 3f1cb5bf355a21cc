package monitor

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/monitor/health"
	"github.com/qalxan/qalxan/monitor/indexer"
	"github.com/qalxan/qalxan/store"
)

// Diagnosis is what the doctor found.
type Diagnosis struct {
	// Healthy says that index, record and evidence have no fault. A source that
	// needs a look is none of them.
	Healthy bool         `json:"healthy"`
	Totals  store.Totals `json:"totals"`
	Indexed int          `json:"indexed"` // documents in the index
	// Moving counts the changes that were on their way into the index while a
	// crawl wrote: they were not compared, and are no fault.
	Moving int `json:"moving,omitempty"`
	// Differences between index and record, and faults of the record and of
	// the evidence: one sentence each, what to do included. At most
	// maxFaults of a kind are spelt out.
	Index    []string `json:"index"`
	Record   []string `json:"record"`
	Evidence []string `json:"evidence"`
	// Sources are those that need a look, and why, and what else we ask that does
	// not answer: one sentence each.
	Sources []string `json:"sources"`
}

const maxFaults = 20

// Doctor compares the index with the record, looks for damage in the record,
// checks that every capture stands where the record says, and names the sources
// that need a look. It changes nothing, but for what waits to be indexed
// anyway: that is no fault.
func (m *Monitor) Doctor(ctx context.Context) (Diagnosis, error) {
	d := Diagnosis{Index: []string{}, Record: []string{}, Evidence: []string{}, Sources: []string{}}
	_, err := m.indexer.Carry(ctx)
	if err != nil {
		return d, m.explain(err)
	}
	if d.Totals, err = m.record.Totals(ctx); err != nil {
		return d, fmt.Errorf("counting the record: %w", err)
	}
	if d.Indexed, err = m.index.Count(ctx); err != nil {
		return d, fmt.Errorf("counting the index: %w", err)
	}
	if d.Record, err = m.record.Check(ctx); err != nil {
		return d, fmt.Errorf("checking the record: %w", err)
	}
	for _, look := range []func(context.Context, *Diagnosis) error{m.compareIndex, m.checkEvidence, m.checkSources} {
		if err := look(ctx, &d); err != nil {
			return d, err
		}
	}
	d.Healthy = len(d.Index)+len(d.Record)+len(d.Evidence) == 0
	return d, nil
}

func (m *Monitor) compareIndex(ctx context.Context, d *Diagnosis) (err error) {
	var faults limited
	d.Moving, err = m.indexer.Compare(ctx, func(diff indexer.Difference) { faults.add(diff.String()) })
	d.Index = append(d.Index, faults.list("; run: qalxan reindex")...)
	return m.explain(err)
}

func (m *Monitor) checkEvidence(ctx context.Context, d *Diagnosis) error {
	var faults limited
	for c, err := range m.record.Captures(ctx) {
		if err != nil {
			return fmt.Errorf("reading captures: %w", err)
		}
		if err := evidence.Check(m.evidenceDir(), c); err != nil {
			faults.add(fmt.Sprintf("capture %s of %s: %v", c.ID, c.URL, err))
		}
	}
	d.Evidence = append(d.Evidence, faults.list("; restore the file from a backup")...)
	d.Evidence = append(d.Evidence, m.stamping.faults()...)
	return nil
}

func (m *Monitor) checkSources(ctx context.Context, d *Diagnosis) error {
	all, err := health.All(ctx, m.record, "", m.options.Now())
	if err != nil {
		return fmt.Errorf("judging sources: %w", err)
	}
	var alerts limited
	for _, s := range all {
		if s.Report.Alert {
			alerts.add(fmt.Sprintf("%s is %s: %s", s.Source.ID, s.Report.State, s.Report.Reason.Text))
		}
	}
	d.Sources = append(d.Sources, alerts.list(" See: qalxan source")...)
	d.Sources = append(d.Sources, m.detectors.Faults(ctx)...)
	return nil
}

// limited keeps the first faults and counts the rest.
type limited struct {
	first []string
	more  int
}

func (l *limited) add(fault string) {
	if len(l.first) < maxFaults {
		l.first = append(l.first, fault)
		return
	}
	l.more++
}

func (l *limited) list(advice string) []string {
	list := make([]string, 0, len(l.first)+1)
	for _, f := range l.first {
		list = append(list, f+advice)
	}
	if l.more > 0 {
		list = append(list, fmt.Sprintf("and %d more of this kind", l.more))
	}
	return list
}
