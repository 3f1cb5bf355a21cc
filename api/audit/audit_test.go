package audit_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

// TestEnter: who, whence and how come from the context, also after whoever
// asked has gone, and hostile words become harmless ones.
func TestEnter(t *testing.T) {
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer record.Close()
	log := audit.New(record)
	ctx, gone := context.WithCancel(account.With(t.Context(), account.Principal{Name: "leyla", Way: account.ByToken, TokenID: "t-1", Address: "192.0.2.1"}))
	gone()
	hostile := "a\r\nb\x1b[2J\u202e\xff" + strings.Repeat("ə", 10_000)
	if err := log.Enter(ctx, store.Entered{Verb: "findings.export", Object: hostile, Outcome: audit.OK}); err != nil {
		t.Fatal(err)
	}
	list, err := log.Entries(t.Context(), store.EntryFilter{}, store.Page{})
	if err != nil || len(list.Entries) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	e := list.Entries[0]
	if e.By != "leyla" || e.Via != "token:t-1" || e.Address != "192.0.2.1" || e.Time.IsZero() {
		t.Errorf("%+v", e)
	}
	if len(e.Object) > 500 || strings.ContainsAny(e.Object, "\r\n\x1b\u202e") || !strings.HasPrefix(e.Object, "a  b [2J") {
		t.Errorf("%.60q, %d bytes", e.Object, len(e.Object))
	}
}

// full is a ledger that takes nothing.
type full struct{ store.Ledger }

func (full) Enter(context.Context, store.Entered) (store.Entered, error) {
	return store.Entered{}, store.ErrFull
}

// TestWhatCannotBeEnteredIsNotDone reads a report while the disk is full.
func TestWhatCannotBeEnteredIsNotDone(t *testing.T) {
	log := audit.New(full{})
	if err := log.Enter(t.Context(), store.Entered{}); !errors.Is(err, store.ErrFull) {
		t.Errorf("%v", err)
	}
	w := httptest.NewRecorder()
	log.Watch("report.export", http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusInternalServerError {
		t.Errorf("the report was given: %d", w.Code)
	}
}
