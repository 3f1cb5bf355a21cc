package monitor

import (
	"context"
	"errors"
	"fmt"

	"github.com/qalxan/qalxan/crawler/schedule"
	"github.com/qalxan/qalxan/monitor/privacy"
	"github.com/qalxan/qalxan/store"
)

// openPrivacy has persons treated as the configuration says, from before the
// first item is judged.
func (m *Monitor) openPrivacy(ctx context.Context) (err error) {
	c := m.config.Privacy
	m.privacy, err = privacy.New(ctx, privacy.Options{
		Folder: m.config.Data, Authors: c.Authors, Named: c.Named,
		Keep: c.Retention.Keep, Letters: c.Retention.Letters, Now: m.options.Now,
		Settle: m.judged, Reports: m.ReportsDir(),
	}, m.record, m.evidence)
	if err != nil {
		return fmt.Errorf("opening the pseudonyms: %w", err)
	}
	return m.privacy.Resume(ctx)
}

// judged returns when every judging that is under way has been written.
func (m *Monitor) judged() {
	if m.analyst == nil {
		return // nothing is judged yet
	}
	m.analyst.Settle()
}

// RunPrivacy does the daily job at its time, until ctx ends.
func (m *Monitor) RunPrivacy(ctx context.Context) error {
	runner := schedule.New(schedule.Options{Logger: m.options.Logger}, func(ctx context.Context, _ string) error { return m.PrivacyJob(ctx) })
	if err := runner.Add("privacy", m.config.Privacy.At); err != nil {
		return fmt.Errorf("scheduling retention: %w", err)
	}
	return runner.Run(ctx)
}

// PrivacyJob goes on with erasures that were broken off, and looks for authors
// that are not kept by pseudonym yet and for what is past its time.
func (m *Monitor) PrivacyJob(ctx context.Context) error {
	err := m.indexed(ctx, m.privacy.Resume(ctx))
	if err == nil {
		_, err = m.Pseudonymise(ctx, privacy.Job)
	}
	if err == nil {
		_, err = m.Retain(ctx, privacy.Job, false)
	}
	if err == nil && m.privacy.Resumed() {
		err = m.index.Compact(ctx)
	}
	return err
}

// Pseudonymise replaces the names of authors in what was recorded before there
// were pseudonyms.
func (m *Monitor) Pseudonymise(ctx context.Context, by string) (int, error) {
	count, err := m.privacy.Pseudonymise(ctx, by)
	return count, m.indexed(ctx, err)
}

// Retain removes what is past its time, or says what that would be.
func (m *Monitor) Retain(ctx context.Context, by string, dry bool) (privacy.Retired, error) {
	r, err := m.privacy.Retain(ctx, by, dry)
	return r, m.indexed(ctx, err)
}

// ErasePerson takes a person out of the record, the index and the evidence, or
// says what that would be.
func (m *Monitor) ErasePerson(ctx context.Context, r privacy.Request) (privacy.Outcome, error) {
	o, err := m.privacy.Erase(ctx, r)
	if r.Yes {
		ctx = context.WithoutCancel(ctx) // what was erased leaves the index too, also where whoever asked has gone
	}
	if err = m.indexed(ctx, err); err == nil && r.Yes {
		err = m.index.Compact(ctx) // words of before stand in its files until then
	}
	return o, err
}

// ExportPerson finds everything that is held about a person.
func (m *Monitor) ExportPerson(ctx context.Context, r privacy.Request) (privacy.Held, error) {
	h, err := m.privacy.Export(ctx, r)
	return h, m.asked(err)
}

// Hold adds a legal hold.
func (m *Monitor) Hold(ctx context.Context, h store.Hold) (store.Hold, error) {
	h, err := m.privacy.Hold(ctx, h)
	return h, m.asked(err)
}

// ReleaseHold ends a legal hold.
func (m *Monitor) ReleaseHold(ctx context.Context, id string, r store.Release) (store.Hold, error) {
	h, err := m.privacy.Release(ctx, id, r)
	return h, m.asked(err)
}

// Holds lists legal holds, those that hold first.
func (m *Monitor) Holds(ctx context.Context) ([]store.Hold, error) { return m.privacy.Holds(ctx) }

// ErasureRequests lists the erasures that were asked for, oldest first.
func (m *Monitor) ErasureRequests(ctx context.Context) ([]store.Erasure, error) {
	return m.privacy.Requests(ctx)
}

// RetentionRules are for how long things are kept.
func (m *Monitor) RetentionRules(ctx context.Context) ([]privacy.Rule, error) {
	return m.privacy.Rules(ctx)
}

// indexed carries what was changed into the index, also where the change was
// broken off.
func (m *Monitor) indexed(ctx context.Context, err error) error {
	return m.asked(errors.Join(err, m.indexer.Drain(ctx)))
}

// asked marks what the asker has to mend.
func (m *Monitor) asked(err error) error {
	if errors.Is(err, privacy.ErrRequest) || errors.Is(err, privacy.ErrPerson) || errors.Is(err, store.ErrConflict) {
		return fmt.Errorf("%w: %w", ErrRequest, err)
	}
	return m.explain(err)
}
