package monitor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/store"
)

func openEmpty(t *testing.T) *Monitor {
	t.Helper()
	config := configs.Default()
	config.Data = t.TempDir()
	m, err := Open(t.Context(), config, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

// newAnalyst is an analyst as a process has it that just began.
func (m *Monitor) newAnalyst(t *testing.T, record store.Store) *analyst {
	t.Helper()
	d, err := m.newDetectors(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &analyst{record: record, detectors: d, now: time.Now, sync: func() error { return nil }, wake: func() {}}
}

var wiki = qalxan.Source{ID: "wiki", Kind: qalxan.KindWikipedia}

// revisions is the harvest of an article with so many revisions; every fifth
// goes back to the words of the one before the last.
func revisions(n int) source.Harvest {
	h := source.Harvest{Result: frontier.Result{SourceID: "wiki", URL: "https://wiki.example/api", State: frontier.StateDone, Status: 200, Time: time.Now()}}
	for i := range n {
		words := i
		if i%5 == 4 {
			words = i - 2
		}
		h.Items = append(h.Items, qalxan.Item{
			Identity: "https://wiki.example/wiki/Town", URL: fmt.Sprintf("https://wiki.example/?oldid=%d", i), SourceID: "wiki",
			Title: "Town", Text: fmt.Sprintf("Words of revision %d.", words), Seen: time.Now(),
			Dates: []qalxan.Date{{Kind: qalxan.DateModified, Time: time.Date(2026, 3, 1, 0, i, 0, 0, time.UTC), Origin: qalxan.OriginRevision}},
		})
	}
	return h
}

// breaking is a record that fails at its commit number left, as one does whose
// process is killed there.
type breaking struct {
	store.Store
	left int
}

var errKilled = errors.New("killed")

func (b *breaking) Commit(ctx context.Context, e store.Entry) error {
	if b.left--; b.left < 0 {
		return errKilled
	}
	return b.Store.Commit(ctx, e)
}

// TestHalfTakenHarvestIsTakenToItsEnd breaks off a harvest of twenty revisions
// after each of them in turn, and takes it again with a new analyst.
func TestHalfTakenHarvestIsTakenToItsEnd(t *testing.T) {
	const n = 20
	m := openEmpty(t)
	for step, h := 0, revisions(n); ; step++ {
		_, err := m.newAnalyst(t, &breaking{m.record, 1}).Take(t.Context(), wiki, h)
		if err == nil {
			break
		}
		if !errors.Is(err, errKilled) || step > n {
			t.Fatalf("step %d: %v", step, err)
		}
	}
	versions, err := m.record.Versions(t.Context(), "https://wiki.example/wiki/Town")
	if err != nil {
		t.Fatal(err)
	}
	if len(versions) != n {
		t.Fatalf("%d versions, want %d", len(versions), n)
	}
	for i, item := range revisions(n).Items {
		if versions[i].Text != item.Text || versions[i].URL != item.URL {
			t.Errorf("version %d is %s: %q", i+1, versions[i].URL, versions[i].Text)
		}
	}
	gain, err := m.newAnalyst(t, m.record).Take(t.Context(), wiki, revisions(n))
	if err != nil || gain != (crawler.Gain{}) {
		t.Errorf("taken once more it gains %+v, %v", gain, err)
	}
}

// TestTakenAtTheSameTime has many workers bring versions of one page. Judging
// is one at a time, so that none is judged on an old state.
func TestTakenAtTheSameTime(t *testing.T) {
	m := openEmpty(t)
	a := m.newAnalyst(t, m.record)
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			h := source.Harvest{
				Result: frontier.Result{SourceID: "daily", URL: fmt.Sprintf("https://daily.example/%d", i), State: frontier.StateDone, Time: time.Now()},
				Items:  []qalxan.Item{{Identity: "https://daily.example/story", SourceID: "daily", Title: fmt.Sprint("Title ", i), Seen: time.Now()}},
			}
			if gain, err := a.Take(t.Context(), qalxan.Source{ID: "daily"}, h); err != nil || gain.Items != 1 {
				t.Errorf("gain %+v, %v", gain, err)
			}
		})
	}
	group.Wait()
	if versions, err := m.record.Versions(t.Context(), "https://daily.example/story"); err != nil || len(versions) != 16 {
		t.Errorf("%d versions, want 16 (%v)", len(versions), err)
	}
}
