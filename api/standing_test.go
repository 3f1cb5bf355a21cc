package api_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/store"
)

// TestAlertsFollowTheRecord: what is kept of sources never hides that one of
// them broke, or answers again.
func TestAlertsFollowTheRecord(t *testing.T) {
	library, record := apitest.Kept(t)
	alerts := func() (ids []string) {
		t.Helper()
		list, err := library.Alerts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list {
			ids = append(ids, s.Source.ID)
		}
		return ids
	}
	known := alerts()
	list, err := library.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id := list.Sources[0].Source.ID
	for _, s := range list.Sources {
		if !s.Health.Alert {
			id = s.Source.ID
		}
	}
	ran := 0
	run := func(used, failed int, fault string) {
		ran++
		started := library.Now().Add(time.Duration(ran-10) * time.Minute)
		r := store.Run{ID: fmt.Sprint("late-", ran), SourceID: id, Started: started, Ended: started.Add(time.Second), Used: used, Failed: failed, Error: fault}
		if err := record.SaveRun(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		run(0, 1, "it refuses connections")
	}
	if got := alerts(); len(got) != len(known)+1 {
		t.Errorf("after three failures of %s: %v, before: %v", id, got, known)
	}
	run(1, 0, "")
	if got := alerts(); len(got) != len(known) {
		t.Errorf("after an answer of %s: %v, before: %v", id, got, known)
	}
}
