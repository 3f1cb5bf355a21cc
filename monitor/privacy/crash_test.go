package privacy

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

var errKilled = errors.New("killed")

// mortal is a record and evidence that fail at the write number left, as those
// do whose process is killed there.
type mortal struct {
	*sqlite.Store
	left   int
	erased map[string]bool
	gone   map[string]bool
}

func (m *mortal) dies() error {
	if m.left--; m.left < 0 {
		return errKilled
	}
	return nil
}

func (m *mortal) Erase(_ context.Context, _ string, captures []qalxan.Capture) (int, error) {
	for _, c := range captures {
		if err := m.dies(); err != nil {
			return 0, err
		}
		m.erased[c.ID] = true
	}
	return len(captures), nil
}

func (m *mortal) Remove(file string) (bool, error) {
	if m.gone[file] {
		return true, nil
	}
	m.gone[file] = true
	return true, m.dies()
}

func (m *mortal) Answer(qalxan.Capture) (*evidence.Message, error) { return nil, nil }

func (m *mortal) Strays(context.Context, func(string) (bool, error)) ([]qalxan.Capture, error) {
	return nil, nil
}

func (m *mortal) Rewrite(ctx context.Context, passages []store.Passage) error {
	if err := m.dies(); err != nil {
		return err
	}
	return m.Store.Rewrite(ctx, passages)
}

func (m *mortal) Retire(ctx context.Context, kind store.Retained, keys []string, at time.Time) error {
	if err := m.dies(); err != nil {
		return err
	}
	return m.Store.Retire(ctx, kind, keys, at)
}

// stories is how many items the record has; they need several batches.
const stories = 350

var now = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

func newMortal(t *testing.T) (*mortal, Options) {
	t.Helper()
	dir := t.TempDir()
	record, err := sqlite.Open(t.Context(), filepath.Join(dir, "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { record.Close() })
	var e store.Entry
	for n := range stories {
		i := qalxan.Item{
			Identity: fmt.Sprint("https://wire.example/", n), Version: 1, SourceID: "wire", CaptureID: fmt.Sprint("c", n),
			Title: "Story", Text: "Lalə Bağırova said so.", Seen: now.Add(-50 * day),
		}
		i.ID, i.Hash = qalxan.ItemID(i.Identity, 1), qalxan.ItemHash(i.Title, i.Text)
		e.Items = append(e.Items, store.ItemEntry{Item: i})
		e.Captures = append(e.Captures, qalxan.Capture{
			ID: i.CaptureID, SourceID: "wire", URL: i.Identity, Time: i.Seen, SHA256: i.CaptureID,
			Location: qalxan.WARCLocation{File: fmt.Sprint("w", n%3)},
		})
	}
	if err := record.Commit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	return &mortal{Store: record, erased: map[string]bool{}, gone: map[string]bool{}},
		Options{Folder: dir, Keep: qalxan.Keep{Text: 30, Evidence: 30}, Letters: 90, Now: func() time.Time { return now }}
}

// TestOutletsOfTheRecord: a source that the configuration does not name any more
// is no person.
func TestOutletsOfTheRecord(t *testing.T) {
	m, o := newMortal(t)
	if err := m.SaveSource(t.Context(), qalxan.Source{ID: "town", Name: "Town Voice", Kind: qalxan.KindSite, URL: "https://town.example/"}); err != nil {
		t.Fatal(err)
	}
	s, err := New(t.Context(), o, m, m)
	if err != nil {
		t.Fatal(err)
	}
	for author, named := range map[string]bool{"Town Voice": true, "Lalə Bağırova": false} {
		item := qalxan.Item{Author: author}
		s.Screen(qalxan.Source{ID: "wire"}, &item)
		if (item.Author == author) != named {
			t.Errorf("%s is kept as %s", author, item.Author)
		}
	}
}

// TestErasureIsTakenToItsEnd kills an erasure after more and more writes. The
// name is not given again: keyed hashes are enough to go on.
func TestErasureIsTakenToItsEnd(t *testing.T) {
	m, o := newMortal(t)
	m.left = 120
	s, err := New(t.Context(), o, m, m)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Erase(t.Context(), Request{Person: "Lalə Bağırova", By: "kamran", Reason: "asked", Yes: true}); !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	for kills := 0; ; kills++ {
		m.left = 150
		if s, err = New(t.Context(), o, m, m); err != nil {
			t.Fatal(err)
		}
		if err = s.Resume(t.Context()); err == nil {
			break
		}
		if !errors.Is(err, errKilled) || kills > 10 {
			t.Fatal(err)
		}
	}
	for p, err := range m.Passages(t.Context()) {
		if err != nil || strings.Contains(p.Text, "Bağırova") {
			t.Fatal(p, err)
		}
	}
	all, err := m.Erasures(t.Context())
	if err != nil || len(all) != 1 || all[0].Done.IsZero() || len(m.erased) != stories {
		t.Fatalf("%+v, %d captures, %v", all, len(m.erased), err)
	}
}

// TestRetentionIsTakenToItsEnd does so with a retention.
func TestRetentionIsTakenToItsEnd(t *testing.T) {
	m, o := newMortal(t)
	s, err := New(t.Context(), o, m, m)
	if err != nil {
		t.Fatal(err)
	}
	for kills := 0; ; kills++ {
		m.left = 3
		if _, err = s.Retain(t.Context(), Job, false); err == nil {
			break
		}
		if !errors.Is(err, errKilled) || kills > 10 {
			t.Fatal(err)
		}
	}
	r, err := s.Retain(t.Context(), Job, true)
	if err != nil || r.any() || len(m.gone) != 3 {
		t.Fatalf("%+v, %d files, %v", r, len(m.gone), err)
	}
}
