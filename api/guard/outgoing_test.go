package guard_test

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/api/outgoing"
	"github.com/qalxan/qalxan/report/standing"
	"github.com/qalxan/qalxan/store"
)

// sender makes reports and packs of an empty record.
func sender(t testing.TB, record store.Store, library *api.Library) *outgoing.Service {
	t.Helper()
	s, _, err := outgoing.Open(standing.Options{Dir: t.TempDir()}, outgoing.House{
		Library: library, Packs: record, Dispatches: record, Log: audit.New(record), Patience: time.Hour, Logger: slog.New(slog.DiscardHandler),
		Export: func(context.Context, string, io.Writer) error { return store.ErrNotFound },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
