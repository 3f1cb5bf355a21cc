package indextest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
)

func testReplace(t *testing.T, open Open) {
	x := open(t)
	d := index.Document{ID: "a", Latest: true, Text: "birinci", When: now}
	put(t, x, d)
	d.Text = "ikinci"
	put(t, x, d)
	wantIDs(t, x, "birinci")
	wantIDs(t, x, "ikinci", "a")
	wantCount(t, x, 1)
	d.Latest = false
	put(t, x, d)
	wantIDs(t, x, "ikinci")
}

func testDelete(t *testing.T, open Open) {
	x := open(t)
	put(t, x, Documents(t)...)
	if err := x.Delete(t.Context(), []string{"tr-secim", "not there"}); err != nil {
		t.Fatal(err)
	}
	wantIDs(t, x, "lang:tr")
	wantCount(t, x, len(Documents(t))-1)
	if err := x.Delete(t.Context(), nil); err != nil {
		t.Errorf("nothing to delete: %v", err)
	}
}

func testStamps(t *testing.T, open Open) {
	x := open(t)
	put(t, x, stamped("b", "1"), stamped("a", "1"), stamped("d", "1"))
	put(t, x, stamped("b", "2"), stamped("c", "1"))
	if err := x.Delete(t.Context(), []string{"d"}); err != nil {
		t.Fatal(err)
	}
	var got []index.Stamp
	for s, err := range x.Stamps(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, s)
	}
	want := []index.Stamp{{ID: "a", Stamp: "1"}, {ID: "b", Stamp: "2"}, {ID: "c", Stamp: "1"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for range x.Stamps(t.Context()) {
		break // a consumer may stop
	}
}

func stamped(id, stamp string) index.Document {
	return index.Document{ID: id, Latest: true, Stamp: stamp, When: now}
}

func testPages(t *testing.T, open Open) {
	x := open(t)
	var docs []index.Document
	for i := range 25 {
		docs = append(docs, index.Document{
			ID: fmt.Sprintf("d%02d", i), Latest: true, Text: "söz", When: now.Add(time.Duration(i) * time.Hour),
		})
	}
	put(t, x, docs...)
	for _, order := range []index.Sort{index.SortNewest, index.SortRelevance, ""} {
		var got []string
		for from := 0; from < 30; from += 10 {
			r, err := x.Search(t.Context(), index.Request{Query: query.Word{Text: "söz"}, From: from, Size: 10, Sort: order})
			if err != nil {
				t.Fatal(err)
			}
			if r.Total != len(docs) {
				t.Errorf("total is %d, want %d", r.Total, len(docs))
			}
			got = append(got, ids(r)...)
		}
		for i, id := range got {
			if want := docs[len(docs)-1-i].ID; id != want {
				t.Fatalf("order %q: hit %d is %s, want %s: equally relevant hits come newest first", order, i, id, want)
			}
		}
	}
}

func testBounds(t *testing.T, open Open) {
	x := open(t)
	if err := x.Put(t.Context(), make([]index.Document, 1001)); err == nil {
		t.Error("1,001 documents were put at a time")
	}
	if err := x.Put(t.Context(), []index.Document{{Text: "a"}}); err == nil {
		t.Error("a document without an id was put")
	}
	for _, r := range []index.Request{{From: 9_999, Size: 2}, {From: math.MaxInt, Size: 1}, {From: -1}, {Size: -1}} {
		if _, err := x.Search(t.Context(), r); err == nil {
			t.Errorf("from %d, size %d was answered", r.From, r.Size)
		}
	}
	if r, err := x.Search(t.Context(), index.Request{}); err != nil || r.Total != 0 {
		t.Errorf("an empty request over nothing: %+v, %v", r, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := x.Put(ctx, []index.Document{stamped("a", "1")}); !errors.Is(err, context.Canceled) {
		t.Errorf("put after cancelling: %v", err)
	}
}

// testHostile puts what pages may hold: no UTF-8, endless words, times out of
// range.
func testHostile(t *testing.T, open Open) {
	x := open(t)
	put(t, x,
		index.Document{ID: "bytes", Latest: true, Title: "\xff\x00", Text: "yaxşı \xc3\x28 söz\x00", Language: "\xff", When: now},
		index.Document{ID: "long", Latest: true, Text: strings.Repeat("ə", 100_000) + " söz", Language: "az", When: now},
		index.Document{ID: "times", Latest: true, Text: "söz"},
		index.Document{ID: "future", Latest: true, Text: "söz", When: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)},
	)
	wantIDs(t, x, "söz", "future", "long", "bytes", "times")
	wantIDs(t, x, "before:0002-01-01")
	wantIDs(t, x, "before:2026-01-01", "times")
	wantIDs(t, x, "after:2200-01-01", "future")
}

func testConcurrent(t *testing.T, open Open) {
	x := open(t)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 5 {
				id := fmt.Sprintf("w%d-%d", w, i)
				if err := x.Put(t.Context(), []index.Document{{ID: id, Latest: true, Text: "söz " + id, When: now}}); err != nil {
					t.Error(err)
				}
				if _, err := x.Search(t.Context(), index.Request{Query: query.Word{Text: "söz"}, Size: 5}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	wantCount(t, x, 20)
}

// wantIDs compares hits in any order.
func wantIDs(t *testing.T, x index.Index, text string, want ...string) {
	t.Helper()
	got := map[string]bool{}
	for _, id := range ids(find(t, x, text)) {
		got[id] = true
	}
	for _, id := range want {
		if !got[id] {
			t.Errorf("%s does not find %s", text, id)
		}
		delete(got, id)
	}
	for id := range got {
		t.Errorf("%s finds %s", text, id)
	}
}

func wantCount(t *testing.T, x index.Index, want int) {
	t.Helper()
	if got, err := x.Count(t.Context()); err != nil || got != want {
		t.Errorf("count is %d, %v; want %d", got, err, want)
	}
}
