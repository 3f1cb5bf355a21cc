package storetest

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// testMembers: members come page by page, the first published first, and those
// that came after a turn by themselves.
func testMembers(t *testing.T, s store.Store) {
	gathered(t, s, "c-1", "c", "a", "b")
	gathered(t, s, "c-2", "other")
	var got []string
	for p := (store.Page{Limit: 2}); ; {
		page, next, err := s.Members(t.Context(), "c-1", p)
		ok(t, err)
		got = append(got, about(page)...)
		if p.Cursor = next; next == "" {
			break
		}
	}
	same(t, "members", got, []string{"c", "a", "b"})
	joined := func(after store.Turning) (all []string) {
		for _, m := range must(s.Joined(t.Context(), "c-1", after.Turn))(t) {
			all = append(all, m.Identity)
		}
		return all
	}
	turning := func() store.Turning { return must(s.Turning(t.Context(), "c-1"))(t) }
	before := turning()
	same(t, "nobody new", joined(before), nil)
	i := itemAt("earliest", start.Add(-time.Hour), nil)
	e := entry(i)
	e.Findings = []qalxan.Finding{finding(i, qalxan.LevelSignal)}
	e.Findings[0].CampaignID = "c-1"
	commit(t, s, e)
	same(t, "new", joined(before), []string{"earliest"})
	first, _, err := s.Members(t.Context(), "c-1", store.Page{Limit: 1})
	ok(t, err)
	same(t, "the first", about(first), []string{"earliest"})
	after := turning()
	same(t, "nobody went", after.Gone, before.Gone)
	ok(t, s.Rule(t.Context(), ruling(qalxan.RulingSplit, "c-1", "c-3", qalxan.FindingID("a")), qalxan.Campaign{ID: "c-3"}))
	if now := turning(); now.Gone != now.Turn || now.Turn <= after.Turn {
		t.Errorf("after one went: %+v, before %+v", now, after)
	}
	same(t, "of the new campaign", members(t, s, "c-3"), []string{"a"})
	same(t, "never had one", must(s.Turning(t.Context(), "c-9"))(t), store.Turning{})
}

// testShown: signals are summed up by member, and every change of them or of a
// level is told.
func testShown(t *testing.T, s store.Store) {
	gathered(t, s, "c-1", "a", "b")
	said := must(s.Turning(t.Context(), "c-1"))(t).Said
	told := func(what string) {
		t.Helper()
		now := must(s.Turning(t.Context(), "c-1"))(t).Said
		if now <= said {
			t.Errorf("%s was not told", what)
		}
		said = now
	}
	saw := func(identity string, d qalxan.Detector, key string, score float64, techniques ...string) qalxan.Signal {
		g := signal(itemAt(identity, start, nil), d, key)
		g.Score, g.Techniques = score, techniques
		g.Reason.Text = identity + " " + key
		commit(t, s, store.Entry{Signals: []qalxan.Signal{g}})
		return g
	}
	saw("b", qalxan.DetectHarm, "panic", 0.5)
	told("a signal")
	saw("a", qalxan.DetectHarm, "water", 0.5, "T0022", "T0009")
	saw("a", qalxan.DetectEdit, "x", 0.5, "T0022")
	saw("a", qalxan.DetectEdit, "y", 0.5)
	gone := saw("b", qalxan.DetectTechnique, "loaded", 0, "T9999")
	shown := must(s.Shown(t.Context(), "c-1"))(t)
	same(t, "stakes", []string{shown.Stakes[0].Text, shown.Stakes[1].Text}, []string{"a water", "b panic"})
	shown.Stakes = nil
	same(t, "shown", shown, store.Shown{
		Detectors:  []store.Count{{Value: "edit", Count: 1}, {Value: "harm", Count: 2}},
		Techniques: []string{"T0009", "T0022"},
		Members:    2,
	})
	told("more of them")
	gone.Score = 0.5
	commit(t, s, store.Entry{Signals: []qalxan.Signal{gone}})
	told("a signal that came back")
	must(s.Decide(t.Context(), qalxan.FindingID("a"), qalxan.Decision{By: "aygun", Level: qalxan.LevelCritical, Reason: "Read it."}))(t)
	told("a level")
	same(t, "critical", must(s.Shown(t.Context(), "c-1"))(t).Critical, 1)
}
