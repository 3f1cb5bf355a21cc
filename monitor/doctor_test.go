package monitor_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

// TestWhatACrashLeftToBeIndexedIsNoFault commits items that no indexer saw,
// as a killed process leaves them, and asks the doctor of the next at once.
func TestWhatACrashLeftToBeIndexedIsNoFault(t *testing.T) {
	config := configs.Default()
	config.Data = t.TempDir()
	m, err := monitor.Open(t.Context(), config, monitor.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	record, err := sqlite.Open(t.Context(), filepath.Join(config.Data, "qalxan.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	item := qalxan.Item{ID: qalxan.ItemID("a", 1), Identity: "a", Version: 1, Title: "A", Hash: "h", Seen: time.Now()}
	if err := record.Commit(t.Context(), store.Entry{Items: []store.ItemEntry{{Item: item}}}); err != nil {
		t.Fatal(err)
	}
	if err := record.Close(); err != nil {
		t.Fatal(err)
	}
	if m, err = monitor.Open(t.Context(), config, monitor.Options{}); err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	checkDoctor(t, m)
}
