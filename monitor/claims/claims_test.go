package claims

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/embedding"
	"github.com/qalxan/qalxan/crawler/extract/claimreview"
	"github.com/qalxan/qalxan/store"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"))
}

func saying(id, wording string) qalxan.Narrative {
	return qalxan.Narrative{ID: id, Claim: wording + ".", Wordings: map[string][]string{"en": {wording}}}
}

var (
	bridge = saying("bridge", "The old bridge across the river is closed in secret")
	road   = saying("road", "The council has agreed to mend the road before winter")
)

func keys(w *Watcher, text string) string {
	var all []string
	for _, s := range w.Detect(qalxan.Item{Text: text, Language: qalxan.Language{Code: "en"}}) {
		all = append(all, s.Key)
	}
	return strings.Join(all, " ")
}

// TestWatch: the narratives change; those that cannot be used leave the old.
func TestWatch(t *testing.T) {
	w, err := New(Options{}, []qalxan.Narrative{bridge})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	both := bridge.Claim + " " + road.Claim
	if got := keys(w, both); got != "bridge" {
		t.Errorf("before: %q", got)
	}
	if err := w.Watch([]qalxan.Narrative{road, road}); !errors.Is(err, qalxan.ErrConfig) || keys(w, both) != "bridge" {
		t.Errorf("two of one name: %v, %q", err, keys(w, both))
	}
	if err := w.Watch([]qalxan.Narrative{road}); err != nil || keys(w, both) != "road" {
		t.Errorf("after: %v, %q", err, keys(w, both))
	}
	if faults := w.Faults(t.Context()); len(faults) != 0 {
		t.Errorf("%q", faults)
	}
}

// TestServerThatDoesNotAnswer: words alone decide, the doctor is told, and the
// end does not wait for the next question.
func TestServerThatDoesNotAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no model", http.StatusNotFound) }))
	defer server.Close()
	warned := make(chan string, 2)
	w, err := New(Options{
		Server: embedding.Options{Address: server.URL, Model: "small", Timeout: 5 * time.Second},
		Warn:   func(message string, _ ...any) { warned <- message },
	}, []qalxan.Narrative{bridge})
	if err != nil {
		t.Fatal(err)
	}
	if message := <-warned; !strings.Contains(message, "words alone decide") {
		t.Errorf("%q", message)
	}
	if got := keys(w, bridge.Claim); got != "bridge" {
		t.Errorf("words alone: %q", got)
	}
	if faults := w.Faults(t.Context()); len(faults) != 1 || !strings.Contains(faults[0], "(small) does not answer") {
		t.Errorf("%q", faults)
	}
	w.Close()
	w.Close()
}

// told are reviews that pages told before.
type told []store.Review

func (r told) Reviews(context.Context) iter.Seq2[store.Review, error] {
	return func(yield func(store.Review, error) bool) {
		for _, review := range r {
			if !yield(review, nil) {
				return
			}
		}
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	for want, open := range map[string]func(string) (io.ReadCloser, error){
		"relative to the configuration": func(string) (io.ReadCloser, error) { return nil, fs.ErrNotExist },
		"permission denied":             func(string) (io.ReadCloser, error) { return nil, os.ErrPermission },
		"gone.json":                     func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("no JSON")), nil },
	} {
		_, err := NewReviewed(t.Context(), Files{[]string{"gone.json"}, open}, nil, told{})
		if !errors.Is(err, qalxan.ErrConfig) || !strings.Contains(err.Error(), want) {
			t.Errorf("want %s: %v", want, err)
		}
	}
}

// TestWorth: only sources that people judged reliable teach what is false.
func TestWorth(t *testing.T) {
	page := []claimreview.Review{{Claim: "The bridge is closed."}, {Claim: "The road is mended."}}
	for grade, want := range map[qalxan.Grade]int{"A": 2, "B": 2, "C": 0, qalxan.GradeUnknown: 0, "": 0} {
		if got := Worth(qalxan.Source{ID: "daily", Grade: grade}, qalxan.Item{}, page); len(got) != want {
			t.Errorf("%q: %d reviews", grade, len(got))
		}
	}
}
