package monitor

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/store"
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

// opened is a monitor over a folder of its own.
func opened(t *testing.T) *Monitor {
	t.Helper()
	config := configs.Default()
	config.Data = t.TempDir()
	m, err := Open(t.Context(), config, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

func write(ctx context.Context, m *Monitor, names ...string) error {
	var e store.Entry
	for _, name := range names {
		e.Items = append(e.Items, store.ItemEntry{Item: qalxan.Item{
			ID: qalxan.ItemID(name, 1), Identity: name, Version: 1, Title: name, Hash: "h", Seen: time.Now(),
		}})
	}
	return m.record.Commit(ctx, e)
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

// TestDoctorTellsFaultsFromWhatIsMoving takes a document out of the index while
// a crawl writes.
func TestDoctorTellsFaultsFromWhatIsMoving(t *testing.T) {
	m := opened(t)
	if err := write(t.Context(), m, "one", "two"); err != nil {
		t.Fatal(err)
	}
	n, record := 0, m.record
	m.record = busy{record, func() {
		n++
		if err := write(t.Context(), m, fmt.Sprint("new ", n)); err != nil {
			t.Error(err)
		}
	}}
	check := func(faults int) {
		t.Helper()
		d, err := m.Doctor(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Index) != faults || d.Healthy != (faults == 0) || d.Moving == 0 {
			t.Errorf("the doctor found %q, %d moving", d.Index, d.Moving)
		}
	}
	m.stop() // its indexer would now and then be faster than the doctor
	check(0)
	check(0)
	if err := m.index.Delete(t.Context(), []string{qalxan.ItemID("one", 1)}); err != nil {
		t.Fatal(err)
	}
	check(1)
}

// TestDoctorNamesSourcesThatNeedALook gives a source three runs without an
// answer.
func TestDoctorNamesSourcesThatNeedALook(t *testing.T) {
	m := opened(t)
	if err := m.record.SaveSource(t.Context(), qalxan.Source{ID: "daily", Kind: qalxan.KindSite, URL: "https://daily.example/"}); err != nil {
		t.Fatal(err)
	}
	for i, id := range []string{"a", "b", "c"} {
		at := time.Now().Add(time.Duration(i-9) * time.Hour)
		if err := m.record.SaveRun(t.Context(), store.Run{ID: id, SourceID: "daily", Started: at, Ended: at.Add(time.Minute), Failed: 1, Error: "no answer"}); err != nil {
			t.Fatal(err)
		}
	}
	d, err := m.Doctor(t.Context())
	if err != nil || len(d.Sources) != 1 || !strings.HasPrefix(d.Sources[0], "daily is unanswered: It never gave an answer") || !d.Healthy {
		t.Errorf("%+v, %v", d, err)
	}
}
