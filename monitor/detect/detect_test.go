package detect

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/classify/lookalike"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/monitor/claims"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = time.Date(2026, 3, 30, 12, 0, 0, 0, time.UTC)

var tell = sync.OnceValues(func() (*language.Detector, error) { return language.New(configs.Default().Languages) })

// world are options that every detector can work with.
func world(t testing.TB) Options {
	t.Helper()
	languages, err := tell()
	if err != nil {
		t.Fatal(err)
	}
	return Options{Now: func() time.Time { return now }, Language: languages, Narratives: []qalxan.Narrative{{
		ID: "bridge", Claim: "The bridge is closed in secret.", Wordings: map[string][]string{"en": {"The old bridge across the river is closed in secret"}},
	}}}
}

func openRecord(t testing.TB) *sqlite.Store {
	t.Helper()
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { record.Close() })
	return record
}

func open(t testing.TB, record Record) *Detectors {
	t.Helper()
	d, err := New(t.Context(), world(t), record)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// post is the first version of a page with a text of so many words.
func post(random *rand.Rand, host string, words int) Draft {
	var text strings.Builder
	text.WriteString("The old bridge across the river is closed in secret. ")
	for range words {
		fmt.Fprintf(&text, "word%d ", random.IntN(5000))
	}
	address := "https://" + host + "/story"
	return Draft{Source: qalxan.Source{ID: host, Kind: qalxan.KindSite, URL: "https://" + host + "/"}, Item: qalxan.Item{
		ID: qalxan.ItemID(address, 1), Identity: address, Version: 1, URL: address, SourceID: host, Title: "A title", Text: text.String(), Seen: now,
	}}
}

// takenIn compares a draft, commits it and has it remembered.
func takenIn(t *testing.T, d *Detectors, record store.Store, draft Draft) store.Entry {
	t.Helper()
	d.Read(&draft)
	e := store.Entry{Items: []store.ItemEntry{{Item: draft.Item, Signature: draft.Reading.Signature}}}
	if err := d.Compare(t.Context(), draft, nil, &e); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(record.Commit(t.Context(), e), d.Remember(e)); err != nil {
		t.Fatal(err)
	}
	return e
}

func by(e store.Entry, d qalxan.Detector) (n int) {
	for _, s := range e.Signals {
		if s.Detector == d {
			n++
		}
	}
	return n
}

// TestWhatWasRememberedIsKnown: a copy is told of its origin by detectors that
// saw it, and by those of the next process.
func TestWhatWasRememberedIsKnown(t *testing.T) {
	record := openRecord(t)
	d := open(t, record)
	first := post(rand.New(rand.NewPCG(1, 1)), "first.example", 300)
	if e := takenIn(t, d, record, first); by(e, qalxan.DetectNarrative) != 1 || by(e, qalxan.DetectDuplicate) != 0 {
		t.Errorf("the first: %+v", e.Signals)
	}
	for host, d := range map[string]*Detectors{"second.example": d, "third.example": open(t, record)} {
		copied := post(rand.New(rand.NewPCG(1, 1)), host, 300)
		if e := takenIn(t, d, record, copied); by(e, qalxan.DetectDuplicate) == 0 {
			t.Errorf("%s: %+v", host, e.Signals)
		}
	}
}

// TestNotScored: of a source that is not to be scored the language is told and
// nothing else.
func TestNotScored(t *testing.T) {
	d := open(t, openRecord(t))
	draft := post(rand.New(rand.NewPCG(2, 2)), "quiet.example", 300)
	draft.Source.Policy.NoScore = true
	if d.Read(&draft); draft.Item.Language.Code == "" || draft.Reading.Signature != nil || draft.Reading.Signals != nil {
		t.Errorf("%+v, %+v", draft.Item.Language, draft.Reading)
	}
}

// TestWatch: narratives change while the detectors work; those that cannot be
// used leave all as it was.
func TestWatch(t *testing.T) {
	d := open(t, openRecord(t))
	told := func() int {
		draft := post(rand.New(rand.NewPCG(3, 3)), "daily.example", 300)
		d.Read(&draft)
		return len(draft.Reading.Signals)
	}
	before := told()
	same := qalxan.Narrative{ID: "twice", Claim: "Nothing.", Wordings: map[string][]string{"en": {"nothing of the kind was ever said"}}}
	if err := d.Watch([]qalxan.Narrative{same, same}); !errors.Is(err, qalxan.ErrConfig) || told() != before {
		t.Errorf("two narratives of one name: %v, %d signals", err, told())
	}
	if err := d.Watch(nil); err != nil || told() != before-1 {
		t.Errorf("nothing is watched: %v, %d signals", err, told())
	}
}

func TestOptionsThatCannotBeUsed(t *testing.T) {
	for name, spoil := range map[string]func(*Options){
		"lookalikes": func(o *Options) { o.Lookalikes.Brands = []lookalike.Brand{{Name: "None"}} },
		"reviews": func(o *Options) {
			o.Reviewed = claims.Files{Names: []string{"gone.json"}, Open: configs.Default().Open}
		},
	} {
		o := world(t)
		spoil(&o)
		if _, err := New(t.Context(), o, openRecord(t)); !errors.Is(err, qalxan.ErrConfig) || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
