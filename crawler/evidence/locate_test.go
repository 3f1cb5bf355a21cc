package evidence_test

import (
	"errors"
	"io/fs"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan/crawler/evidence"
)

// TestLocate finds a capture that nothing but the evidence knows.
func TestLocate(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	record(t, w, exchange("/a", "the first"))
	want := record(t, w, exchange("/b", "the second"))
	got, err := evidence.Locate(t.Context(), dir, want.ID)
	want.SourceID, want.Time = "", want.Time.Truncate(time.Microsecond)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if _, err := evidence.Locate(t.Context(), dir, "urn:uuid:none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}
