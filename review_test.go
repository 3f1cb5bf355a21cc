package qalxan_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
)

func TestReopening(t *testing.T) {
	known := qalxan.Signal{ID: "s-1", ItemID: "i-1", Score: 1}
	was := qalxan.Finding{ItemID: "i-1", Status: qalxan.StatusDismissed, Level: qalxan.LevelSignal, Signals: []qalxan.Signal{known}}
	tests := []struct {
		name   string
		change func(*qalxan.Finding)
		want   string
	}{
		{"nothing", func(*qalxan.Finding) {}, ""},
		{"a signal that was withdrawn", func(f *qalxan.Finding) { f.Signals = append(f.Signals, qalxan.Signal{ID: "s-2", ItemID: "i-1"}) }, ""},
		{"a lower level", func(f *qalxan.Finding) { f.Level = "" }, ""},
		{"a higher level", func(f *qalxan.Finding) { f.Level = qalxan.LevelIncident }, "Since it was dismissed: its level rose to incident."},
		{"a signal", func(f *qalxan.Finding) {
			f.Signals = append(f.Signals, qalxan.Signal{ID: "s-2", ItemID: "i-1", Score: 1})
		}, "Since it was dismissed: new signals: 1."},
		{"a signal in a new version", func(f *qalxan.Finding) {
			f.Signals = append(f.Signals, qalxan.Signal{ID: "s-3", ItemID: "i-2", Score: 1})
		}, "Since it was dismissed: the page has a new version, new signals: 1."},
	}
	for _, test := range tests {
		now := was
		now.Signals = slices.Clone(was.Signals)
		test.change(&now)
		d, news := was.Reopening(now, time.Now())
		if news != (test.want != "") || d.Reason != test.want {
			t.Errorf("%s: %t, %q, want %q", test.name, news, d.Reason, test.want)
		}
		open := was
		open.Status = qalxan.StatusNew
		if _, news := open.Reopening(now, time.Now()); news {
			t.Errorf("%s: what was not dismissed is reopened", test.name)
		}
	}
}

// confirmed is a critical finding that these people confirmed, one after the
// other.
func confirmed(by ...string) qalxan.Finding {
	f := qalxan.Finding{ID: "f-1", Level: qalxan.LevelCritical, Status: qalxan.StatusNew}
	for _, name := range by {
		f.Decisions = append(f.Decisions, qalxan.Decision{By: name, From: f.Status, To: qalxan.StatusConfirmed, Reason: "Read it."})
		f.Status = qalxan.StatusConfirmed
	}
	return f
}

func TestSecondPerson(t *testing.T) {
	again := qalxan.Decision{By: "aygun", To: qalxan.StatusConfirmed, Reason: "Sure."}
	if f := confirmed("aygun"); !f.NeedsSecond() || !errors.Is(f.Admits(again), qalxan.ErrReview) {
		t.Error("one person is enough for a critical case")
	}
	if f := confirmed("aygun", "leyla"); f.NeedsSecond() || f.Admits(again) != nil {
		t.Error("two persons are not enough for a critical case")
	}
	f := confirmed("aygun")
	f.Decisions = append(f.Decisions, qalxan.Decision{By: "leyla", From: f.Status, To: f.Status, Assignee: "leyla"})
	if !f.NeedsSecond() || f.Assignee() != "leyla" {
		t.Error("who takes a case has confirmed it")
	}
	if f.Level = qalxan.LevelIncident; f.NeedsSecond() {
		t.Error("an incident needs a second person")
	}
}

func TestUndo(t *testing.T) {
	f := confirmed("aygun", "leyla")
	if _, err := f.Undo("aygun"); !errors.Is(err, qalxan.ErrReview) {
		t.Errorf("what somebody else decided is taken back: %v", err)
	}
	d, err := f.Undo("leyla")
	if err != nil || d.To != qalxan.StatusConfirmed || d.Validate() != nil {
		t.Fatalf("%+v, %v", d, err)
	}
	f.Decisions = append(f.Decisions, d)
	if !f.NeedsSecond() || !slices.Equal(f.Confirmers(), []string{"aygun"}) {
		t.Error("the confirmation stands although it was taken back")
	}
	if _, err := f.Undo("leyla"); !errors.Is(err, qalxan.ErrReview) {
		t.Errorf("taking back is taken back: %v", err)
	}
	if _, err := (qalxan.Finding{}).Undo("leyla"); !errors.Is(err, qalxan.ErrReview) {
		t.Errorf("nothing is taken back: %v", err)
	}
}

func TestRulesHaveTheirOwnName(t *testing.T) {
	if err := (qalxan.Finding{}).Admits(qalxan.Decision{By: qalxan.Itself, To: qalxan.StatusDismissed}); !errors.Is(err, qalxan.ErrReview) {
		t.Errorf("a person decides as the rules: %v", err)
	}
}
