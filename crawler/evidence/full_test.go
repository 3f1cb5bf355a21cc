//go:build linux

package evidence_test

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"

	"github.com/qalxan/qalxan/crawler/evidence"
)

// alone runs the test in a process of its own, because a limit on files holds
// for everything that a process writes, the test runner's own files among it.
// It is true in that process.
func alone(t *testing.T) bool {
	t.Helper()
	const marker = "QALXAN_ALONE"
	if os.Getenv(marker) != "" {
		return true
	}
	self := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	self.Env = append(os.Environ(), marker+"=1")
	if out, err := self.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

// limitFileSize makes every write beyond so many bytes of a file fail, as a
// full disk does, until it is lifted.
func limitFileSize(t *testing.T, size uint64) (lift func()) {
	t.Helper()
	signal.Ignore(syscall.SIGXFSZ)
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Skipf("file size limit: %v", err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: size, Max: was.Max}); err != nil {
		t.Skipf("file size limit: %v", err)
	}
	lift = func() { _ = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was) }
	t.Cleanup(lift)
	return lift
}

func TestFullDisk(t *testing.T) {
	if !alone(t) {
		return
	}
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	before := record(t, w, exchange("/a", "x"))

	lift := limitFileSize(t, 4000)
	big := page()
	_, err := w.Record(t.Context(), exchange("/b", big))
	if !errors.Is(err, evidence.ErrFull) {
		t.Fatalf("over the limit: %v", err)
	}
	if _, faults := verify(t, dir); faults != nil {
		t.Errorf("after a write that failed: %v", faults)
	}
	lift()

	after := record(t, w, exchange("/b", big))
	w.Close()
	if err := errors.Join(evidence.Check(dir, before), evidence.Check(dir, after)); err != nil {
		t.Error(err)
	}
	if sum, faults := verify(t, dir); faults != nil || sum.Records != 7 {
		t.Errorf("%+v %v", sum, faults)
	}
}

func TestFullBeforeTheFirstRecord(t *testing.T) {
	if !alone(t) {
		return
	}
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	lift := limitFileSize(t, 10)
	if _, err := w.Record(t.Context(), exchange("/a", "x")); !errors.Is(err, evidence.ErrFull) {
		t.Fatalf("no room at all: %v", err)
	}
	lift()
	record(t, w, exchange("/a", "x"))
	if sum, faults := verify(t, dir); faults != nil || sum.Files != 1 {
		t.Errorf("%+v %v", sum, faults)
	}
}
