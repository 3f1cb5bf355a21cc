package hostile

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/qalxan/qalxan/store/sqlite"
)

// TestFill fills a record, and finds in it what was written.
func TestFill(t *testing.T) {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer record.Close()
	places, err := Fill(t.Context(), record, now, func(n int) string { return Texts()[n] })
	if err != nil {
		t.Fatal(err)
	}
	f, err := record.Finding(t.Context(), places.Findings[0])
	if err != nil {
		t.Fatal(err)
	}
	if f.Reason.Facts["claim"] != Texts()[0] || len(f.Signals) < len(codes) || f.Decisions[0].By != Texts()[0] {
		t.Errorf("finding %+v", f)
	}
	i, err := record.Item(t.Context(), places.Items[0])
	if err != nil || i.Author != Texts()[0] || i.Language.Code != Texts()[0] || i.Links[0] != Texts()[0] {
		t.Errorf("item %+v, %v", i, err)
	}
	reviews := 0
	for _, err := range record.Reviews(t.Context()) { // a text that is no UTF-8 must not make it begin again
		if reviews++; err != nil || reviews > len(Texts()) {
			t.Fatalf("%d reviews of %d: %v", reviews, len(Texts()), err)
		}
	}
	if reviews < 200 {
		t.Errorf("%d reviews", reviews)
	}
}
