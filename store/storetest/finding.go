package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

func decision(to qalxan.Status) qalxan.Decision {
	return qalxan.Decision{Time: start.Add(time.Hour), By: "aygun", To: to, Reason: "Read it."}
}

func testFindingKept(t *testing.T, s store.Store) {
	i := item("story", 1)
	e := entry(i)
	e.Findings = []qalxan.Finding{finding(i, qalxan.LevelSignal)}
	e.Findings[0].Status = ""
	commit(t, s, e)
	id := e.Findings[0].ID
	same(t, "first status", must(s.Finding(t.Context(), id))(t).Status, qalxan.StatusNew)
	must(s.Decide(t.Context(), id, decision(qalxan.StatusDismissed)))(t)

	raised := finding(i, qalxan.LevelIncident)
	raised.CampaignID, raised.Criteria, raised.Reason.Text = "c-1", "2", "Two indicators."
	raised.Created, raised.Updated = start.Add(2*time.Hour), start.Add(2*time.Hour)
	commit(t, s, store.Entry{Findings: []qalxan.Finding{raised}, Campaigns: []qalxan.Campaign{{ID: "c-1"}}})
	got := must(s.Finding(t.Context(), id))(t)
	raised.Status, raised.Created, raised.Updated, raised.Decisions = qalxan.StatusNew, i.Seen, got.Updated, got.Decisions
	same(t, "finding", got, raised)
	same(t, "decisions", len(got.Decisions), 2)

	old := finding(i, qalxan.LevelIncident)
	commit(t, s, store.Entry{Findings: []qalxan.Finding{old}})
	same(t, "updated", must(s.Finding(t.Context(), id))(t).Updated, raised.Updated)
}

// testReopening: what was dismissed stays so until something new happens, and
// then the history says what.
func testReopening(t *testing.T, s store.Store) {
	i := item("story", 1)
	e := entry(i)
	e.Findings, e.Signals = []qalxan.Finding{finding(i, qalxan.LevelSignal)}, []qalxan.Signal{makes(i, "one")}
	commit(t, s, e)
	id := e.Findings[0].ID
	must(s.Decide(t.Context(), id, decision(qalxan.StatusDismissed)))(t)
	commit(t, s, store.Entry{Findings: e.Findings, Signals: e.Signals})
	same(t, "seen again", must(s.Finding(t.Context(), id))(t).Status, qalxan.StatusDismissed)

	fresh := makes(i, "two")
	commit(t, s, store.Entry{Findings: e.Findings, Signals: []qalxan.Signal{fresh}})
	got := must(s.Finding(t.Context(), id))(t)
	same(t, "after a new signal", got.Status, qalxan.StatusNew)
	last := got.Decisions[len(got.Decisions)-1]
	same(t, "who reopened", last.By, qalxan.Itself)
	same(t, "news", last.News, &qalxan.News{Signals: []string{fresh.ID}})
	same(t, "searchable", must(s.SearchableByID(t.Context(), []string{i.ID}))(t)[0].Status, qalxan.StatusNew)
}

// testStanding: what stands where in review is listed, what waits longest
// first, and counted.
func testStanding(t *testing.T, s store.Store) {
	var e store.Entry
	for n, level := range []qalxan.Level{qalxan.LevelSignal, qalxan.LevelCritical, qalxan.LevelCritical, qalxan.LevelCritical} {
		i := itemAt(fmt.Sprint(n), start.Add(-time.Duration(n)*time.Hour), nil)
		f := finding(i, level)
		f.Created = start.Add(-time.Duration(n) * time.Hour)
		e.Items, e.Findings = append(e.Items, store.ItemEntry{Item: i}), append(e.Findings, f)
	}
	commit(t, s, e)
	must(s.Decide(t.Context(), e.Findings[2].ID, decision(qalxan.StatusConfirmed)))(t)
	same(t, "waiting", must(s.Unreviewed(t.Context(), ""))(t), []store.Count{{Value: "critical", Count: 2}, {Value: "signal", Count: 1}})
	same(t, "new", about(must(s.Standing(t.Context(), "", qalxan.LevelCritical, qalxan.StatusNew, 10))(t)), []string{"3", "1"})
	same(t, "the first", about(must(s.Standing(t.Context(), "", qalxan.LevelCritical, qalxan.StatusNew, 1))(t)), []string{"3"})
	confirmed := must(s.Standing(t.Context(), "", qalxan.LevelCritical, qalxan.StatusConfirmed, 10))(t)
	same(t, "decisions of the confirmed", len(confirmed[0].Decisions), 1)
}

// testAssigned: what waits of one person is found behind whatever is more
// urgent of others, and follows every decision about who works on it.
func testAssigned(t *testing.T, s store.Store) {
	var e store.Entry
	for n := range 30 {
		i := itemAt(fmt.Sprint(n), start.Add(time.Duration(n)*time.Minute), nil)
		f := finding(i, qalxan.LevelSignal)
		f.Created = i.When()
		e.Items, e.Findings = append(e.Items, store.ItemEntry{Item: i}), append(e.Findings, f)
	}
	commit(t, s, e)
	assign := func(n int, to string) {
		must(s.Decide(t.Context(), e.Findings[n].ID, qalxan.Decision{By: "rashad", Assignee: to}))(t)
	}
	hers := func() []string {
		return about(must(s.Standing(t.Context(), "leyla", qalxan.LevelSignal, qalxan.StatusNew, 2))(t))
	}
	same(t, "nothing", hers(), nil)
	assign(29, "leyla")
	assign(20, "leyla")
	assign(21, "aygun")
	same(t, "hers", hers(), []string{"20", "29"})
	same(t, "counted", must(s.Unreviewed(t.Context(), "leyla"))(t), []store.Count{{Value: "signal", Count: 2}})
	commit(t, s, e) // writing an old entry again changes nothing
	assign(20, qalxan.Nobody)
	assign(21, "leyla")
	undo := must(must(s.Finding(t.Context(), e.Findings[29].ID))(t).Undo("rashad"))(t)
	must(s.Decide(t.Context(), e.Findings[29].ID, undo))(t)
	same(t, "after it changed", hers(), []string{"21"})
	must(s.Decide(t.Context(), e.Findings[21].ID, decision(qalxan.StatusDismissed)))(t)
	same(t, "after it was decided", hers(), nil)
	same(t, "of somebody nobody named", len(must(s.Standing(t.Context(), qalxan.Nobody, qalxan.LevelSignal, qalxan.StatusNew, 2))(t)), 0)
}

// testReviewRules: a decision on an old state is a conflict, one person cannot
// confirm a critical case twice, and an assignee is kept.
func testReviewRules(t *testing.T, s store.Store) {
	i := item("story", 1)
	e := entry(i)
	e.Findings = []qalxan.Finding{finding(i, qalxan.LevelCritical)}
	commit(t, s, e)
	id, seen := e.Findings[0].ID, 0
	confirm := decision(qalxan.StatusConfirmed)
	confirm.Seen = &seen
	must(s.Decide(t.Context(), id, confirm))(t)
	if _, err := s.Decide(t.Context(), id, confirm); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a decision on an old state gave %v", err)
	}
	if _, err := s.Decide(t.Context(), id, decision(qalxan.StatusConfirmed)); !errors.Is(err, qalxan.ErrReview) {
		t.Errorf("a second confirmation by the same person gave %v", err)
	}
	must(s.Decide(t.Context(), id, qalxan.Decision{By: "aygun", Assignee: "leyla"}))(t)
	listed, _, err := s.Findings(t.Context(), store.Filter{}, store.Page{})
	ok(t, err)
	same(t, "assignee in a list", listed[0].Assignee(), "leyla")
	same(t, "hers", about(must(s.Unseconded(t.Context(), "leyla", 10))(t)), []string{"story"})
	same(t, "not hers", about(must(s.Unseconded(t.Context(), "aygun", 10))(t)), nil)
	same(t, "needs a second person", listed[0].NeedsSecond(), true)
	undo := must(listed[0].Undo("aygun"))(t)
	got := must(s.Decide(t.Context(), id, undo))(t)
	same(t, "assignee after taking it back", got.Assignee(), "")
	same(t, "hers no more", about(must(s.Unseconded(t.Context(), "leyla", 10))(t)), nil)
}

func testDecide(t *testing.T, s store.Store) {
	i := item("story", 1)
	e := entry(i)
	e.Findings, e.Signals = []qalxan.Finding{finding(i, qalxan.LevelSignal)}, []qalxan.Signal{makes(i, "one")}
	commit(t, s, e)
	id := e.Findings[0].ID
	first, second := decision(qalxan.StatusConfirmed), decision(qalxan.StatusEscalated)
	first.From, second.From = qalxan.StatusDismissed, qalxan.StatusDismissed
	must(s.Decide(t.Context(), id, first))(t)
	got := must(s.Decide(t.Context(), id, second))(t)
	first.From, second.From = qalxan.StatusNew, qalxan.StatusConfirmed
	same(t, "decisions", got.Decisions, []qalxan.Decision{first, second})
	same(t, "status", got.Status, qalxan.StatusEscalated)
	same(t, "updated", got.Updated, second.Time)
	same(t, "signals", got.Signals, e.Signals)
	same(t, "stored", must(s.Finding(t.Context(), id))(t), got)

	for _, d := range []qalxan.Decision{{}, {To: "maybe", By: "a", Reason: "b"}, {To: qalxan.StatusNew, Reason: "b"}, {To: qalxan.StatusNew, By: "a"}} {
		if _, err := s.Decide(t.Context(), id, d); err == nil {
			t.Errorf("decision %+v was taken", d)
		}
	}
	undated := decision(qalxan.StatusNew)
	undated.Time = time.Time{}
	got = must(s.Decide(t.Context(), id, undated))(t)
	same(t, "decisions with an undated one", len(got.Decisions), 3)
	same(t, "date of an undated decision", got.Decisions[2].Time.IsZero(), false)
}

// testLevel: a level that a person set is kept, with the decision, and what the
// criteria judged on is kept beside it.
func testLevel(t *testing.T, s store.Store) {
	i := item("story", 1)
	e := entry(i)
	e.Findings = []qalxan.Finding{finding(i, qalxan.LevelIncident)}
	e.Findings[0].Grounds = &qalxan.Grounds{
		Level: qalxan.LevelIncident, Indicators: []string{"claim", "copying"}, Rules: []string{"incident.claim"}, Facts: map[string]string{"evidence": "true"},
	}
	commit(t, s, e)
	id := e.Findings[0].ID
	same(t, "grounds", must(s.Finding(t.Context(), id))(t).Grounds, e.Findings[0].Grounds)
	got := must(s.Decide(t.Context(), id, qalxan.Decision{By: "aygun", Level: qalxan.LevelSignal, Reason: "One publisher."}))(t)
	same(t, "level", got.Level, qalxan.LevelSignal)
	same(t, "status", got.Status, qalxan.StatusNew)
	d, overridden := got.Override()
	same(t, "overridden", overridden, true)
	same(t, "from", d.FromLevel, qalxan.LevelIncident)
	same(t, "searchable", must(s.SearchableByID(t.Context(), []string{i.ID}))(t)[0].Level, qalxan.LevelSignal)

	again := finding(i, qalxan.LevelCritical)
	again.Grounds = &qalxan.Grounds{Level: qalxan.LevelCritical}
	commit(t, s, store.Entry{Findings: []qalxan.Finding{again}})
	got = must(s.Finding(t.Context(), id))(t)
	same(t, "level after the criteria", got.Level, qalxan.LevelSignal)
	same(t, "grounds after the criteria", got.Grounds, again.Grounds)
	if _, err := s.Decide(t.Context(), id, qalxan.Decision{By: "aygun", Level: "grave", Reason: "So."}); err == nil {
		t.Error("an unknown level was taken")
	}
}

func about(findings []qalxan.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Identity)
	}
	return all
}

func testFindingFilters(t *testing.T, s store.Store) {
	scene(t, s)
	tests := []struct {
		name   string
		filter store.Filter
		want   []string
	}{
		{"all, last updated first", store.Filter{}, []string{"e", "c", "b"}},
		{"source", store.Filter{Sources: []string{"wire"}}, []string{"e", "b"}},
		{"language", store.Filter{Languages: []string{"ru"}}, []string{"c", "b"}},
		{"narrative of any version", store.Filter{Narratives: []string{"two"}}, []string{"e", "c"}},
		{"level", store.Filter{Levels: []string{"incident", "critical"}}, []string{"e", "c"}},
		{"no level", store.Filter{Levels: []string{""}}, nil},
		{"status", store.Filter{Statuses: []string{"confirmed"}}, []string{"c"}},
		{"no campaign", store.Filter{Campaigns: []string{""}}, []string{"b"}},
		{"time of the item", store.Filter{After: start.AddDate(0, 0, 1), Before: start.AddDate(0, 0, 2)}, []string{"b"}},
		{"together", store.Filter{Campaigns: []string{"c-1"}, Statuses: []string{"new"}}, []string{"e"}},
	}
	for _, test := range tests {
		findings, cursor, err := s.Findings(t.Context(), test.filter, store.Page{})
		ok(t, err)
		same(t, test.name, about(findings), test.want)
		same(t, "cursor of "+test.name, cursor, "")
	}
	must(s.Decide(t.Context(), qalxan.FindingID("b"), qalxan.Decision{
		Time: start.AddDate(1, 0, 0), By: "aygun", To: qalxan.StatusDismissed, Reason: "Satire.",
	}))(t)
	findings, _, err := s.Findings(t.Context(), store.Filter{}, store.Page{})
	ok(t, err)
	same(t, "after a decision", about(findings), []string{"b", "e", "c"})
}

// testFindingSignals: a finding has the signals of all versions, and a signal
// with the same id replaces the one before.
func testFindingSignals(t *testing.T, s store.Store) {
	first, second := item("story", 1), item("story", 2)
	e := entry(first, second, item("other", 1))
	e.Signals = []qalxan.Signal{signal(second, qalxan.DetectEdit, "silent"), makes(first, "one"), makes(item("other", 1), "one")}
	e.Findings = []qalxan.Finding{finding(first, qalxan.LevelSignal)}
	commit(t, s, e)
	want := []qalxan.Signal{e.Signals[1], e.Signals[0]}
	same(t, "signals", must(s.Signals(t.Context(), "story"))(t), want)

	want[0].Score, want[0].Stance = 1, qalxan.StanceRefutes
	commit(t, s, store.Entry{Signals: want[:1]})
	same(t, "replaced", must(s.FindingOf(t.Context(), "story"))(t).Signals, want)
	listed, _, err := s.Findings(t.Context(), store.Filter{}, store.Page{})
	ok(t, err)
	same(t, "listed", listed[0].Signals, want)
}

func testFindingPages(t *testing.T, s store.Store) {
	var e store.Entry
	for n := range 30 {
		i := itemAt(fmt.Sprint(n), start.Add(time.Duration(n/10)*time.Second), nil)
		e.Items = append(e.Items, store.ItemEntry{Item: i})
		e.Findings = append(e.Findings, finding(i, qalxan.LevelSignal))
	}
	commit(t, s, e)
	list := func(p store.Page) ([]qalxan.Finding, string, error) {
		return s.Findings(t.Context(), store.Filter{}, p)
	}
	all, _, err := list(store.Page{Limit: 30})
	ok(t, err)
	same(t, "findings", len(all), 30)
	same(t, "pages", walk(t, 4, list, func() {}), all)
}

func testCampaignPages(t *testing.T, s store.Store) {
	var e store.Entry
	for n := range 30 {
		e.Campaigns = append(e.Campaigns, qalxan.Campaign{ID: fmt.Sprintf("c-%02d", n), Updated: start.Add(time.Duration(n/10) * time.Second)})
	}
	commit(t, s, e)
	list := func(p store.Page) ([]qalxan.Campaign, string, error) { return s.Campaigns(t.Context(), p) }
	all, _, err := list(store.Page{Limit: 30})
	ok(t, err)
	same(t, "newest first", all[0].Updated, e.Campaigns[29].Updated)
	same(t, "pages", walk(t, 7, list, func() {}), all)

	grown := e.Campaigns[0]
	grown.Title, grown.Updated = "Grown", start.AddDate(0, 0, 1)
	commit(t, s, store.Entry{Campaigns: []qalxan.Campaign{grown}})
	all, _, err = list(store.Page{Limit: 1})
	ok(t, err)
	same(t, "replaced", all, []qalxan.Campaign{grown})
}
