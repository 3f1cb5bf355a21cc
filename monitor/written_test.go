package monitor_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/store"
)

func road(id string) qalxan.Narrative {
	return qalxan.Narrative{ID: id, Claim: "The road is mended in secret.", Wordings: map[string][]string{"en": {"the council has agreed to mend the road before winter"}}}
}

func claimed(t *testing.T, m *monitor.Monitor) int {
	t.Helper()
	all, _, err := m.Record().Items(t.Context(), store.Filter{Narratives: []string{"road"}}, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

// TestNarrativeIsWatchedWithoutARestart: what is collected after it was saved is
// looked at for it, and what comes after it was retired is not.
func TestNarrativeIsWatchedWithoutARestart(t *testing.T) {
	for changes, found := range map[int]bool{0: false, 1: true, 2: false} {
		m := openOn(t, triedWeb(t))
		for seen := range changes {
			c := watchlist.NarrativeChange{Author: watchlist.Author{By: "Aygün", Seen: seen}, Narrative: road("road"), Retired: seen == 1}
			if _, err := m.SaveNarrative(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
		order := monitor.CrawlRequest{Targets: []string{"https://news.example/"}, Policy: qalxan.Policy{Delay: time.Millisecond, MaxPages: 12}}
		if _, err := m.Crawl(t.Context(), order, nil); err != nil {
			t.Fatal(err)
		}
		if n := claimed(t, m); n > 0 != found {
			t.Errorf("after %d changes %d items make the claim", changes, n)
		}
	}
}

// TestSavingWhileReading: narratives change while items are judged.
func TestSavingWhileReading(t *testing.T) {
	m := openOn(t, triedWeb(t))
	var both sync.WaitGroup
	both.Go(func() {
		for seen := range 6 {
			c := watchlist.NarrativeChange{Author: watchlist.Author{By: "Aygün", Seen: seen}, Narrative: road("road")}
			if _, err := m.SaveNarrative(context.WithoutCancel(t.Context()), c); err != nil {
				t.Error(err)
			}
		}
	})
	_, err := m.Crawl(t.Context(), monitor.CrawlRequest{Targets: []string{"https://news.example/"}, Policy: qalxan.Policy{Delay: time.Millisecond, MaxPages: 12}}, nil)
	if both.Wait(); err != nil {
		t.Error(err)
	}
}

// TestSourceIsSavedAndSwitchedOff: a source that was tried is crawled by its id
// until it is off.
func TestSourceIsSavedAndSwitchedOff(t *testing.T) {
	m := openOn(t, triedWeb(t))
	s := qalxan.Source{ID: "added", Kind: qalxan.KindSite, URL: "https://news.example/", Schedule: "@yearly", Policy: qalxan.Policy{Delay: time.Millisecond, MaxPages: 2}}
	change := watchlist.SourceChange{Author: watchlist.Author{By: "Aygün"}, Source: s}
	if _, err := m.SaveSource(t.Context(), change); !errors.Is(err, watchlist.ErrUntested) {
		t.Errorf("untested: %v", err)
	}
	if r, err := m.TrySource(t.Context(), s); err != nil || len(r.Items) == 0 {
		t.Fatalf("%d items, %v", len(r.Items), err)
	}
	running, stop := context.WithCancel(t.Context())
	var schedules sync.WaitGroup
	schedules.Go(func() { _ = m.RunSchedules(running) })
	if _, err := m.SaveSource(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	order := monitor.CrawlRequest{Targets: []string{"added"}}
	if runs, err := m.Crawl(t.Context(), order, nil); err != nil || len(runs) != 1 || runs[0].Used == 0 {
		t.Errorf("runs %+v, %v", runs, err)
	}
	change.Seen, change.Off, change.Why = 1, true, "its owner asked us to"
	if _, err := m.SaveSource(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Crawl(t.Context(), order, nil); !errors.Is(err, monitor.ErrRequest) || !strings.Contains(err.Error(), "its owner asked us to") {
		t.Errorf("a source that is off: %v", err)
	}
	if _, err := m.Crawl(t.Context(), monitor.CrawlRequest{}, nil); err == nil || !strings.Contains(err.Error(), "no source is configured") {
		t.Errorf("all sources, where the only one is off: %v", err)
	}
	stop()
	schedules.Wait()
}

// TestBriefOfNoCampaign: a campaign that does not exist has no brief.
func TestBriefOfNoCampaign(t *testing.T) {
	m := openOn(t, triedWeb(t))
	_, err := m.SaveBrief(t.Context(), watchlist.BriefChange{Author: watchlist.Author{By: "Aygün"}, Campaign: "c-none", Text: qalxan.BriefText{Part: "actors", Texts: map[string]string{"az": "x"}}})
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("%v", err)
	}
}
