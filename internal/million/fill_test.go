package main

import (
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/bleve"
	"github.com/qalxan/qalxan/store/sqlite"
)

// TestFill: record and index are filled side by side, and hold the same.
func TestFill(t *testing.T) {
	dir := t.TempDir()
	if err := fill(t.Context(), newWorld(1, 1000), dir, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	record, err := sqlite.Open(t.Context(), filepath.Join(dir, "qalxan.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer record.Close()
	want := map[string]string{}
	for s, err := range record.Searchable(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		want[s.Item.ID] = index.NewDocument(s).Stamp
	}
	x, err := bleve.Open(filepath.Join(dir, "index"), bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	got := map[string]string{}
	for s, err := range x.Stamps(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got[s.ID] = s.Stamp
	}
	if diff := cmp.Diff(want, got); diff != "" || x.NeedsRebuild() {
		t.Errorf("the index is another: %s", diff)
	}
	faults, err := record.Check(t.Context())
	if err != nil || len(faults) > 0 {
		t.Errorf("%v, %v", faults, err)
	}
	totals, err := record.Totals(t.Context())
	if err != nil || totals.Items != 1000 || totals.Findings != 1000/findingEvery || totals.Outbox != 0 {
		t.Errorf("%+v, %v", totals, err)
	}
}

// TestSameSeed: an item follows from the seed and its number alone.
func TestSameSeed(t *testing.T) {
	a, b := newWorld(7, 1000), newWorld(7, 1000)
	for _, n := range []int{0, 49, 999} {
		if diff := cmp.Diff(a.piece(n).versions, b.piece(n).versions); diff != "" {
			t.Errorf("item %d: %s", n, diff)
		}
	}
}
