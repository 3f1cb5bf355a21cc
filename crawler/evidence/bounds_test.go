package evidence_test

import (
	"errors"
	"testing"

	"github.com/qalxan/qalxan/crawler/evidence"
)

// What could not be verified is not packed.
func TestPackKeepsToTheBoundsOfReading(t *testing.T) {
	for _, tt := range []struct {
		pack  evidence.Pack
		sizes []int64
		fits  bool
	}{
		{evidence.Pack{}, []int64{1 << 29, 1 << 28}, true},
		{evidence.Pack{}, []int64{1 << 29, 1 << 29}, false},
		{evidence.Pack{Files: many(10)}, nil, true},
		{evidence.Pack{Files: many(6000)}, nil, false},
	} {
		if err := evidence.Fits(tt.pack, tt.sizes...); tt.fits != (err == nil) || err != nil && !errors.Is(err, evidence.ErrTooLarge) {
			t.Errorf("%d files, records %v: %v", len(tt.pack.Files), tt.sizes, err)
		}
	}
}

func many(n int) map[string][]byte {
	files := map[string][]byte{}
	for i := range n {
		files[string(rune('a'+i))] = nil
	}
	return files
}

// A body that was left out is not one that was too long (ISO 28500 section
// 5.13).
func TestWhyABodyIsCut(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	defer w.Close()
	for want, withheld := range map[string]bool{"length": false, "unspecified": true} {
		x := exchange("/"+want, "half")
		x.Truncated, x.Withheld = true, withheld
		rec, err := evidence.Read(dir, record(t, w, x).Location)
		if err != nil || rec.Fields.Get("WARC-Truncated") != want || !rec.Truncated() {
			t.Errorf("%v, %v; want %s", rec.Fields, err, want)
		}
	}
}

// Who recorded something in a file that had to be given up hears that it may be
// lost, until the next start has looked at it.
func TestSyncAfterAFileWasGivenUp(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	record(t, w, exchange("/a", "x"))
	evidence.Tear(w)
	for range 2 {
		if err := w.Sync(); err == nil {
			t.Error("all is said to be on disk")
		}
		record(t, w, exchange("/b", "y"))
	}
	w.Close()
	w = open(t, dir, evidence.Options{})
	defer w.Close()
	if err := w.Sync(); err != nil {
		t.Error(err)
	}
	if sum, faults := verify(t, dir); faults != nil || sum.Files != 2 {
		t.Errorf("%+v %v", sum, faults)
	}
}
