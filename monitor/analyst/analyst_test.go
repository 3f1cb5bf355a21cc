package analyst_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/criteria"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/monitor/analyst"
	"github.com/qalxan/qalxan/monitor/detect"
	"github.com/qalxan/qalxan/monitor/privacy"
	"github.com/qalxan/qalxan/monitor/scale"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

func openRecord(t *testing.T) *sqlite.Store {
	t.Helper()
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := record.Close(); err != nil {
			t.Error(err)
		}
	})
	return record
}

// files is evidence that has nothing to write.
type files struct{}

func (files) Sync() error { return nil }

func (files) Erase(context.Context, string, []qalxan.Capture) (int, error) { return 0, nil }

var tell = sync.OnceValues(func() (*language.Detector, error) { return language.New(configs.Default().Languages) })

// newAnalyst is an analyst as a process has it that just began.
func newAnalyst(t *testing.T, record store.Store) *analyst.Analyst {
	t.Helper()
	return newAnalystOf(t, record, files{}, nil)
}

func newAnalystOf(t *testing.T, record store.Store, kept analyst.Evidence, persons *privacy.Service) *analyst.Analyst {
	t.Helper()
	languages, err := tell()
	if err != nil {
		t.Fatal(err)
	}
	detectors, err := detect.New(t.Context(), detect.Options{Now: time.Now, Language: languages}, record)
	if err != nil {
		t.Fatal(err)
	}
	name, rules, err := configs.Default().CriteriaFile()
	if err != nil {
		t.Fatal(err)
	}
	levels, err := criteria.New(name, rules)
	if err != nil {
		t.Fatal(err)
	}
	inForce, err := scale.New(t.Context(), time.Now, record)
	if err != nil {
		t.Fatal(err)
	}
	return analyst.New(analyst.Options{
		Criteria: levels, Claims: func() map[string]string { return nil }, Now: time.Now, Wake: func() {},
	}, analyst.Deps{Record: record, Evidence: kept, Detectors: detectors, Scale: inForce, Privacy: persons})
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
	record := openRecord(t)
	for step, h := 0, revisions(n); ; step++ {
		_, err := newAnalyst(t, &breaking{record, 1}).Take(t.Context(), wiki, h)
		if err == nil {
			break
		}
		if !errors.Is(err, errKilled) || step > n {
			t.Fatalf("step %d: %v", step, err)
		}
	}
	versions, err := record.Versions(t.Context(), "https://wiki.example/wiki/Town")
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
	gain, err := newAnalyst(t, record).Take(t.Context(), wiki, revisions(n))
	if err != nil || gain != (crawler.Gain{}) {
		t.Errorf("taken once more it gains %+v, %v", gain, err)
	}
}

// TestTakenAtTheSameTime has many workers bring versions of one page. Judging
// is one at a time, so that none is judged on an old state.
func TestTakenAtTheSameTime(t *testing.T) {
	record := openRecord(t)
	a := newAnalyst(t, record)
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
	if versions, err := record.Versions(t.Context(), "https://daily.example/story"); err != nil || len(versions) != 16 {
		t.Errorf("%d versions, want 16 (%v)", len(versions), err)
	}
}
