package api_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/store"
)

func TestSourceTellsAllOfItsHealth(t *testing.T) {
	library := apitest.Open(t)
	s, err := library.Source(t.Context(), "ikinci")
	if err != nil {
		t.Fatal(err)
	}
	h := s.Health
	if !h.Alert || len(s.Runs) != 3 || s.Runs[0].Started.Before(s.Runs[1].Started) {
		t.Errorf("alert %t, %d runs", h.Alert, len(s.Runs))
	}
	if h.Robots == nil || !h.Robots.Kept || !strings.HasPrefix(h.Robots.Reason.Text, "robots.txt: the last good copy counts, 27 hours old: robots.txt answered 503") {
		t.Errorf("robots %+v", h.Robots)
	}
	if len(h.Traps) != 2 || h.Traps[1] != "A second trap." {
		t.Errorf("traps %q", h.Traps)
	}
	if !h.Next.After(apitest.Now) || h.Next.Minute() != 0 {
		t.Errorf("next %s", h.Next)
	}
	if s, err := library.Source(t.Context(), "unused"); err != nil || s.Runs == nil || s.Health.Traps == nil || s.Health.Robots != nil || !s.Health.Next.IsZero() {
		t.Errorf("unused: %+v, %v", s, err)
	}
	if _, err := library.Source(t.Context(), "absent"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("absent: %v", err)
	}
}

func TestAlerts(t *testing.T) {
	alerts, err := apitest.Open(t).Alerts(t.Context())
	if err != nil || len(alerts) != 1 || alerts[0].Source.ID != "ikinci" {
		t.Errorf("%+v, %v", alerts, err)
	}
}

// TestWithheldTextIsExplained finds an item without a text and is told why.
func TestWithheldTextIsExplained(t *testing.T) {
	found, err := apitest.Open(t).Search(t.Context(), api.SearchRequest{Query: "bazar"})
	if err != nil || len(found.Hits) != 1 || found.Hits[0].ID != qalxan.ItemID(apitest.Reserved, 1) {
		t.Fatalf("%+v, %v", found, err)
	}
	why := found.Hits[0].Withheld
	if why == nil || why.Code != "withheld.reserved" || !strings.HasPrefix(why.Text, "Text not kept: the site reserves text mining (tdm-reservation: 1") {
		t.Errorf("withheld %+v", why)
	}
}
