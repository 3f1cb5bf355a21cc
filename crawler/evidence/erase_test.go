package evidence_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
)

// recorded is a folder with two closed files of two captures each.
func recorded(t *testing.T) (*evidence.Writer, string, []qalxan.Capture) {
	t.Helper()
	dir := t.TempDir()
	w, err := evidence.Open(dir, evidence.Options{MaxSize: 1500})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	var all []qalxan.Capture
	for _, page := range []string{"a", "b", "c", "d"} {
		all = append(all, record(t, w, exchange("/"+page, strings.Repeat("Lalə Bağırova wrote "+page+". ", 40))))
	}
	return w, dir, all
}

func verified(t *testing.T, dir string) (evidence.Summary, []string) {
	t.Helper()
	var faults []string
	s, err := evidence.Verify(t.Context(), dir, func(f evidence.Fault) { faults = append(faults, f.File+": "+f.Reason) })
	if err != nil {
		t.Fatal(err)
	}
	return s, faults
}

// TestErase erases captures in closed files and in the one that is written: the
// words are gone, the rest is whole, and a verification says by which request.
func TestErase(t *testing.T) {
	w, dir, all := recorded(t)
	for range 2 { // the second time there is nothing left to do
		n, err := w.Erase(t.Context(), "e-1", []qalxan.Capture{all[0], all[3], {ID: "urn:uuid:unknown"}})
		if err != nil || n > 2 {
			t.Fatalf("%d, %v", n, err)
		}
	}
	record(t, w, exchange("/e", "words"))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s, faults := verified(t, dir)
	if len(faults) > 0 || len(s.Removed) != 2 || s.Removed[0].By != "e-1" {
		t.Fatalf("%+v %q", s, faults)
	}
	for i, c := range all {
		rec, err := evidence.Read(dir, c.Location)
		if err != nil || evidence.Check(dir, c) != nil {
			t.Fatal(err)
		}
		if erased := i == 0 || i == 3; strings.Contains(string(rec.Block), "Bağırova") == erased || (rec.Erased() == "e-1") != erased {
			t.Errorf("%s: erased by %q, %q", c.URL, rec.Erased(), rec.Block)
		}
	}
	if _, err := evidence.Open(dir, evidence.Options{}); err != nil {
		t.Fatal(err)
	}
}

// TestEraseBrokenOff damages a capture as a crash in the middle of writing
// would, after the chain spoke of it. The same call again makes it whole.
func TestEraseBrokenOff(t *testing.T) {
	w, dir, all := recorded(t)
	if _, err := w.Erase(t.Context(), "e-1", all[:1]); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, all[0].Location.File), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(make([]byte, 200), all[0].Location.Offset+20); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if _, faults := verified(t, dir); len(faults) == 0 {
		t.Fatal("a capture that is half erased is not whole")
	}
	if n, err := w.Erase(t.Context(), "e-1", all[:1]); err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	if s, faults := verified(t, dir); len(faults) > 0 || len(s.Removed) != 1 {
		t.Fatalf("%+v %q", s, faults)
	}
}

// TestErasedIsNoCover changes what stands where something was erased.
func TestErasedIsNoCover(t *testing.T) {
	w, dir, all := recorded(t)
	if _, err := w.Erase(t.Context(), "e-1", all[:1]); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, all[1].Location.File), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("x"), all[0].Location.Offset+5); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if _, faults := verified(t, dir); len(faults) != 1 {
		t.Fatalf("%q", faults)
	}
	for _, bad := range []string{"", "a b", "a:b", "ə"} {
		if _, err := w.Erase(t.Context(), bad, all); err == nil {
			t.Errorf("request %q was taken", bad)
		}
	}
}

// TestRemove removes a closed file; the one that is written is refused.
func TestRemove(t *testing.T) {
	w, dir, all := recorded(t)
	first, last := all[0].Location.File, all[3].Location.File
	if first == last {
		t.Fatal("there is one file only")
	}
	for range 2 {
		if gone, err := w.Remove(first); err != nil || !gone {
			t.Fatal(gone, err)
		}
	}
	for _, name := range []string{"../x", last} {
		if gone, _ := w.Remove(name); gone {
			t.Errorf("%s was removed", name)
		}
	}
	s, faults := verified(t, dir)
	if len(faults) > 0 || len(s.Removed) != 1 || s.Removed[0].By != "retention" || s.Removed[0].File != first {
		t.Fatalf("%+v %q", s, faults)
	}
}
