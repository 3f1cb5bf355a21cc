package api_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/store"
)

// TestUndoing: each ruling is taken back by another, as far as what it did is
// still there.
func TestUndoing(t *testing.T) {
	library, record := apitest.Kept(t)
	id, other, moved := qalxan.CampaignID(apitest.Original), "c-0123456789abcdef", qalxan.FindingID(apitest.Copy)
	rule := func(n int, r qalxan.Ruling, after ...qalxan.Campaign) time.Time {
		t.Helper()
		r.Time, r.By, r.Reason, r.CampaignID = apitest.Now.Add(time.Duration(n)*time.Minute), "leyla", "Read both.", id
		if err := record.Rule(t.Context(), r, after...); err != nil {
			t.Fatal(err)
		}
		return r.Time
	}
	undoing := func(at time.Time) qalxan.Ruling {
		t.Helper()
		r, err := library.Undoing(t.Context(), id, at)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := rule(1, qalxan.Ruling{Kind: qalxan.RulingBreakout, Category: 3})
	second := rule(2, qalxan.Ruling{Kind: qalxan.RulingBreakout, Category: 5})
	split := rule(3, qalxan.Ruling{Kind: qalxan.RulingSplit, OtherID: other, Findings: []string{moved}}, qalxan.Campaign{ID: other})
	if r := undoing(first); r.Category != 0 || r.Kind != qalxan.RulingBreakout {
		t.Errorf("the first category: %+v", r)
	}
	if r := undoing(second); r.Category != 3 {
		t.Errorf("the second category: %+v", r)
	}
	if r := undoing(split); r.Kind != qalxan.RulingMerge || r.CampaignID != id || r.OtherID != other {
		t.Errorf("the split: %+v", r)
	}
	merge := rule(4, qalxan.Ruling{Kind: qalxan.RulingMerge, OtherID: other})
	if r := undoing(merge); r.Kind != qalxan.RulingSplit || !slices.Equal(r.Findings, []string{moved}) {
		t.Errorf("the merge: %+v", r)
	}
	rule(5, qalxan.Ruling{Kind: qalxan.RulingSplit, OtherID: other, Findings: []string{moved}}, qalxan.Campaign{ID: other})
	if _, err := library.Undoing(t.Context(), id, merge); !errors.Is(err, qalxan.ErrRequest) {
		t.Errorf("a merge of which nothing is left: %v", err)
	}
	if _, err := library.Undoing(t.Context(), id, apitest.Now); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no ruling: %v", err)
	}
}
