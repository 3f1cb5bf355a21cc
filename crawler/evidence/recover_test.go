package evidence_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
)

// crashed returns the bytes of a file as a crash would leave it, and the
// captures in it.
func crashed(t testing.TB, bodies ...string) ([]byte, []qalxan.Capture) {
	t.Helper()
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	var all []qalxan.Capture
	for i, body := range bodies {
		all = append(all, record(t, w, exchange("/"+strings.Repeat("x", i), body)))
	}
	data, err := os.ReadFile(filepath.Join(dir, all[0].Location.File+".open"))
	if err != nil {
		t.Fatal(err)
	}
	return data, all
}

func leave(t testing.TB, dir string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name+".open"), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

const name = "qalxan-20261121101500-00001.warc.gz"

// Whatever byte a crash cuts the last exchange at, everything whole is kept
// and nothing else. (That the end is found at every byte of the file is tested
// in memory.)
func TestRecover(t *testing.T) {
	data, all := crashed(t, "first", "second")
	last, size := all[1].Location.Offset, int64(len(data))
	for _, cut := range []int64{last, last + 1, last + 17, (last + size) / 2, size - 1, size} {
		dir := t.TempDir()
		leave(t, dir, data[:cut])
		open(t, dir, evidence.Options{})
		if err := evidence.Check(dir, all[0]); err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if !bytes.HasPrefix(data, got) || int64(len(got)) < last || int64(len(got)) > cut {
			t.Fatalf("cut at %d: %d bytes kept", cut, len(got))
		}
		if _, faults := verify(t, dir); faults != nil {
			t.Fatalf("cut at %d: %v", cut, faults)
		}
	}
}

func TestRecoverNothing(t *testing.T) {
	data, _ := crashed(t, "x")
	for _, cut := range []int{0, 1, 20} {
		dir := t.TempDir()
		leave(t, dir, data[:cut])
		open(t, dir, evidence.Options{})
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Errorf("cut at %d: %v is left", cut, left)
		}
	}
}

// Damage in the middle, as a power cut can leave it, does not cost what stands
// behind it; not even where it hits the first record.
func TestRecoverBehindDamage(t *testing.T) {
	data, all := crashed(t, "first", "second", "third")
	for _, at := range []int64{30, all[1].Location.Offset + 30} {
		dir := t.TempDir()
		damaged := bytes.Clone(data)
		copy(damaged[at:], make([]byte, 16))
		leave(t, dir, append(damaged, "half a record"...))
		open(t, dir, evidence.Options{})
		if err := evidence.Check(dir, all[2]); err != nil {
			t.Errorf("damage at %d: %v", at, err)
		}
		sum, faults := verify(t, dir)
		if len(faults) == 0 || sum.Bytes != int64(len(data)) {
			t.Errorf("damage at %d: %+v %v", at, sum, faults)
		}
	}
}

// A page whose body looks like a record of ours is not taken for one, even
// where the record that it stands in is damaged.
func TestForgedRecord(t *testing.T) {
	forged, _ := crashed(t, strings.Repeat("forged ", 10))
	data, all := crashed(t, "first", string(forged), "third")
	dir := t.TempDir()
	damaged := bytes.Clone(data)
	damaged[all[1].Location.Offset+12] ^= 0xff
	leave(t, dir, damaged)
	open(t, dir, evidence.Options{})
	sum, faults := verify(t, dir)
	if len(faults) != 1 || faults[0].Offset != all[1].Location.Offset || sum.Records != 1+3+2+3 {
		t.Errorf("%+v %v", sum, faults)
	}
}

func TestVerifyFindsEveryChange(t *testing.T) {
	data, all := crashed(t, "first", "second")
	at := all[1].Location.Offset
	for i := at; i < at+40; i++ {
		dir := t.TempDir()
		damaged := bytes.Clone(data)
		damaged[i] ^= 0x10
		if err := os.WriteFile(filepath.Join(dir, name), damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		_, faults := verify(t, dir)
		header := i-at >= 4 && i-at < 10 // time and system of the gzip header, which nothing depends on
		if len(faults) == 0 && !header {
			t.Errorf("byte %d changed and no fault was found", i)
		}
	}
}

func TestLivingFileIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	first := record(t, w, exchange("/a", "x"))
	other := open(t, dir, evidence.Options{})
	second := record(t, other, exchange("/b", "y"))
	third := record(t, w, exchange("/c", "z"))
	if first.Location.File != third.Location.File || first.Location.File == second.Location.File {
		t.Errorf("files %v %v %v", first.Location, second.Location, third.Location)
	}
	for _, c := range []qalxan.Capture{first, second, third} {
		if err := evidence.Check(dir, c); err != nil {
			t.Error(err)
		}
	}
	if sum, faults := verify(t, dir); faults != nil || sum.Files != 2 {
		t.Errorf("%+v %v", sum, faults)
	}
}

func FuzzWalk(f *testing.F) {
	data, _ := crashed(f, "a body")
	f.Add(data)
	f.Add(data[:len(data)-9])
	f.Add([]byte("WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <a:b>\r\nWARC-Date: 2026-11-21T10:15:00Z\r\nContent-Length: 4\r\n\r\na\r\n\r\n\r\n\r\n"))
	f.Add([]byte{0x1f, 0x8b, 0x08, 0x1f, 0x8b, 0x08})
	f.Fuzz(func(t *testing.T, data []byte) {
		end := int64(0)
		for rec, err := range evidence.Walk(bytes.NewReader(data), int64(len(data))) {
			if rec.Offset < end {
				t.Fatalf("went back from %d to %d", end, rec.Offset)
			}
			if err == nil {
				end = rec.Offset + rec.Size
				_, _ = rec.Message()
			}
			if end > int64(len(data)) {
				t.Fatalf("record ends at %d of %d", end, len(data))
			}
		}
	})
}
