package evidence_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
)

// packed writes a pack of two of the captures of a folder.
func packed(t *testing.T) (string, []qalxan.Capture) {
	t.Helper()
	dir, all := filled(t)
	path := filepath.Join(t.TempDir(), "case.zip")
	var b bytes.Buffer
	err := evidence.WritePack(t.Context(), &b, dir, evidence.Pack{
		Subject: "f-1", Time: day, Captures: []qalxan.Capture{all[3], all[0]},
		Files: map[string][]byte{"finding.json": []byte("{}\n"), "text/i-1.txt": []byte("Salam\n")},
	})
	if err == nil {
		err = os.WriteFile(path, b.Bytes(), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path, all
}

func verifyPack(t *testing.T, path string) (evidence.Summary, []evidence.Fault) {
	t.Helper()
	var faults []evidence.Fault
	sum, err := evidence.VerifyPack(t.Context(), path, func(f evidence.Fault) { faults = append(faults, f) })
	if err != nil {
		t.Fatal(err)
	}
	return sum, faults
}

// files are those in a zip file, in order.
func files(t *testing.T, path string) (names []string, data map[string][]byte) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	data = map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if data[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		names = append(names, f.Name)
	}
	return names, data
}

func TestPack(t *testing.T) {
	path, all := packed(t)
	sum, faults := verifyPack(t, path)
	if faults != nil || sum.Files != 5 || sum.Records != 7 || sum.Lines != 2 || !strings.HasPrefix(sum.Head, "6 ") {
		t.Errorf("%+v %v", sum, faults)
	}
	names, data := files(t, path)
	if got := strings.Join(names, " "); got != "README.txt finding.json text/i-1.txt evidence.warc.gz chain.log manifest.json" {
		t.Errorf("files %s", got)
	}
	// Any reader of gzip and WARC takes it: the pages stand there in plain.
	gz, err := gzip.NewReader(bytes.NewReader(data[evidence.PackRecords]))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(gz)
	if err != nil || strings.Count(string(plain), "WARC/1.1\r\n") != 7 || !strings.Contains(string(plain), all[3].ID) {
		t.Errorf("%v: %.300s", err, plain)
	}
	for tail := range 40 { // cut anywhere, it is no pack
		short := filepath.Join(t.TempDir(), "short.zip")
		whole, _ := os.ReadFile(path)
		if err := os.WriteFile(short, whole[:len(whole)-1-tail*tail], 0o600); err != nil {
			t.Fatal(err)
		}
		if sum, err := evidence.VerifyPack(t.Context(), short, func(evidence.Fault) {}); err == nil && sum.Faults == 0 {
			t.Fatalf("%d bytes short and no fault", 1+tail*tail)
		}
	}
}

func TestVerifyPackNamesEveryFault(t *testing.T) {
	for want, change := range map[string]func(map[string][]byte){
		"finding.json at 0: the file was changed": func(f map[string][]byte) { f["finding.json"] = []byte("[]") },
		"text/i-1.txt at 0: the file is missing":  func(f map[string][]byte) { delete(f, "text/i-1.txt") },
		"more.txt at 0: the file was added":       func(f map[string][]byte) { f["more.txt"] = nil },
		"is not what line 2 of the chain says":    func(f map[string][]byte) { f[evidence.PackRecords][700] ^= 1 },
		"is not what line 6 of the chain says; it was changed": func(f map[string][]byte) {
			f[evidence.ChainFile] = f[evidence.ChainFile][bytes.IndexByte(f[evidence.ChainFile], '\n')+1:]
		},
		"behind line 2 of the chain: it was changed": func(f map[string][]byte) { replaceLast(f[evidence.ChainFile], '2', '3') },
		"is not what line 6 of the chain says; it":   func(f map[string][]byte) { f[evidence.PackRecords] = cutCapture(f[evidence.PackRecords]) },
	} {
		path, _ := packed(t)
		names, data := files(t, path)
		change(data)
		changed := filepath.Join(t.TempDir(), "changed.zip")
		writeZip(t, changed, append(names, "more.txt"), data)
		_, faults := verifyPack(t, changed)
		text := ""
		for _, f := range faults {
			text += f.File + " at 0: " + f.Reason + "\n"
		}
		if !strings.Contains(text, want) {
			t.Errorf("no fault says %q: %s", want, text)
		}
	}
}

// replaceLast changes a digit in the time of the last line.
func replaceLast(chain []byte, from, to byte) {
	last := bytes.LastIndexByte(chain[:len(chain)-1], '\n') + 1
	chain[last+2+bytes.IndexByte(chain[last+2:], from)] = to
}

// cutCapture removes the last three records.
func cutCapture(warc []byte) []byte {
	var at []int64
	for rec := range evidence.Walk(bytes.NewReader(warc), int64(len(warc))) {
		at = append(at, rec.Offset)
	}
	return warc[:at[len(at)-3]]
}

func writeZip(t *testing.T, path string, names []string, data map[string][]byte) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		content, ok := data[name]
		if !ok {
			continue
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), os.WriteFile(path, b.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// What does not stand as it was recorded is not packed.
func TestPackRefuses(t *testing.T) {
	dir, all := filled(t)
	pack := func() (int, error) {
		var b bytes.Buffer
		err := evidence.WritePack(t.Context(), &b, dir, evidence.Pack{Subject: "f-1", Time: day, Captures: all[:1]})
		return b.Len(), err
	}
	if n, err := pack(); err != nil || n == 0 {
		t.Fatal(err)
	}
	rewrite(t, filepath.Join(dir, all[0].Location.File), func(b []byte) []byte {
		at, _ := part(b, all[0].Location.Offset, 1)
		b[at+30] ^= 1 // in the request
		return b
	})
	if n, err := pack(); !errors.Is(err, evidence.ErrDamaged) || n > 0 {
		t.Errorf("%d bytes, %v", n, err)
	}
	all[0].ID = "urn:uuid:other"
	if n, err := pack(); !errors.Is(err, evidence.ErrDamaged) || n > 0 {
		t.Errorf("%d bytes, %v", n, err)
	}
}
