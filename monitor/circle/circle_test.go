package circle

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/criteria"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

var day = time.Date(2026, 3, 30, 12, 0, 0, 0, time.UTC)

// town is campaigns over a record, judged by one rule: what is in a campaign of
// three or more is an incident.
type town struct {
	*testing.T
	*Campaigns
	record *sqlite.Store
}

func open(t *testing.T) town {
	t.Helper()
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Now: func() time.Time { return day }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { record.Close() })
	three := func(f *qalxan.Finding, _ qalxan.Item, _ []qalxan.Signal, facts criteria.Facts) bool {
		if facts.Members < 3 || f.Level == qalxan.LevelIncident {
			return false
		}
		f.Level = qalxan.LevelIncident
		return true
	}
	return town{t, New(Options{
		Judge: three, Now: func() time.Time { return day },
		Claims: func() map[string]string { return map[string]string{"bridge": "The bridge is closed."} },
	}, record), record}
}

// says has a page of a source spread the claim, and returns its finding and how
// many findings that raised.
func (x town) says(name string) (qalxan.Finding, int) {
	x.Helper()
	address := "https://" + name + ".example/a"
	item := qalxan.Item{
		ID: qalxan.ItemID(address, 1), Identity: address, Version: 1, URL: address, SourceID: name, Title: name, Text: name, Hash: name, Seen: day, CaptureID: "urn:" + name,
	}
	s := qalxan.Signal{ItemID: item.ID, Detector: qalxan.DetectNarrative, Key: "bridge", Score: 1, Stance: qalxan.StanceSpreads, Time: day}
	s.ID = qalxan.SignalID(s.ItemID, s.Detector, s.Key)
	f := qalxan.Finding{
		ID: qalxan.FindingID(address), Identity: address, SourceID: name, ItemID: item.ID, Level: qalxan.LevelSignal,
		Status: qalxan.StatusNew, Created: day, Updated: day,
	}
	c := x.Open()
	if err := c.Add(x.Context(), item, f, []qalxan.Signal{s}); err != nil {
		x.Fatal(err)
	}
	raised, err := c.Close(x.Context())
	if err != nil {
		x.Fatal(err)
	}
	e := store.Entry{Items: []store.ItemEntry{{Item: item}}, Signals: []qalxan.Signal{s}, Captures: []qalxan.Capture{{ID: item.CaptureID, SourceID: name, Time: day}}}
	c.Write(&e)
	if err := x.record.Commit(x.Context(), e); err != nil {
		x.Fatal(err)
	}
	return x.finding(address), raised
}

func (x town) finding(identity string) qalxan.Finding {
	x.Helper()
	f, err := x.record.FindingOf(x.Context(), identity)
	if err != nil {
		x.Fatal(err)
	}
	return f
}

// TestOneClaimIsOneCampaign: what spreads one claim is in one campaign, and the
// one that makes it three raises itself; Facts tells of all of them.
func TestOneClaimIsOneCampaign(t *testing.T) {
	x := open(t)
	first, _ := x.says("one")
	second, raised := x.says("two")
	if second.CampaignID == "" || second.CampaignID != x.finding(first.Identity).CampaignID || raised != 0 {
		t.Fatalf("%q and %q, %d raised", x.finding(first.Identity).CampaignID, second.CampaignID, raised)
	}
	before, err := x.Facts(t.Context(), qalxan.Item{}, second.CampaignID)
	if err != nil || before.Members != 2 || before.Sources != 2 || before.Evidence {
		t.Errorf("%+v, %v", before, err)
	}
	third, raised := x.says("three")
	if third.Level != qalxan.LevelIncident || raised != 1 {
		t.Errorf("the third is %s, %d raised", third.Level, raised)
	}
	after, err := x.Facts(t.Context(), qalxan.Item{CaptureID: "urn:one"}, second.CampaignID)
	if err != nil || after.Members != 3 || after.Sources != 3 || !after.Evidence {
		t.Errorf("remembered from before: %+v, %v", after, err)
	}
	if none, err := x.Facts(t.Context(), qalxan.Item{}, "c-none"); err != nil || none != (criteria.Facts{}) {
		t.Errorf("of no campaign: %+v, %v", none, err)
	}
}

// TestRule: a split takes findings out and keeps them out, and a merge brings
// them back.
func TestRule(t *testing.T) {
	x := open(t)
	var all []qalxan.Finding
	for n := range 3 {
		f, _ := x.says(fmt.Sprint("town", n))
		all = append(all, f)
	}
	old := all[2].CampaignID
	rule := func(r qalxan.Ruling) (qalxan.Campaign, error) {
		r.By, r.Reason, r.Time = "leyla", "Read it.", day
		return x.Rule(t.Context(), r)
	}
	made, err := rule(qalxan.Ruling{Kind: qalxan.RulingSplit, CampaignID: old, Findings: []string{all[1].ID}})
	if err != nil || made.ID == old || x.finding(all[1].Identity).CampaignID != made.ID || x.finding(all[0].Identity).CampaignID != old {
		t.Fatalf("split: %+v, %v", made, err)
	}
	if _, err := rule(qalxan.Ruling{Kind: qalxan.RulingSplit, CampaignID: made.ID, Findings: []string{all[1].ID}}); !errors.Is(err, qalxan.ErrRequest) {
		t.Errorf("nothing would stay: %v", err)
	}
	if late, _ := x.says("late"); late.CampaignID != old && late.CampaignID != made.ID || x.finding(all[1].Identity).CampaignID != made.ID {
		t.Errorf("what comes later joins both: %s", late.CampaignID)
	}
	one, err := rule(qalxan.Ruling{Kind: qalxan.RulingMerge, CampaignID: old, OtherID: made.ID})
	if err != nil || one.ID != old || x.finding(all[1].Identity).CampaignID != old {
		t.Errorf("merge: %+v, %v", one, err)
	}
	if _, err := rule(qalxan.Ruling{Kind: qalxan.RulingMerge, CampaignID: old, OtherID: made.ID}); !errors.Is(err, qalxan.ErrRequest) {
		t.Errorf("merged already: %v", err)
	}
	if _, err := rule(qalxan.Ruling{Kind: qalxan.RulingMerge, CampaignID: "c-none", OtherID: old}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("of no campaign: %v", err)
	}
}
