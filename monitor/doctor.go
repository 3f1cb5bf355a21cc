package monitor

import (
	"cmp"
	"context"
	"fmt"
	"iter"

	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/store"
)

// Diagnosis is what the doctor found.
type Diagnosis struct {
	Healthy bool         `json:"healthy"`
	Totals  store.Totals `json:"totals"`
	Indexed int          `json:"indexed"` // documents in the index
	// Differences between index and record, and faults of the record and of
	// the evidence: one sentence each, what to do included. At most
	// maxFaults of a kind are spelt out.
	Index    []string `json:"index"`
	Record   []string `json:"record"`
	Evidence []string `json:"evidence"`
}

const maxFaults = 20

// Doctor compares the index with the record, looks for damage in the record,
// and checks that every capture stands where the record says. It changes
// nothing, but for what waits to be indexed anyway: that is no fault. While a
// crawl writes, some of what differs is only on its way.
func (m *Monitor) Doctor(ctx context.Context) (Diagnosis, error) {
	d := Diagnosis{Index: []string{}, Record: []string{}, Evidence: []string{}}
	err := m.indexer.drain(ctx)
	if err != nil {
		return d, m.explain(fmt.Errorf("carrying changes into the index: %w", err))
	}
	if d.Totals, err = m.record.Totals(ctx); err != nil {
		return d, fmt.Errorf("counting the record: %w", err)
	}
	if d.Record, err = m.record.Check(ctx); err != nil {
		return d, fmt.Errorf("checking the record: %w", err)
	}
	if err := m.compareIndex(ctx, &d); err != nil {
		return d, err
	}
	if err := m.checkEvidence(ctx, &d); err != nil {
		return d, err
	}
	d.Healthy = len(d.Index)+len(d.Record)+len(d.Evidence) == 0
	return d, nil
}

func (m *Monitor) compareIndex(ctx context.Context, d *Diagnosis) (err error) {
	if d.Indexed, err = m.index.Count(ctx); err != nil {
		return fmt.Errorf("counting the index: %w", err)
	}
	if d.Totals.Outbox > 0 {
		d.Index = append(d.Index, fmt.Sprintf("%d changes wait to be indexed; they are carried over when qalxan next runs", d.Totals.Outbox))
	}
	var faults limited
	for diff, err := range differences(recordStamps(ctx, m.record), m.index.Stamps(ctx)) {
		if err != nil {
			return fmt.Errorf("comparing index and record: %w", err)
		}
		faults.add(diff)
	}
	d.Index = append(d.Index, faults.list("; run: qalxan reindex")...)
	return nil
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

func recordStamps(ctx context.Context, o store.Outbox) iter.Seq2[index.Stamp, error] {
	return func(yield func(index.Stamp, error) bool) {
		for d, err := range documents(ctx, o) {
			if !yield(index.Stamp{ID: d.ID, Stamp: d.Stamp}, err) || err != nil {
				return
			}
		}
	}
}

// differences walks two lists that are in order of id and yields a sentence
// for every id that is in one only, or that has another stamp.
func differences(record, indexed iter.Seq2[index.Stamp, error]) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		nextR, stopR := iter.Pull2(record)
		defer stopR()
		nextI, stopI := iter.Pull2(indexed)
		defer stopI()
		r, errR, okR := nextR()
		i, errI, okI := nextI()
		for okR || okI {
			if err := cmp.Or(errR, errI); err != nil {
				yield("", err)
				return
			}
			sentence := ""
			order := compareStamps(r, okR, i, okI)
			switch {
			case order < 0:
				sentence = "item " + r.ID + " is in the record and not in the index"
			case order > 0:
				sentence = "item " + i.ID + " is in the index and not in the record"
			case r.Stamp != i.Stamp:
				sentence = "item " + r.ID + " is indexed in an older form"
			}
			if sentence != "" && !yield(sentence, nil) {
				return
			}
			if order <= 0 {
				r, errR, okR = nextR()
			}
			if order >= 0 {
				i, errI, okI = nextI()
			}
		}
	}
}

// compareStamps orders the heads of the two lists; a list that has ended comes
// last.
func compareStamps(r index.Stamp, okR bool, i index.Stamp, okI bool) int {
	switch {
	case !okI:
		return -1
	case !okR:
		return 1
	}
	return cmp.Compare(r.ID, i.ID)
}
