package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/storetest"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(crashVariable); path != "" {
		commitUntilKilled(path)
	}
	goleak.VerifyTestMain(m)
}

func TestStore(t *testing.T) {
	storetest.Test(t, func(t *testing.T) store.Store { return openAt(t, filepath.Join(t.TempDir(), "record.db")) })
}

func openAt(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// open is a new record that the test closes by itself.
func open(t testing.TB) *Store {
	t.Helper()
	s := openAt(t, filepath.Join(t.TempDir(), "record.db"))
	t.Cleanup(func() { s.Close() })
	return s
}

func TestOpenAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b?c#d%20.db")
	s := openAt(t, path)
	if err := s.SaveSource(t.Context(), qalxan.Source{ID: "wire"}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the file is %v, %v", info, err)
	}
	s = openAt(t, path)
	defer s.Close()
	if _, err := s.Source(t.Context(), "wire"); err != nil {
		t.Fatal(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	newer := func(t *testing.T, path string) {
		s := openAt(t, path)
		defer s.Close()
		if _, err := s.writer.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)"); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name    string
		prepare func(*testing.T, string)
		want    []string
	}{
		{"newer", newer, []string{"newer qalxan", "schema 99", "restore a backup"}},
		{"not a database", func(t *testing.T, path string) {
			os.WriteFile(path, []byte(strings.Repeat("This is a letter. ", 100)), 0o600)
		}, []string{"damaged or not a record", "restore a backup"}},
		{"cut off", func(t *testing.T, path string) {
			newer(t, path)
			os.Truncate(path, 5000)
		}, []string{"damaged", "restore a backup"}},
		{"a folder", func(t *testing.T, path string) { os.Mkdir(path, 0o700) }, []string{"is a directory"}},
		{"no folder", func(t *testing.T, path string) { os.Remove(filepath.Dir(path)) }, []string{"no such file or directory"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "record.db")
			test.prepare(t, path)
			s, err := Open(t.Context(), path, Options{})
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			for _, w := range append(test.want, path) {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q does not say %q", err, w)
				}
			}
		})
	}
}

// TestSlowReader: one who reads slowly must not keep the log from being reset.
func TestSlowReader(t *testing.T) {
	s := open(t)
	var e store.Entry
	for n := range 2 * rowsAPage {
		e.Captures = append(e.Captures, qalxan.Capture{ID: fmt.Sprint(n)})
	}
	if err := s.Commit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	for _, err := range s.Captures(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		var busy, log, moved int
		if err := s.writer.QueryRow("PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved); err != nil || busy != 0 {
			t.Fatalf("the log is held: busy %d, %v", busy, err)
		}
		break
	}
}

func TestClock(t *testing.T) {
	now := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Enqueue(t.Context(), brought(0).Found, false); err != nil {
		t.Fatal(err)
	}
	for at, want := range map[time.Time]int{now.Add(-time.Second): 0, now: len(brought(0).Found)} {
		if due, err := s.Due(t.Context(), []string{"wire"}, at, 100); err != nil || len(due) != want {
			t.Errorf("at %s: %d tasks are due, want %d; %v", at, len(due), want, err)
		}
	}
}

func TestExplain(t *testing.T) {
	s := &Store{path: "record.db"}
	if err := s.explain("reading", nil); err != nil {
		t.Error(err)
	}
	if err := s.explain("reading", fmt.Errorf("a: %w", sql.ErrNoRows)); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

func FuzzCursor(f *testing.F) {
	f.Add("")
	f.Add(key{time.Unix(1, 0), "i-1"}.cursor())
	f.Add("MTIz")
	f.Fuzz(func(t *testing.T, cursor string) {
		k, err := parseCursor(cursor)
		if err != nil {
			if !errors.Is(err, store.ErrPage) {
				t.Fatal(err)
			}
			return
		}
		if again, err := parseCursor(k.cursor()); err != nil || again != k {
			t.Fatalf("%v became %v, %v", k, again, err)
		}
	})
}

// TestMergedCampaignEnds moves the findings of one campaign to another, one at
// a time: the empty one is not listed any more.
func TestMergedCampaignEnds(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	young := store.Entry{Campaigns: []qalxan.Campaign{{ID: "c-young"}, {ID: "c-old"}}}
	for _, name := range []string{"a", "b"} {
		id := qalxan.ItemID(name, 1)
		young.Items = append(young.Items, store.ItemEntry{Item: qalxan.Item{ID: id, Identity: name, Version: 1, Hash: name}})
		young.Findings = append(young.Findings, qalxan.Finding{
			ID: qalxan.FindingID(name), Identity: name, ItemID: id, Level: qalxan.LevelSignal, CampaignID: "c-young",
		})
	}
	if err := s.Commit(ctx, young); err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{2, 1} {
		f := young.Findings[i]
		f.CampaignID = "c-old"
		if err := s.Commit(ctx, store.Entry{Findings: []qalxan.Finding{f}}); err != nil {
			t.Fatal(err)
		}
		list, _, err := s.Campaigns(ctx, store.Page{})
		if err != nil || len(list) != want {
			t.Errorf("after %d findings moved: %d campaigns, want %d (%v)", i+1, len(list), want, err)
		}
	}
}
