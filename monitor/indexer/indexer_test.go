package indexer

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/bleve"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

func TestDifferences(t *testing.T) {
	stamps := func(words string) func(func(index.Stamp, error) bool) {
		return func(yield func(index.Stamp, error) bool) {
			for word := range strings.FieldsSeq(words) {
				if !yield(index.Stamp{ID: word[:1], Stamp: word[1:]}, nil) {
					return
				}
			}
		}
	}
	tests := []struct {
		record, indexed string
		want            []string
	}{
		{"", "", nil},
		{"a1 b1", "a1 b1", nil},
		{"a1 b2", "a1 b1", []string{"item b is indexed in an older form"}},
		{"a1 c1", "b1", []string{
			"item a is in the record and not in the index", "item b is in the index and not in the record", "item c is in the record and not in the index",
		}},
	}
	for _, test := range tests {
		var got []string
		for d, err := range differences(stamps(test.record), stamps(test.indexed)) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, d.String())
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q and %q: %q", test.record, test.indexed, got)
		}
	}
}

func openBoth(t *testing.T) (*sqlite.Store, *bleve.Index) {
	t.Helper()
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { record.Close() })
	searched, err := bleve.Open(filepath.Join(t.TempDir(), "index"), bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { searched.Close() })
	return record, searched
}

func write(ctx context.Context, record store.Recorder, names ...string) error {
	var e store.Entry
	for _, name := range names {
		e.Items = append(e.Items, store.ItemEntry{Item: qalxan.Item{
			ID: qalxan.ItemID(name, 1), Identity: name, Version: 1, Title: name, Hash: "h", Seen: time.Now(),
		}})
	}
	return record.Commit(ctx, e)
}

// busy is a record that is written to in the middle of every reading.
type busy struct {
	store.Store
	write func()
}

func (b busy) Searchable(ctx context.Context) iter.Seq2[store.Searchable, error] {
	return func(yield func(store.Searchable, error) bool) {
		b.write()
		for s, err := range b.Store.Searchable(ctx) {
			if !yield(s, err) {
				return
			}
		}
		b.write()
	}
}

// TestCompareTellsFaultsFromWhatIsMoving takes a document out of the index while
// a crawl writes.
func TestCompareTellsFaultsFromWhatIsMoving(t *testing.T) {
	record, searched := openBoth(t)
	if err := write(t.Context(), record, "one", "two"); err != nil {
		t.Fatal(err)
	}
	n := 0
	x := New(busy{record, func() {
		n++
		if err := write(t.Context(), record, fmt.Sprint("new ", n)); err != nil {
			t.Error(err)
		}
	}}, searched, slog.New(slog.DiscardHandler))
	check := func(want ...string) {
		t.Helper()
		if _, err := x.Carry(t.Context()); err != nil {
			t.Fatal(err)
		}
		var faults []string
		moving, err := x.Compare(t.Context(), func(d Difference) { faults = append(faults, d.String()) })
		if err != nil || !slices.Equal(faults, want) || moving == 0 {
			t.Errorf("%q, %d moving, %v", faults, moving, err)
		}
	}
	check()
	check()
	lost := qalxan.ItemID("one", 1)
	if err := searched.Delete(t.Context(), []string{lost}); err != nil {
		t.Fatal(err)
	}
	check("item " + lost + " is in the record and not in the index")
}

// TestRunCarriesWhatItIsWokenFor: what is committed and woken for is in the
// index without anybody draining, and Run ends with its context.
func TestRunCarriesWhatItIsWokenFor(t *testing.T) {
	record, searched := openBoth(t)
	if err := write(t.Context(), record, "one", "two"); err != nil {
		t.Fatal(err)
	}
	put := watched{searched, make(chan int, 1)}
	x := New(record, put, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan bool)
	go func() {
		x.Run(ctx)
		close(ended)
	}()
	x.Wake()
	x.Wake()
	if n := <-put.documents; n != 2 {
		t.Errorf("%d documents", n)
	}
	cancel()
	<-ended
}

// watched is an index that says how many documents it was given.
type watched struct {
	index.Index
	documents chan int
}

func (w watched) Put(ctx context.Context, docs []index.Document) error {
	defer func() { w.documents <- len(docs) }()
	return w.Index.Put(ctx, docs)
}
