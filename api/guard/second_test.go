package guard

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

// as is a context in which somebody with a role asks.
func as(t *testing.T, role account.Role) context.Context {
	t.Helper()
	return account.With(t.Context(), account.Principal{Name: string(role), Role: role, Way: account.BySession})
}

// incident is a record with one finding at a level.
func incident(t *testing.T, level qalxan.Level) (record *sqlite.Store, id string) {
	t.Helper()
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { record.Close() })
	const page = "https://ilk.example/1"
	item := qalxan.Item{ID: qalxan.ItemID(page, 1), Identity: page, Version: 1, SourceID: "ilk", CaptureID: "urn:uuid:1", URL: page}
	finding := qalxan.Finding{ID: qalxan.FindingID(page), Identity: page, ItemID: item.ID, SourceID: "ilk", Level: level}
	if err := record.SaveSource(t.Context(), qalxan.Source{ID: "ilk", Kind: qalxan.KindSite, URL: "https://ilk.example/"}.WithDefaults()); err != nil {
		t.Fatal(err)
	}
	if err := record.Commit(t.Context(), store.Entry{
		Captures: []qalxan.Capture{{ID: item.CaptureID, SourceID: "ilk", URL: page, Status: 200}},
		Items:    []store.ItemEntry{{Item: item}}, Findings: []qalxan.Finding{finding},
	}); err != nil {
		t.Fatal(err)
	}
	return record, finding.ID
}

func confirm(by string) qalxan.Decision {
	return qalxan.Decision{By: by, To: qalxan.StatusConfirmed, Reason: "Read both."}
}

// TestSeconded: one analyst confirms a critical case, another may do everything
// with it but confirm it, and a lead may.
func TestSeconded(t *testing.T) {
	record, id := incident(t, qalxan.LevelCritical)
	d := Seconded(record, record)
	analyst := as(t, account.Analyst)
	if f, err := d.Decide(analyst, id, confirm("aysel")); err != nil || !f.NeedsSecond() {
		t.Fatalf("the first look: %v", err)
	}
	if _, err := d.Decide(analyst, id, confirm("orxan")); !errors.Is(err, ErrLead) || !errors.Is(err, qalxan.ErrReview) {
		t.Errorf("the second look of an analyst: %v", err)
	}
	if _, err := d.Decide(analyst, id, qalxan.Decision{By: "orxan", Assignee: "leyla"}); err != nil {
		t.Errorf("giving it to a lead: %v", err)
	}
	if _, err := d.Decide(as(t, account.Lead), id, confirm("aysel")); !errors.Is(err, qalxan.ErrReview) || errors.Is(err, ErrLead) {
		t.Errorf("the same person again, now a lead: %v", err)
	}
	if f, err := d.Decide(as(t, account.Lead), id, confirm("leyla")); err != nil || f.NeedsSecond() {
		t.Errorf("the second look of a lead: %v", err)
	}
	if f, err := d.Decide(analyst, id, confirm("orxan")); err != nil || len(f.Confirmers()) != 3 {
		t.Errorf("a third look: %v", err)
	}
	if _, err := d.Decide(analyst, "f-none", confirm("orxan")); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("about nothing: %v", err)
	}
}

// TestSecondedUndo: what an analyst took back leaves the case as it was.
func TestSecondedUndo(t *testing.T) {
	record, id := incident(t, qalxan.LevelCritical)
	d, analyst := Seconded(record, record), as(t, account.Analyst)
	for _, decision := range []qalxan.Decision{
		confirm("aysel"), {By: "orxan", To: qalxan.StatusDismissed, Reason: "Satire."}, {By: "orxan", To: qalxan.StatusConfirmed, Undoes: true, Reason: "Taken back."},
	} {
		if _, err := d.Decide(analyst, id, decision); err != nil {
			t.Fatalf("%+v: %v", decision, err)
		}
	}
	if f, err := record.Finding(t.Context(), id); err != nil || !f.NeedsSecond() {
		t.Errorf("%v, confirmed by %v", err, f.Confirmers())
	}
}

// TestOnlyCriticalNeedsALead: below, two analysts suffice.
func TestOnlyCriticalNeedsALead(t *testing.T) {
	record, id := incident(t, qalxan.LevelIncident)
	d := Seconded(record, record)
	for _, by := range []string{"aysel", "orxan"} {
		if _, err := d.Decide(as(t, account.Analyst), id, confirm(by)); err != nil {
			t.Errorf("%s: %v", by, err)
		}
	}
}

// stale shows findings as they were before anybody decided.
type stale struct{ *sqlite.Store }

func (s stale) Finding(ctx context.Context, id string) (qalxan.Finding, error) {
	f, err := s.Store.Finding(ctx, id)
	f.Decisions, f.Status = nil, qalxan.StatusNew
	return f, err
}

// TestTwoAnalystsAtOnce: of two who confirm at once, neither takes the place of
// a lead.
func TestTwoAnalystsAtOnce(t *testing.T) {
	record, id := incident(t, qalxan.LevelCritical)
	d := Seconded(record, stale{record})
	if _, err := d.Decide(as(t, account.Analyst), id, confirm("aysel")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Decide(as(t, account.Analyst), id, confirm("orxan")); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the later one: %v", err)
	}
}
