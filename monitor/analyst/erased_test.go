package analyst_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/monitor/analyst"
	"github.com/qalxan/qalxan/monitor/privacy"
)

// drawer is evidence that notes by which request captures were erased, and calls
// synced when a harvest is on disk.
type drawer struct {
	erased map[string]string
	synced func()
}

func (d *drawer) Sync() error {
	d.synced()
	return nil
}

func (d *drawer) Erase(_ context.Context, request string, captures []qalxan.Capture) (int, error) {
	for _, c := range captures {
		d.erased[c.ID] = request
	}
	return len(captures), nil
}

func (d *drawer) Remove(string) (bool, error) { return true, nil }

func (d *drawer) Answer(qalxan.Capture) (*evidence.Message, error) { return nil, nil }

func (d *drawer) Strays(context.Context, func(string) (bool, error)) ([]qalxan.Capture, error) {
	return nil, nil
}

// TestErasedWhileAHarvestWaits erases a person when a harvest in which they are
// named is on disk and not yet in the record: no look through the record finds
// it there. Somebody else is erased after them.
func TestErasedWhileAHarvestWaits(t *testing.T) {
	record, kept := openRecord(t), &drawer{erased: map[string]string{}}
	var a *analyst.Analyst
	persons, err := privacy.New(t.Context(), privacy.Options{Folder: t.TempDir(), Now: time.Now, Settle: func() { a.Settle() }}, record, kept)
	if err != nil {
		t.Fatal(err)
	}
	a = newAnalystOf(t, record, kept, persons)
	var request string
	kept.synced = func() {
		kept.synced = func() {}
		for _, person := range []string{"Lalə Bağırova", "Kamran Əliyev"} {
			o, err := persons.Erase(t.Context(), privacy.Request{Person: person, By: "nigar", Reason: "asked", Yes: true})
			if err != nil {
				t.Fatal(err)
			}
			if request == "" {
				request = o.ID
			}
		}
	}
	_, err = a.Take(t.Context(), qalxan.Source{ID: "daily"}, source.Harvest{
		Captures: []qalxan.Capture{{ID: "c1", SourceID: "daily", URL: "https://daily.example/a", Time: time.Now()}},
		Result:   frontier.Result{SourceID: "daily", URL: "https://daily.example/a", State: frontier.StateDone, Time: time.Now()},
		Found:    []frontier.Task{{SourceID: "daily", URL: "https://daily.example/b", Hint: frontier.Hint{Title: "Lalə Bağırova speaks"}}},
		Items: []qalxan.Item{{
			Identity: "https://daily.example/a", URL: "https://daily.example/a", SourceID: "daily", CaptureID: "c1",
			Title: "Town", Text: "Lalə Bağırova said so.", Seen: time.Now(),
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if item, err := record.Latest(t.Context(), "https://daily.example/a"); err != nil || strings.Contains(item.Text, "Bağırova") {
		t.Errorf("%q, %v", item.Text, err)
	}
	for p, err := range record.Passages(t.Context()) {
		if err != nil || strings.Contains(p.Text, "Bağırova") {
			t.Errorf("%+v, %v", p, err)
		}
	}
	if kept.erased["c1"] != request {
		t.Errorf("the capture was erased by request %q, want %s", kept.erased["c1"], request)
	}
}
