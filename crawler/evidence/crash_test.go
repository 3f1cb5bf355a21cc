package evidence_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
)

// childDir tells a child of the crash test where to record.
const childDir = "QALXAN_EVIDENCE_DIR"

// recordAsChild records until it is killed.
func recordAsChild(dir string) {
	w, err := evidence.Open(dir, evidence.Options{MaxSize: 200_000})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for i := 0; ; i++ {
		x := evidence.Exchange{SourceID: "s", URL: fmt.Sprint("https://xeber.example/", i), Method: "GET", Time: time.Now(), Status: 200, Body: []byte(page())}
		if _, err := w.Record(context.Background(), x); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if i%7 == 0 {
			_ = w.Sync()
		}
	}
}

// Killed at random moments, the folder is whole after the next start: every
// record has its line, every line its record.
func TestKilledWhileRecording(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for range 6 {
		child := exec.Command(self)
		child.Env = append(os.Environ(), childDir+"="+dir)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(60*time.Millisecond + time.Duration(rand.Int64N(int64(120*time.Millisecond))))
		_ = child.Process.Kill()
		_ = child.Wait()
		if err := open(t, dir, evidence.Options{}).Close(); err != nil {
			t.Fatal(err)
		}
		if _, faults := verify(t, dir); faults != nil {
			t.Fatal(faults)
		}
	}
	if links := checkChain(t, dir); len(links) < 10 {
		t.Errorf("%d lines after six runs", len(links))
	}
}

// Whatever a crash leaves of the last lines and the last records, both say the
// same after the next start.
func TestRecoverChain(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	var all []qalxan.Capture
	for i := range 3 {
		all = append(all, record(t, w, exchange(fmt.Sprint("/", i), fmt.Sprint("body ", i))))
	}
	warc, err := os.ReadFile(filepath.Join(dir, name+".open"))
	if err != nil {
		t.Fatal(err)
	}
	chain := []byte(strings.Join(lines(t, dir), ""))
	ends := []int{0, int(all[0].Location.Offset), int(all[1].Location.Offset), int(all[2].Location.Offset), len(warc)}
	for records, end := range ends[1:] {
		for cut := 0; cut <= len(chain); cut += 173 {
			checkRecovered(t, warc[:end], chain[:cut], records)
		}
		checkRecovered(t, warc[:end], chain, records)
		checkRecovered(t, warc[:end], slices.Concat(chain[:600], make([]byte, 50)), records) // as a power cut leaves it
	}
}

// checkRecovered opens what a crash left, and expects so many captures.
func checkRecovered(t *testing.T, warc, chain []byte, captures int) {
	t.Helper()
	dir := t.TempDir()
	leave(t, dir, warc)
	if err := os.WriteFile(filepath.Join(dir, evidence.ChainFile), chain, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := open(t, dir, evidence.Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	if links := checkChain(t, dir); len(links) != captures+1 {
		t.Fatalf("%d bytes of records and %d of lines: %d lines, want %d", len(warc), len(chain), len(links), captures+1)
	}
	if _, faults := verify(t, dir); faults != nil {
		t.Fatalf("%d bytes of records and %d of lines: %v", len(warc), len(chain), faults)
	}
}

// What somebody changed in the lines of whole files outlives a crash: recovery
// mends only what belongs to the file that the crash left.
func TestRecoveryHidesNothing(t *testing.T) {
	dir, _ := filled(t)
	rewrite(t, filepath.Join(dir, evidence.ChainFile), func(b []byte) []byte { b[10] ^= 1; return b })
	w := open(t, dir, evidence.Options{})
	record(t, w, exchange("/open", "x"))
	left, _ := filepath.Glob(filepath.Join(dir, "*.open"))
	data, err := os.ReadFile(left[0])
	if err != nil {
		t.Fatal(err)
	}
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(copied, filepath.Base(left[0])), data[:len(data)-5], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := open(t, copied, evidence.Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	_, faults := verify(t, copied)
	if len(faults) == 0 || faults[0].File != evidence.ChainFile || faults[0].Offset != 0 {
		t.Errorf("%v", faults)
	}
}

func sha256Hex(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
