package evidence_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/evidence/timestamp"
	"github.com/qalxan/qalxan/crawler/evidence/timestamp/timestamptest"
)

// desk is an authority in this process. It refuses as often as it is told to.
type desk struct {
	*timestamptest.Authority
	refuse int
	asked  []time.Time
}

var errClosed = errors.New("the desk is closed")

func (d *desk) Stamp(_ context.Context, digest [sha256.Size]byte) (timestamp.Token, error) {
	d.asked = append(d.asked, time.Now())
	if len(d.asked) <= d.refuse {
		return timestamp.Token{}, errClosed
	}
	return timestamp.Verify(d.Token(digest), []*x509.Certificate{d.Root})
}

func newDesk(t *testing.T) *desk {
	return &desk{Authority: timestamptest.New(t, timestamptest.Stamping, time.Now())}
}

func stamper(t *testing.T, w *evidence.Writer, d *desk) *evidence.Stamper {
	t.Helper()
	s, err := evidence.NewStamper(w, d, evidence.StamperOptions{Every: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// stamped is a folder with two captures, a stamp, a third, and another stamp.
func stamped(t *testing.T) (dir string, d *desk, captures []qalxan.Capture) {
	t.Helper()
	dir, d = t.TempDir(), newDesk(t)
	w := open(t, dir, evidence.Options{})
	captures = append(captures, record(t, w, exchange("/a", "x")), record(t, w, exchange("/b", "y")))
	stampOnce(t, w, d)
	captures = append(captures, record(t, w, exchange("/c", "z")))
	stampOnce(t, w, d)
	captures = append(captures, record(t, w, exchange("/d", "after that")))
	w.Close()
	return dir, d, captures
}

func stampOnce(t *testing.T, w *evidence.Writer, d *desk) {
	t.Helper()
	head, err := w.Head()
	if err != nil {
		t.Fatal(err)
	}
	sum, _ := hex.DecodeString(head.Hash)
	token, err := d.Stamp(t.Context(), [32]byte(sum))
	if err != nil {
		t.Fatal(err)
	}
	if err := evidence.SaveStamp(w, head, token); err != nil {
		t.Fatal(err)
	}
}

func TestVerifySaysWhatIsProved(t *testing.T) {
	dir, d, _ := stamped(t)
	for _, roots := range [][]*x509.Certificate{nil, {d.Root}} {
		sum, err := evidence.Verify(t.Context(), dir, func(f evidence.Fault) { t.Error(f) }, roots...)
		if err != nil || len(sum.Stamps) != 2 || sum.Unstamped != 1 {
			t.Fatalf("%+v, %v", sum, err)
		}
		first, last := sum.Stamps[0], sum.Stamps[1]
		if first.Captures != 2 || last.Captures != 3 || first.Line != 3 || last.Line != 4 || last.Authority != timestamptest.Name {
			t.Errorf("%+v %+v", first, last)
		}
	}
}

func TestVerifyNamesStampsThatDoNotHold(t *testing.T) {
	stranger := newDesk(t)
	for name, tt := range map[string]struct {
		change func(t *testing.T, dir string, names []string)
		roots  []*x509.Certificate
		says   string
	}{
		"a root of their own": {func(*testing.T, string, []string) {}, []*x509.Certificate{stranger.Root}, "of nobody who is trusted"},
		"another's token": {func(t *testing.T, _ string, names []string) {
			put(t, names[0], stranger.Token(sha256.Sum256(nil)))
		}, nil, "of nobody who is trusted"},
		"another token": {func(t *testing.T, _ string, names []string) { put(t, names[0], get(t, names[1])) }, nil, "not what its name says"},
		"half a token":  {func(t *testing.T, _ string, names []string) { put(t, names[0], get(t, names[0])[:100]) }, nil, "no valid time-stamp token"},
		"no roots": {func(t *testing.T, dir string, _ []string) {
			put(t, filepath.Join(dir, evidence.StampsDir, "roots.pem"), nil)
		}, nil, "holds no certificate"},
		"the end cut off": {func(t *testing.T, dir string, _ []string) {
			lines := bytes.SplitAfter(get(t, filepath.Join(dir, evidence.ChainFile)), []byte("\n"))
			put(t, filepath.Join(dir, evidence.ChainFile), bytes.Join(lines[:3], nil))
		}, nil, "the chain was cut short or replaced after that"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, _, _ := stamped(t)
			names, _ := filepath.Glob(filepath.Join(dir, evidence.StampsDir, "*.tst"))
			tt.change(t, dir, names)
			said := ""
			if _, err := evidence.Verify(t.Context(), dir, func(f evidence.Fault) { said += f.File + ": " + f.Reason + "\n" }, tt.roots...); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(said, "stamps/") || !strings.Contains(said, tt.says) {
				t.Errorf("it says %s", said)
			}
		})
	}
}

// A line that was replaced breaks what the stamps behind it prove of those
// before it.
func TestAStampProvesWhatIsLinkedToIt(t *testing.T) {
	dir, _, _ := stamped(t)
	rewrite(t, filepath.Join(dir, evidence.ChainFile), func(b []byte) []byte {
		replaceLast(b[:bytes.LastIndex(b[:bytes.LastIndexByte(b[:len(b)-1], '\n')], []byte("\n"))+1], '2', '3')
		return b
	})
	sum, err := evidence.Verify(t.Context(), dir, func(evidence.Fault) {})
	if err != nil || len(sum.Stamps) != 1 || sum.Stamps[0].Captures != 1 {
		t.Errorf("%+v, %v", sum.Stamps, err)
	}
}

func put(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestPackCarriesItsStamps(t *testing.T) {
	dir, d, captures := stamped(t)
	path := filepath.Join(t.TempDir(), "case.zip")
	var b bytes.Buffer
	p := evidence.Pack{Subject: "f-1", Time: day, Captures: []qalxan.Capture{captures[0], captures[2], captures[3]}}
	if err := evidence.WritePack(t.Context(), &b, dir, p); err != nil {
		t.Fatal(err)
	}
	put(t, path, b.Bytes())
	sum, err := evidence.VerifyPack(t.Context(), path, func(f evidence.Fault) { t.Error(f) }, d.Root)
	if err != nil || len(sum.Stamps) != 2 || sum.Stamps[0].Captures != 1 || sum.Unstamped != 1 {
		t.Errorf("%+v, %v", sum, err)
	}
	if _, faults := verifyPack(t, path); faults != nil {
		t.Error(faults)
	}
	names, data := files(t, path)
	data[evidence.PackProof] = data[evidence.PackProof][:len(data[evidence.PackProof])/2]
	writeZip(t, path, names, data)
	if _, faults := verifyPack(t, path); len(faults) < 3 {
		t.Errorf("half a proof: %v", faults)
	}
}

// The authority is asked once an interval and no more; a refusal is retried
// later and later; nothing new is nothing to ask.
func TestStamperKeepsItsPace(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.refuse = 3
		w := open(t, dir, evidence.Options{MaxSize: 1})
		record(t, w, exchange("/a", "x"))
		s, begun := stamper(t, w, d), time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { s.Run(ctx); close(ended) }()
		time.Sleep(2 * time.Minute)
		if !strings.Contains(s.Fault(), errClosed.Error()) {
			t.Errorf("a failure is not told: %q", s.Fault())
		}
		time.Sleep(5 * time.Hour)
		record(t, w, exchange("/b", "y")) // closes the file before it
		time.Sleep(time.Second)
		record(t, w, exchange("/c", "z")) // so does this, too soon
		time.Sleep(5 * time.Hour)
		cancel()
		<-ended
		var got []time.Duration
		for _, at := range d.asked {
			got = append(got, at.Sub(begun).Truncate(time.Minute))
		}
		want := []time.Duration{0, time.Minute, 3 * time.Minute, 7 * time.Minute, 302 * time.Minute, 362 * time.Minute}
		if len(got) != len(want) {
			t.Fatalf("asked at %v, want %v", got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("asked at %v, want %v", got, want)
			}
		}
		if s.Fault() != "" {
			t.Errorf("after a success: %s", s.Fault())
		}
		w.Close()
	})
	if sum, faults := verify(t, dir); faults != nil || len(sum.Stamps) != 3 || sum.Unstamped != 0 {
		t.Errorf("%+v %v", sum, faults)
	}
}

// What a process recorded is stamped at its end, if it is time, and another goes
// on from there.
func TestFinish(t *testing.T) {
	dir, d := t.TempDir(), newDesk(t)
	for _, want := range []int{1, 1} { // the second is too soon
		w := open(t, dir, evidence.Options{})
		s := stamper(t, w, d)
		s.Finish(t.Context()) // nothing was recorded
		record(t, w, exchange("/a", "x"))
		s.Finish(t.Context())
		w.Close()
		if len(d.asked) != want {
			t.Errorf("asked %d times, want %d", len(d.asked), want)
		}
	}
}
