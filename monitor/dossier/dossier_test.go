package dossier

import (
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

// TestAnExportHasWhatACrawlDidNotTell records a page twice, as a crawl that was
// stopped before it told the record of the first answer, and another after it.
// The body stands with the first only.
func TestAnExportHasWhatACrawlDidNotTell(t *testing.T) {
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer record.Close()
	p := New(Options{Evidence: t.TempDir(), Now: time.Now}, record)
	w, err := evidence.Open(p.options.Evidence, evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var captures []qalxan.Capture
	for range 2 {
		c, err := w.Record(t.Context(), evidence.Exchange{
			SourceID: "wire", URL: "https://wire.example/", Time: time.Now(), Method: http.MethodGet,
			Status: 200, Header: http.Header{}, Body: []byte("what stood there"),
		})
		if err != nil {
			t.Fatal(err)
		}
		captures = append(captures, c)
	}
	if err := record.Commit(t.Context(), store.Entry{Captures: captures[1:]}); err != nil {
		t.Fatal(err)
	}
	d := content{Versions: []qalxan.Item{{CaptureID: captures[1].ID}}}
	if err := p.addCaptures(t.Context(), &d); err != nil || len(d.Captures) != 2 || d.Captures[1].ID != captures[0].ID {
		t.Errorf("%+v, %v", d.Captures, err)
	}
}
