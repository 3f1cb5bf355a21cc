package sqlite

import (
	"database/sql"
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/qalxan/qalxan/store"
)

// TestOlderQueueIsKept opens a record whose queue was written before tasks had
// places, and whose runs did not count what they used.
func TestOlderQueueIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, folder, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"page", "api", "feed"} {
		if _, err := db.Exec(`INSERT INTO tasks (source_id, url, role, depth, title, published, origin, etag, last_modified, state, next)
			VALUES ('wire', 'https://wire.example/' || ?, ?, 1, '', 0, '', '', '', 'queued', 0)`, role, role); err != nil {
			t.Fatal(err)
		}
	}
	for id, failed := range map[string]int{"answered": 2, "failed": 9} {
		if _, err := db.Exec(`INSERT INTO runs (id, source_id, started, ended, fetched, items, findings, failed, denied, error)
			VALUES (?, 'wire', 1, 2, 9, 0, 0, ?, 0, 'why')`, id, failed); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, path)
	defer s.Close()
	due, err := s.Due(t.Context(), []string{"wire"}, time.Now(), 10)
	if err != nil || len(due) != 3 || due[0].Role != "feed" || due[2].Role != "page" {
		t.Errorf("%+v, %v", due, err)
	}
	if b, err := s.Backlog(t.Context(), "wire"); err != nil || b != (store.Backlog{Known: 3}) {
		t.Errorf("%+v, %v", b, err)
	}
	outcomes, err := s.Outcomes(t.Context())
	if err != nil || outcomes[store.OutcomeAnswered] != 1 || outcomes[store.OutcomeFailed] != 1 {
		t.Errorf("runs: %v, %v", outcomes, err)
	}
}
