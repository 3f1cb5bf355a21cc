package storetest

import (
	"cmp"
	"slices"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// drain empties the outbox and returns the items that were in it, by id.
func drain(t *testing.T, s store.Store) []string {
	t.Helper()
	changes := must(s.Pending(t.Context(), 1000))(t)
	ok(t, s.Settle(t.Context(), changes))
	var ids []string
	for _, c := range changes {
		ids = append(ids, c.ItemID)
	}
	slices.Sort(ids)
	return ids
}

func testOutbox(t *testing.T, s store.Store) {
	first, second, other := item("story", 1), item("story", 2), item("other", 1)
	lifted := finding(first, qalxan.LevelSignal)
	raised := lifted
	raised.Level = qalxan.LevelIncident
	grouped := raised
	grouped.CampaignID = "c-1"
	reasoned := grouped
	reasoned.Reason.Text, reasoned.Updated = "Another reason.", start.AddDate(0, 0, 1)
	rescored := makes(first, "one")
	rescored.Score = 1
	campaigns := []qalxan.Campaign{{ID: "c-1"}}
	steps := []struct {
		name  string
		entry store.Entry
		want  []string
	}{
		{"new items", entry(first, other), []string{first.ID, other.ID}},
		{"the same again", entry(first, other), nil},
		{"a new version", entry(second), []string{first.ID, second.ID}},
		{"a narrative", store.Entry{Signals: []qalxan.Signal{makes(first, "one")}}, []string{first.ID}},
		{"the same narrative", store.Entry{Signals: []qalxan.Signal{rescored}}, nil},
		{"another detector", store.Entry{Signals: []qalxan.Signal{signal(first, qalxan.DetectEdit, "silent")}}, nil},
		{"a finding", store.Entry{Findings: []qalxan.Finding{lifted}}, []string{first.ID, second.ID}},
		{"the same finding", store.Entry{Findings: []qalxan.Finding{lifted}}, nil},
		{"a higher level", store.Entry{Findings: []qalxan.Finding{raised}}, []string{first.ID, second.ID}},
		{"a campaign", store.Entry{Findings: []qalxan.Finding{grouped}, Campaigns: campaigns}, []string{first.ID, second.ID}},
		{"another reason", store.Entry{Findings: []qalxan.Finding{reasoned}}, nil},
		{"no item", store.Entry{Captures: []qalxan.Capture{{ID: "urn:uuid:1"}}, Found: []frontier.Task{task("wire", "a")}}, nil},
	}
	for _, step := range steps {
		commit(t, s, step.entry)
		want := slices.Sorted(slices.Values(step.want))
		same(t, step.name, drain(t, s), want)
	}
	versions := slices.Sorted(slices.Values([]string{first.ID, second.ID}))
	must(s.Decide(t.Context(), lifted.ID, decision(qalxan.StatusConfirmed)))(t)
	same(t, "a decision", drain(t, s), versions)
	must(s.Decide(t.Context(), lifted.ID, decision(qalxan.StatusConfirmed)))(t)
	same(t, "the same decision", drain(t, s), nil)
}

func testSettle(t *testing.T, s store.Store) {
	ctx, a, b := t.Context(), item("a", 1), item("b", 1)
	commit(t, s, entry(a))
	commit(t, s, entry(b))
	before := must(s.Pending(ctx, 10))(t)
	same(t, "order", []string{before[0].ItemID, before[1].ItemID}, []string{a.ID, b.ID})
	same(t, "limited", must(s.Pending(ctx, 1))(t), before[:1])

	commit(t, s, store.Entry{Signals: []qalxan.Signal{makes(a, "one")}})
	changed := must(s.Pending(ctx, 10))(t)
	same(t, "each once", len(changed), 2)
	ok(t, s.Settle(ctx, before))
	left := must(s.Pending(ctx, 10))(t)
	same(t, "changed since", left, changed[1:])
	same(t, "changed since", left[0].ItemID, a.ID)
	ok(t, s.Settle(ctx, left))
	ok(t, s.Settle(ctx, nil))
	same(t, "settled", must(s.Pending(ctx, 10))(t), nil)

	commit(t, s, store.Entry{Signals: []qalxan.Signal{makes(a, "two")}})
	ok(t, s.Settle(ctx, left))
	after := must(s.Pending(ctx, 10))(t)
	same(t, "changed after all was settled", len(after), 1)
	if after[0].Seq <= left[0].Seq {
		t.Errorf("sequence number %d follows %d", after[0].Seq, left[0].Seq)
	}
}

func testSearchable(t *testing.T, s store.Store) {
	ctx := t.Context()
	first, plain := item("story", 1), item("plain", 1)
	e := entry(first, plain)
	e.Signals = []qalxan.Signal{makes(first, "two"), makes(first, "one"), signal(first, qalxan.DetectEdit, "silent")}
	e.Findings = []qalxan.Finding{finding(first, qalxan.LevelIncident)}
	e.Findings[0].CampaignID, e.Campaigns = "c-1", []qalxan.Campaign{{ID: "c-1"}}
	commit(t, s, e)
	second := item("story", 2)
	commit(t, s, entry(second))
	shared := must(s.SearchableByID(ctx, []string{second.ID}))(t)[0]
	same(t, "a later version", shared, store.Searchable{
		Item: second, Latest: true, Level: qalxan.LevelIncident, Status: qalxan.StatusNew, CampaignID: "c-1",
	})
	must(s.Decide(ctx, e.Findings[0].ID, decision(qalxan.StatusEscalated)))(t)

	want := []store.Searchable{
		{Item: first, Level: qalxan.LevelIncident, Status: qalxan.StatusEscalated, CampaignID: "c-1", Narratives: []string{"one", "two"}},
		{Item: second, Latest: true, Level: qalxan.LevelIncident, Status: qalxan.StatusEscalated, CampaignID: "c-1"},
		{Item: plain, Latest: true},
	}
	slices.SortFunc(want, func(a, b store.Searchable) int { return cmp.Compare(a.Item.ID, b.Item.ID) })
	same(t, "searchable", collect(t, s.Searchable(ctx)), want)
	same(t, "given", must(s.SearchableByID(ctx, []string{want[2].Item.ID, "i-unknown", want[0].Item.ID}))(t), []store.Searchable{want[0], want[2]})

	var many []qalxan.Item
	for n := range 250 {
		many = append(many, item("many-"+string(rune(0x100+n)), 1))
	}
	commit(t, s, entry(many...))
	same(t, "many", len(collect(t, s.Searchable(ctx))), 253)
}
