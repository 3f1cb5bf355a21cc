package evidence_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		recordAsChild(dir)
		return
	}
	goleak.VerifyTestMain(m)
}

// filled is a folder with four captures in two files, written by two writers
// after each other.
func filled(t testing.TB) (string, []qalxan.Capture) {
	t.Helper()
	dir := t.TempDir()
	var all []qalxan.Capture
	for i := range 2 {
		w := open(t, dir, evidence.Options{})
		for j := range 2 {
			all = append(all, record(t, w, exchange(fmt.Sprintf("/%d/%d", i, j), strings.Repeat(fmt.Sprint("words ", i, j), 20))))
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return dir, all
}

func lines(t testing.TB, dir string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, evidence.ChainFile))
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(strings.Lines(string(data)))
}

// checkChain holds the chain to its own rules, and returns its links.
func checkChain(t testing.TB, dir string) []evidence.Link {
	t.Helper()
	var links []evidence.Link
	previous := strings.Repeat("0", 64)
	for i, line := range lines(t, dir) {
		l, err := evidence.ParseLink(strings.TrimSuffix(line, "\n"))
		if err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		if l.Seq != int64(i+1) || l.Previous != previous {
			t.Errorf("line %d has number %d and follows %s", i+1, l.Seq, l.Previous)
		}
		previous, links = l.Hash, append(links, l)
	}
	return links
}

func TestChainGoesOnAcrossFilesAndRestarts(t *testing.T) {
	dir, all := filled(t)
	links := checkChain(t, dir)
	if len(links) != 6 || links[0].Offset != 0 || links[3].Offset != 0 {
		t.Fatalf("%d lines: %v", len(links), links)
	}
	for i, c := range all {
		l := links[[]int{1, 2, 4, 5}[i]]
		if l.Record != c.ID || l.Payload != c.SHA256 || l.File != c.Location.File || l.Offset != c.Location.Offset || !l.Time.Equal(day.Truncate(1000)) {
			t.Errorf("capture %+v has line %+v", c, l)
		}
	}
	for hash, want := range map[string]bool{links[3].Hash: true, sha256Hex("other"): false, "": false} {
		if held, err := evidence.Holds(t.Context(), dir, hash); err != nil || held != want {
			t.Errorf("the chain holds %q: %t, %v", hash, held, err)
		}
	}
	sum, faults := verify(t, dir)
	if want := fmt.Sprint("6 ", links[5].Hash); faults != nil || sum.Lines != 6 || sum.Head != want {
		t.Errorf("%+v %v", sum, faults)
	}
}

// Every way to change a folder is named.
func TestVerifyNamesEveryFault(t *testing.T) {
	swap := func(i, j int) func([]string) []string {
		return func(l []string) []string { l[i], l[j] = l[j], l[i]; return l }
	}
	for _, tt := range []struct {
		name  string
		lines func([]string) []string
		file  func([]byte, []qalxan.Capture) []byte // of the first file
		want  []string                              // parts of faults
	}{
		{"a word of a line changed", func(l []string) []string {
			l[1] = strings.Replace(l[1], "2026-11-21", "2026-11-20", 1)
			return l
		}, nil, []string{"behind line 1", "it was changed"}},
		{"a line changed with its hash", func(l []string) []string { l[1] = forge(l[1]); return l }, nil, []string{"line 3 of the chain does not name the hash"}},
		{"a line removed", func(l []string) []string { return slices.Delete(l, 1, 2) }, nil, []string{"line 2 of the chain is missing", "#0 has no line"}},
		{"two lines removed", func(l []string) []string { return slices.Delete(l, 1, 3) }, nil, []string{"lines 2 to 3 of the chain are missing", "#0 has no line", "#1 has no line"}},
		{"the last lines removed", func(l []string) []string { return l[:4] }, nil, []string{"has no line in the chain"}},
		{"lines reordered", swap(1, 2), nil, []string{"line 2 of the chain stands behind line 3: the lines were reordered"}},
		{"a line twice", func(l []string) []string { return slices.Insert(l, 2, l[1]) }, nil, []string{"line 2 of the chain stands behind line 2"}},
		{"no line at all", func(l []string) []string { l[2] = "words\n"; return l }, nil, []string{"not written as a line", "line 3 of the chain is missing", "#1 has no line"}},
		{"no chain", func([]string) []string { return nil }, nil, []string{"the chain is missing"}},
		{"half a line", func(l []string) []string { return append(l, "7 2026") }, nil, []string{"behind line 6 of the chain: it is not written"}},
		{"a byte of a record changed", nil, func(b []byte, c []qalxan.Capture) []byte {
			b[c[0].Location.Offset+40] ^= 1
			return b
		}, []string{"#0, line 2 of the chain"}},
		{"a capture removed", nil, func(b []byte, c []qalxan.Capture) []byte {
			return slices.Delete(b, int(c[0].Location.Offset), int(c[1].Location.Offset))
		}, []string{"#0 is missing; line 2", "#1, line 3 of the chain: it was written at"}},
		{"the last capture removed", nil, func(b []byte, c []qalxan.Capture) []byte { return b[:c[1].Location.Offset] }, []string{"#1 is missing; line 3"}},
		{"captures reordered", nil, func(b []byte, c []qalxan.Capture) []byte {
			one, two := c[0].Location.Offset, c[1].Location.Offset
			return slices.Concat(b[:one], b[two:], b[one:two])
		}, []string{"#0, line 2 of the chain: it stands behind that of line 3; the records were reordered"}},
		{"a request removed", nil, func(b []byte, c []qalxan.Capture) []byte {
			at, end := part(b, c[0].Location.Offset, 1)
			return slices.Delete(b, at, end)
		}, []string{"#0: what stands here is not what line 2 of the chain says"}},
		{"a record added", nil, func(b []byte, c []qalxan.Capture) []byte {
			at, end := part(b, c[1].Location.Offset, 2)
			return append(b, b[at:end]...)
		}, []string{"was added behind those of #1"}},
		{"a capture twice", nil, func(b []byte, c []qalxan.Capture) []byte { return append(b, b[c[1].Location.Offset:]...) }, []string{"#1 has no line"}},
		{"the first record changed", nil, func(b []byte, c []qalxan.Capture) []byte { b[9] ^= 1; return b }, []string{"what stands here is not what line 1 of the chain says"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, all := filled(t)
			if tt.lines != nil {
				rewrite(t, filepath.Join(dir, evidence.ChainFile), func(b []byte) []byte {
					return []byte(strings.Join(tt.lines(slices.Collect(strings.Lines(string(b)))), ""))
				})
			} else {
				rewrite(t, filepath.Join(dir, all[0].Location.File), func(b []byte) []byte { return tt.file(b, all) })
			}
			checkFaults(t, dir, all, tt.want)
		})
	}
}

func checkFaults(t *testing.T, dir string, all []qalxan.Capture, want []string) {
	t.Helper()
	_, faults := verify(t, dir)
	text := fmt.Sprint(faults)
	for i, c := range all {
		text = strings.ReplaceAll(text, c.ID, fmt.Sprint("#", i))
	}
	for _, part := range want {
		if !strings.Contains(text, part) {
			t.Errorf("no fault says %q: %s", part, text)
		}
	}
	if len(faults) == 0 || len(faults) > len(want)+3 {
		t.Errorf("%d faults: %s", len(faults), text)
	}
}

func TestVerifyNamesAFileThatIsGone(t *testing.T) {
	dir, all := filled(t)
	if err := os.Remove(filepath.Join(dir, all[0].Location.File)); err != nil {
		t.Fatal(err)
	}
	checkFaults(t, dir, all, []string{all[0].Location.File, "the file is missing, and 2 captures with it"})
}

func rewrite(t *testing.T, path string, change func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, change(data), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// part is where the record stands that is so many behind the one at an offset.
func part(data []byte, offset int64, behind int) (from, to int) {
	for rec := range evidence.Walk(bytes.NewReader(data), int64(len(data))) {
		if rec.Offset < offset {
			continue
		}
		if behind == 0 {
			return int(rec.Offset), int(rec.Offset + rec.Size)
		}
		behind--
	}
	return 0, 0
}

// forge changes a line and gives it the hash that fits.
func forge(line string) string {
	l, _ := evidence.ParseLink(strings.TrimSuffix(line, "\n"))
	l.Time = l.Time.AddDate(0, 0, -1)
	text := strings.TrimSuffix(l.String(), " "+l.Hash)
	l.Hash = sha256Hex(text)
	return l.String() + "\n"
}

func TestTwoWritersShareTheChain(t *testing.T) {
	dir := t.TempDir()
	a, b := open(t, dir, evidence.Options{}), open(t, dir, evidence.Options{})
	for i := range 10 {
		record(t, a, exchange(fmt.Sprint("/a", i), "x"))
		record(t, b, exchange(fmt.Sprint("/b", i), "y"))
	}
	if err := errors.Join(a.Sync(), b.Close(), a.Close()); err != nil {
		t.Fatal(err)
	}
	if links := checkChain(t, dir); len(links) != 22 {
		t.Errorf("%d lines", len(links))
	}
	if _, faults := verify(t, dir); faults != nil {
		t.Error(faults)
	}
}

// A folder from before there was a chain gets one, whole, once.
func TestChainIsBegunForOldEvidence(t *testing.T) {
	dir, all := filled(t)
	if err := os.Remove(filepath.Join(dir, evidence.ChainFile)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := open(t, dir, evidence.Options{}).Close(); err != nil {
			t.Fatal(err)
		}
		links := checkChain(t, dir)
		if len(links) != 6 || links[1].Payload != all[0].SHA256 || links[1].Record != all[0].ID {
			t.Errorf("%d lines: %v", len(links), links)
		}
		if _, faults := verify(t, dir); faults != nil {
			t.Error(faults)
		}
	}
}

func FuzzParseLink(f *testing.F) {
	dir, _ := filled(f)
	for _, line := range lines(f, dir)[:2] {
		f.Add(strings.TrimSuffix(line, "\n"))
		f.Add(line)
		f.Add(strings.ToUpper(line))
	}
	f.Add("1  2026")
	f.Fuzz(func(t *testing.T, line string) {
		if l, err := evidence.ParseLink(line); err == nil && l.String() != line {
			t.Errorf("%q is read and written as %q", line, l.String())
		}
	})
}
