package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// decided commits a finding about an identity with signals of scores, and has
// people decide about it an hour later.
func decided(t *testing.T, s store.Store, identity string, signals []qalxan.Signal, became ...qalxan.Status) {
	t.Helper()
	i := itemAt(identity, start, nil)
	e := entry(i)
	for _, g := range signals {
		g.ItemID, g.ID = i.ID, qalxan.SignalID(i.ID, g.Detector, g.Key)
		e.Signals = append(e.Signals, g)
	}
	f := finding(i, qalxan.LevelSignal)
	e.Findings = []qalxan.Finding{f}
	commit(t, s, e)
	for n, to := range became {
		d := qalxan.Decision{Time: start.Add(time.Duration(n+1) * time.Hour), By: "aygun", To: to, Reason: "Read all of it."}
		must(s.Decide(t.Context(), f.ID, d))(t)
	}
}

func scored(d qalxan.Detector, key string, score float64, after time.Duration) qalxan.Signal {
	return qalxan.Signal{Detector: d, Key: key, Score: score, Time: start.Add(after), Reason: qalxan.Reason{Code: "test", Text: "Seen by a test."}}
}

// testJudged: a finding counts once for each detector, with its last decision
// and with what was known then.
func testJudged(t *testing.T, s store.Store) {
	decided(t, s, "yes", []qalxan.Signal{
		scored(qalxan.DetectNarrative, "a", 0.5, 0), scored(qalxan.DetectNarrative, "b", 0.75, 0),
		scored(qalxan.DetectDuplicate, "c", 0.25, time.Hour), // in the moment of the decision
	}, qalxan.StatusConfirmed)
	decided(t, s, "changed", []qalxan.Signal{scored(qalxan.DetectNarrative, "a", 0.5, 0)}, qalxan.StatusConfirmed, qalxan.StatusDismissed)
	decided(t, s, "escalated", []qalxan.Signal{
		scored(qalxan.DetectNarrative, "a", 0.5, 0), scored(qalxan.DetectNarrative, "late", 1, 2*time.Hour),
		scored(qalxan.DetectEdit, "withdrawn", 0, 0),
	}, qalxan.StatusEscalated)
	decided(t, s, "again", []qalxan.Signal{scored(qalxan.DetectNarrative, "a", 0.5, 0)}, qalxan.StatusConfirmed, qalxan.StatusNew)
	decided(t, s, "never", []qalxan.Signal{scored(qalxan.DetectNarrative, "a", 0.5, 0)})
	got := map[store.Judged]bool{}
	for _, j := range must(s.Judged(t.Context()))(t) {
		got[j] = true
	}
	same(t, "judged", got, map[store.Judged]bool{
		{FindingID: qalxan.FindingID("yes"), Detector: qalxan.DetectNarrative, Language: "az", Score: 0.75, Status: qalxan.StatusConfirmed}:      true,
		{FindingID: qalxan.FindingID("yes"), Detector: qalxan.DetectDuplicate, Language: "az", Score: 0.25, Status: qalxan.StatusConfirmed}:      true,
		{FindingID: qalxan.FindingID("changed"), Detector: qalxan.DetectNarrative, Language: "az", Score: 0.5, Status: qalxan.StatusDismissed}:   true,
		{FindingID: qalxan.FindingID("escalated"), Detector: qalxan.DetectNarrative, Language: "az", Score: 0.5, Status: qalxan.StatusEscalated}: true,
	})
}

// testJudgedSince: findings that were decided anew, and those whose signals of
// before a decision changed, are told again, and no others.
func testJudgedSince(t *testing.T, s store.Store) {
	number, known := int64(0), map[string][]store.Judged{}
	follow := func() []string {
		t.Helper()
		r := must(s.JudgedSince(t.Context(), number))(t)
		number = r.Number
		for _, id := range r.Findings {
			delete(known, id)
		}
		for _, j := range r.Judged {
			known[j.FindingID] = append(known[j.FindingID], j)
		}
		all := map[string][]store.Judged{}
		for _, j := range must(s.Judged(t.Context()))(t) {
			all[j.FindingID] = append(all[j.FindingID], j)
		}
		same(t, "followed", known, all)
		return r.Findings
	}
	follow()
	decided(t, s, "one", []qalxan.Signal{scored(qalxan.DetectNarrative, "a", 0.5, 0)}, qalxan.StatusConfirmed)
	decided(t, s, "two", []qalxan.Signal{scored(qalxan.DetectNarrative, "a", 0.5, 0)}, qalxan.StatusDismissed)
	decided(t, s, "never", []qalxan.Signal{scored(qalxan.DetectNarrative, "a", 0.5, 0)})
	same(t, "first", len(follow()), 2)
	same(t, "nothing new", follow(), nil)
	must(s.Decide(t.Context(), qalxan.FindingID("one"), decision(qalxan.StatusNew)))(t)
	same(t, "open again", follow(), []string{qalxan.FindingID("one")})
	i := itemAt("two", start, nil)
	seenAgain := signal(i, qalxan.DetectNarrative, "a")
	seenAgain.Time = start.Add(100 * time.Hour)
	commit(t, s, store.Entry{Signals: []qalxan.Signal{seenAgain, signal(itemAt("never", start, nil), qalxan.DetectEdit, "b")}})
	same(t, "a signal seen again", follow(), []string{qalxan.FindingID("two")})
}

// testCalibrations: versions are numbered, undone one by one, and never reused.
func testCalibrations(t *testing.T, s store.Store) {
	ctx := t.Context()
	same(t, "in force of none", must(s.Calibration(ctx))(t), qalxan.Calibration{})
	_, err := s.UndoCalibration(ctx, "aygun", start)
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("undoing nothing: %v", err)
	}
	c := qalxan.Calibration{Time: start, By: "aygun", Curves: []qalxan.Curve{{
		Detector: qalxan.DetectNarrative, Language: "az", Confirmed: 3, Dismissed: 1,
		Line: &qalxan.Line{Intercept: -1, Slope: 2.5},
	}}}
	first, second := must(s.AddCalibration(ctx, c))(t), must(s.AddCalibration(ctx, c))(t)
	same(t, "numbers", []int{first.Number, second.Number}, []int{1, 2})
	same(t, "in force", must(s.Calibration(ctx))(t), second)
	undone := must(s.UndoCalibration(ctx, "leyla", start.Add(time.Hour)))(t)
	second.UndoneBy, second.Undone = "leyla", start.Add(time.Hour)
	same(t, "undone", undone, second)
	same(t, "in force after that", must(s.Calibration(ctx))(t), first)
	third := must(s.AddCalibration(ctx, c))(t)
	same(t, "all", must(s.Calibrations(ctx))(t), []qalxan.Calibration{third, second, first})
	if _, err := s.UndoCalibration(ctx, "", start); err == nil {
		t.Error("nobody may undo")
	}
	same(t, "in force at last", must(s.Calibration(ctx))(t), third)
}
