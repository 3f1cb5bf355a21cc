package evidence

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Cut at any byte, a file is whole up to the end of the last record before it.
func TestWholeUntilEveryByte(t *testing.T) {
	dir := t.TempDir()
	w, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, path := range []string{"a", "b"} {
		x := Exchange{URL: "https://xeber.example/" + path, Method: "GET", Time: time.Now(), Status: 200, Body: []byte(path)}
		if _, err := w.Record(context.Background(), x); err != nil {
			t.Fatal(err)
		}
	}
	open, _ := filepath.Glob(filepath.Join(dir, "*.open"))
	data, err := os.ReadFile(open[0])
	if err != nil {
		t.Fatal(err)
	}
	ends := map[int64]bool{}
	for rec := range Walk(bytes.NewReader(data), int64(len(data))) {
		ends[rec.Offset+rec.Size] = true
	}
	if len(ends) != 7 {
		t.Fatalf("%d records", len(ends))
	}
	want := int64(0)
	for cut := int64(0); cut <= int64(len(data)); cut++ {
		if ends[cut] {
			want = cut
		}
		if got := wholeUntil(bytes.NewReader(data[:cut]), cut); got != want {
			t.Fatalf("cut at %d: whole until %d, want %d", cut, got, want)
		}
	}
}
