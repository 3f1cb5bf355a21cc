package storetest

import (
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract/claimreview"
	"github.com/qalxan/qalxan/store"
)

// whole is everything that a list yields.
func whole[T any](t *testing.T, all iter.Seq2[T, error]) []T {
	t.Helper()
	var list []T
	for one, err := range all {
		ok(t, err)
		list = append(list, one)
	}
	return list
}

func testShares(t *testing.T, s store.Store) {
	ctx := t.Context()
	var all []store.Share
	for i := range 2000 {
		all = append(all, store.Share{
			Kind: "link", Object: fmt.Sprint("https://there.example/", i%3), Account: "a", Outlet: "a.example",
			Content: fmt.Sprint("post ", i/4), Time: start.Add(time.Duration(i) * time.Second),
		})
	}
	for range 2 {
		commit(t, s, store.Entry{Shares: all})
	}
	same(t, "each once, oldest first", whole(t, s.Shares(ctx, time.Time{})), all)
	same(t, "since", whole(t, s.Shares(ctx, all[1990].Time)), all[1990:])

	late := all[0]
	late.Time = all[10].Time.Add(store.ShareAge)
	commit(t, s, store.Entry{Shares: []store.Share{late}})
	same(t, "old ones are dropped", whole(t, s.Shares(ctx, time.Time{})), append(all[10:], late))
}

func testMarks(t *testing.T, s store.Store) {
	ctx := t.Context()
	mark := func(site, value string, seen time.Time) store.Mark {
		return store.Mark{Site: site, Kind: "metrika", Value: value, Seen: seen}
	}
	later := start.Add(time.Hour)
	commit(t, s, store.Entry{Marks: []store.Mark{mark("b.example", "1", start), mark("a.example", "1", start), mark("a.example", "2", start)}})
	commit(t, s, store.Entry{Marks: []store.Mark{mark("a.example", "1", later)}})
	same(t, "by when they were seen last", whole(t, s.Marks(ctx)), []store.Mark{
		mark("a.example", "2", start), mark("b.example", "1", start), mark("a.example", "1", later),
	})
	commit(t, s, store.Entry{Marks: []store.Mark{mark("c.example", "1", later.Add(store.MarkAge))}})
	same(t, "old ones are dropped", whole(t, s.Marks(ctx)), []store.Mark{
		mark("a.example", "1", later), mark("c.example", "1", later.Add(store.MarkAge)),
	})
}

func testReviews(t *testing.T, s store.Store) {
	review := func(url, claim, rating string) store.Review {
		return store.Review{
			Review:   claimreview.Review{URL: url, Claim: claim, Rating: rating, Publisher: "The Checkers", Published: start},
			SourceID: "wire", Seen: start,
		}
	}
	commit(t, s, store.Entry{Reviews: []store.Review{review("https://b.example/", "one", "False"), review("https://a.example/", "two", "False")}})
	commit(t, s, store.Entry{Reviews: []store.Review{review("https://b.example/", "one", "Half true"), review("https://b.example/", "other", "False")}})
	same(t, "the latest of each claim", whole(t, s.Reviews(t.Context())), []store.Review{
		review("https://a.example/", "two", "False"), review("https://b.example/", "one", "Half true"), review("https://b.example/", "other", "False"),
	})
}

func testFoundOn(t *testing.T, s store.Store) {
	ctx := t.Context()
	e := entry(item("one", 1), item("two", 1), item("three", 1), itemAt("four", start, func(i *qalxan.Item) { i.URL = "https://news.wire.example/four" }),
		itemAt("five", start, func(i *qalxan.Item) { i.URL = "https://gazette.example/five" }))
	for _, n := range []int{0, 1, 3, 4} {
		e.Findings = append(e.Findings, finding(e.Items[n].Item, qalxan.LevelSignal))
	}
	commit(t, s, e)
	same(t, "of a site", must(s.FoundOn(ctx, "wire.example", time.Time{}, 9))(t), []string{"one", "two", "four"})
	same(t, "lately", must(s.FoundOn(ctx, "wire.example", start.Add(time.Second), 9))(t), []string{"one", "two"})
	same(t, "some", must(s.FoundOn(ctx, "wire.example", time.Time{}, 1))(t), []string{"one"})
	same(t, "of none", must(s.FoundOn(ctx, "example", time.Time{}, 9))(t), nil)
}

func testTallies(t *testing.T, s store.Store) {
	ctx, hour := t.Context(), start.Truncate(time.Hour)
	e := entry(
		itemAt("one", start, nil), itemAt("two", start.Add(time.Minute), nil), itemAt("three", start.Add(time.Hour), nil),
		itemAt("four", start, func(i *qalxan.Item) { i.SourceID = "gazette" }), itemAt("old", start.AddDate(0, -3, 0), nil),
	)
	for _, i := range e.Items {
		claim := makes(i.Item, "bridge")
		if claim.Stance = qalxan.StanceSpreads; i.Item.Identity == "four" {
			claim.Stance = qalxan.StanceRefutes
		}
		e.Signals = append(e.Signals, claim)
	}
	commit(t, s, e)
	second := item("one", 2)
	second.Seen = start.Add(time.Hour)
	commit(t, s, entry(second))
	same(t, "of sources", must(s.SourceTallies(ctx, hour))(t), []store.Tally{
		{Key: "gazette", Hour: hour, Items: 1}, {Key: "wire", Hour: hour, Items: 2}, {Key: "wire", Hour: hour.Add(time.Hour), Items: 1},
	})
	same(t, "of narratives", must(s.NarrativeTallies(ctx, hour))(t), []store.Tally{
		{Key: "bridge", Hour: hour, Items: 2}, {Key: "bridge", Hour: hour.Add(time.Hour), Items: 1},
	})
	same(t, "none later", must(s.SourceTallies(ctx, start.Add(2*time.Hour)))(t), nil)

	for i, id := range []string{"a", "b"} {
		ok(t, s.SaveRun(ctx, store.Run{ID: id, SourceID: "wire", Started: start.Add(-time.Duration(i) * time.Hour)}))
	}
	same(t, "sources watched", must(s.SourcesWatched(ctx))(t), map[string]time.Time{"wire": start.Add(-time.Hour)})
	bridge := qalxan.Narrative{ID: "bridge", Claim: "The bridge is closed."}
	ok(t, s.SaveNarrative(ctx, bridge))
	first := must(s.NarrativesWatched(ctx))(t)["bridge"]
	if since := time.Since(first); since < 0 || since > time.Hour {
		t.Errorf("a narrative saved now is watched since %s", first)
	}
	bridge.Claim = "Both bridges are closed."
	ok(t, s.SaveNarrative(ctx, bridge))
	same(t, "watched since it was first saved", must(s.NarrativesWatched(ctx))(t), map[string]time.Time{"bridge": first})
	same(t, "as last saved", must(s.Narratives(ctx))(t), []qalxan.Narrative{bridge})
}
