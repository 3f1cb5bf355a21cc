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

// Where the line of the chain cannot be written, the exchange is not kept
// either.
func TestNoLineNoRecord(t *testing.T) {
	dir := t.TempDir()
	w, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	put := func(path string) error {
		x := Exchange{URL: "https://xeber.example/" + path, Method: "GET", Time: time.Now(), Status: 200, Body: []byte(path)}
		_, err := w.Record(t.Context(), x)
		return err
	}
	if err := put("a"); err != nil {
		t.Fatal(err)
	}
	w.chain.f.Close() // what a failing disk would do
	if err := put("b"); err == nil {
		t.Fatal("recorded without a line")
	}
	w.chain.f = nil
	if err := put("c"); err != nil {
		t.Fatal(err)
	}
	sum, err := Verify(t.Context(), dir, func(f Fault) { t.Error(f) })
	if err != nil || sum.Records != 1+2*3 || sum.Lines != 3 {
		t.Errorf("%+v %v", sum, err)
	}
}

// Whatever stands in the log, it is read to its end, and nothing but the
// beginning of what was written passes.
func FuzzChain(f *testing.F) {
	var data []byte
	last := Link{}
	for i := range 3 {
		l := Link{Time: time.Unix(int64(i), 0), Record: "urn:uuid:a", Payload: noHash, File: "a.warc.gz", Offset: int64(i), Size: 1, Digest: noHash}
		last = l.after(last)
		data = append(data, last.String()+"\n"...)
	}
	f.Add(data)
	f.Add(data[:len(data)-40])
	f.Add(bytes.Repeat([]byte("x"), maxLine+1))
	f.Add([]byte("\n\n\x00\n"))
	f.Fuzz(func(t *testing.T, changed []byte) {
		faults := 0
		a := audit{spans: map[string]span{}, proved: newCoverage(nil, ofCapture), report: func(Fault) { faults++ }}
		if err := a.read(context.Background(), bytes.NewReader(changed), int64(len(changed)), false); err != nil {
			t.Fatal(err)
		}
		if faults == 0 && !bytes.HasPrefix(data, changed) {
			t.Errorf("no fault in %q", changed)
		}
		p := pruning{ends: map[string]int64{"a.warc.gz": 2}, known: map[string]bool{}}
		for r := range rows(bytes.NewReader(changed), 0, int64(len(changed))) {
			p.see(r)
		}
		if p.good > int64(len(changed)) {
			t.Errorf("%d good bytes of %d", p.good, len(changed))
		}
	})
}
