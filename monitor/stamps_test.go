package monitor

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/evidence/timestamp/timestamptest"
)

// TestEvidenceIsStamped opens a folder with an authority configured, records an
// answer, and finds it stamped after the end; a failure shows in the doctor.
func TestEvidenceIsStamped(t *testing.T) {
	tsa, down := timestamptest.New(t, timestamptest.Stamping, time.Now()), true
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down {
			http.Error(w, "down", http.StatusServiceUnavailable)
			return
		}
		tsa.ServeHTTP(w, r)
	}))
	defer server.Close()
	c := configs.Default()
	c.Data = t.TempDir()
	c.Evidence.Timestamp = configs.Timestamp{URL: server.URL, Every: time.Hour, Roots: filepath.Join(c.Data, "roots.pem")}
	if _, err := Open(t.Context(), c, Options{}); !errors.Is(err, ErrConfig) {
		t.Fatalf("without the roots: %v", err)
	}
	if err := os.WriteFile(c.Evidence.Timestamp.Roots, tsa.Roots(), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := Open(t.Context(), c, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.evidence.Record(t.Context(), evidence.Exchange{URL: "https://a.example/", Method: "GET", Time: time.Now(), Status: 200, Body: []byte("x")}); err != nil {
		t.Fatal(err)
	}
	m.stamping.stop()
	m.stamping.stamper.Finish(context.Background())
	if d, err := m.Doctor(t.Context()); err != nil || d.Healthy || !strings.Contains(strings.Join(d.Evidence, " "), "503 Service Unavailable") {
		t.Errorf("%+v, %v", d, err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	down = false
	if m, err = Open(t.Context(), c, Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := m.evidence.Record(t.Context(), evidence.Exchange{URL: "https://a.example/", Method: "GET", Time: time.Now(), Status: 200, Body: []byte("y")}); err != nil {
		t.Fatal(err)
	}
	m.stamping.stop()
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	sum, err := evidence.Verify(t.Context(), m.evidenceDir(), func(f evidence.Fault) { t.Error(f) }, tsa.Root)
	if err != nil || len(sum.Stamps) == 0 {
		t.Errorf("%+v, %v", sum, err)
	}
}
