package api_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/store"
)

func ids(c api.Case) []string {
	var out []string
	for _, f := range c.Findings {
		out = append(out, f.Finding.ID)
	}
	return out
}

func TestInbox(t *testing.T) {
	in, err := apitest.Open(t).Inbox(t.Context(), api.InboxRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if len(in.Cases) != 1 || in.Cases[0].Campaign == nil || in.Total != 3 {
		t.Fatalf("%d cases, %d wait", len(in.Cases), in.Total)
	}
	want := []string{qalxan.FindingID(apitest.Original), qalxan.FindingID(apitest.Persian), qalxan.FindingID(apitest.Evil)}
	if diff := cmp.Diff(want, ids(in.Cases[0])); diff != "" {
		t.Errorf("the highest level first, then what waits longest: %s", diff)
	}
	if diff := cmp.Diff([]store.Count{{Value: "incident", Count: 1}, {Value: "signal", Count: 2}}, in.Waiting); diff != "" {
		t.Error(diff)
	}
}

// TestInboxKeepsHalfConfirmed: a critical case stays until a second person
// looked at it.
func TestInboxKeepsHalfConfirmed(t *testing.T) {
	library, record := apitest.Kept(t)
	id := qalxan.FindingID(apitest.Evil)
	waits := func() bool {
		in, err := library.Inbox(t.Context(), api.InboxRequest{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		return len(in.Cases) == 1 && ids(in.Cases[0])[0] == id
	}
	for _, d := range []qalxan.Decision{
		{By: "aygun", Level: qalxan.LevelCritical, Reason: "Lives are at stake."},
		{By: "aygun", To: qalxan.StatusConfirmed, Reason: "Checked."},
	} {
		if _, err := record.Decide(t.Context(), id, d); err != nil {
			t.Fatal(err)
		}
		if !waits() {
			t.Errorf("it does not wait first after %+v", d)
		}
	}
	if _, err := record.Decide(t.Context(), id, qalxan.Decision{By: "leyla", To: qalxan.StatusConfirmed, Reason: "I agree."}); err != nil {
		t.Fatal(err)
	}
	if waits() {
		t.Error("it waits although two persons confirmed it")
	}
}

func TestInboxOfOnePerson(t *testing.T) {
	library, record := apitest.Kept(t)
	id := qalxan.FindingID(apitest.Persian)
	if _, err := record.Decide(t.Context(), id, qalxan.Decision{By: "aygun", Assignee: "leyla"}); err != nil {
		t.Fatal(err)
	}
	in, err := library.Inbox(t.Context(), api.InboxRequest{Assignee: "leyla"})
	if err != nil || len(in.Cases) != 1 || len(in.Cases[0].Findings) != 1 || ids(in.Cases[0])[0] != id {
		t.Errorf("%+v, %v", in.Cases, err)
	}
}

func TestSince(t *testing.T) {
	library := apitest.Open(t)
	s, err := library.Since(t.Context(), apitest.Now.Add(-2*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.New) != 0 || len(s.Taken) != 1 || s.Taken[0].Decision.To != qalxan.StatusConfirmed || len(s.Broken) != 1 {
		t.Errorf("%d new, %d taken, %d broken", len(s.New), len(s.Taken), len(s.Broken))
	}
	if s, err = library.Since(t.Context(), apitest.Now.Add(-100*time.Hour)); err != nil || len(s.New) != 4 || len(s.Campaigns) != 1 {
		t.Errorf("%d new, %d campaigns, %v", len(s.New), len(s.Campaigns), err)
	}
}

func TestCoverage(t *testing.T) {
	c, err := apitest.Open(t).Coverage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	watched := map[string]bool{}
	for _, r := range c.Rows {
		watched[r.Language] = r.Watched()
	}
	if diff := cmp.Diff(map[string]bool{"az": true, "en": false, "fa": false}, watched); diff != "" {
		t.Error(diff)
	}
	if c.Rows[len(c.Rows)-1].Language != "az" {
		t.Error("what is watched does not stand last")
	}
}

func TestTryWording(t *testing.T) {
	library := apitest.Open(t)
	for wording, want := range map[string]int{
		"körpü gizli bağlanır": 2, "KÖRPÜ, (gizli) bağlanır!": 2, "lang:az": 0, "heç vaxt deyilməyib": 0, `körpü" OR "hava`: 0,
	} {
		if found, err := library.Try(t.Context(), wording); err != nil || found.Total != want {
			t.Errorf("%q: %d items, want %d, %v", wording, found.Total, want, err)
		}
	}
	for _, bad := range []string{"", " ?! ", string(make([]rune, 501))} {
		if _, err := library.Try(t.Context(), bad); !errors.Is(err, api.ErrWording) {
			t.Errorf("%.20q gave %v", bad, err)
		}
	}
}

func TestChanges(t *testing.T) {
	changes, err := apitest.Open(t).Changes(t.Context(), apitest.Original)
	if err != nil || len(changes) != 1 {
		t.Fatalf("%d changes, %v", len(changes), err)
	}
	var removed, added string
	for _, c := range changes[0].Text {
		switch {
		case c.Removed:
			removed += c.Text
		case c.Added:
			added += c.Text
		}
	}
	if removed == "" || added == "" || changes[0].From.Version != 1 || changes[0].To.Version != 2 {
		t.Errorf("removed %q, added %q", removed, added)
	}
}
