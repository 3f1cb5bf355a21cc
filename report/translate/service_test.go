package translate

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

type log struct {
	entries []store.Entered
	fault   error
}

func (l *log) Enter(_ context.Context, e store.Entered) error {
	l.entries = append(l.entries, e)
	return l.fault
}

// house is a service over a record with one item.
type house struct {
	*Service
	record *sqlite.Store
	log    *log
	asked  *atomic.Int64
	item   qalxan.Item
	source qalxan.Source
}

func open(t *testing.T, h http.HandlerFunc, change func(*qalxan.Item, *qalxan.Source)) house {
	t.Helper()
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { record.Close() })
	i := qalxan.Item{
		Identity: "https://a.example/1", Version: 1, SourceID: "a", Title: "Başlıq", Text: "Birinci.\n\nİkinci.",
		Language: qalxan.Language{Code: "az"}, Seen: now,
	}
	s := qalxan.Source{ID: "a", Kind: qalxan.KindSite, URL: "https://a.example"}.WithDefaults()
	if change != nil {
		change(&i, &s)
	}
	i.ID, i.Hash = qalxan.ItemID(i.Identity, 1), qalxan.ItemHash(i.Title, i.Text)
	if err := errors.Join(record.SaveSource(t.Context(), s), record.Commit(t.Context(), store.Entry{Items: []store.ItemEntry{{Item: i}}})); err != nil {
		t.Fatal(err)
	}
	c, asked := server(t, h)
	c.options.Languages, c.host = []string{"az", "ru", "en"}, "mt.example"
	l := &log{}
	return house{NewService(Deps{Client: c, Record: record, Log: l, Now: func() time.Time { return now }}), record, l, asked, i, s}
}

func (h house) offer(t *testing.T, target string) *Offer {
	t.Helper()
	o, err := h.Offer(t.Context(), h.item, &h.source, target)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestOnce: an item is sent once between two languages, by a person, and what
// comes back stays.
func TestOnce(t *testing.T) {
	h := open(t, echo, nil)
	if o := h.offer(t, "az"); o != nil {
		t.Errorf("the reader's own language is offered: %+v", o)
	}
	if diff := cmp.Diff(&Offer{Server: "mt.example", Source: "az", Target: "ru"}, h.offer(t, "ru")); diff != "" || h.asked.Load() != 0 {
		t.Errorf("before, after %d requests: %s", h.asked.Load(), diff)
	}
	for range 2 {
		if err := h.Translate(t.Context(), Request{ItemID: h.item.ID, Target: "ru", By: "leyla"}); err != nil {
			t.Fatal(err)
		}
	}
	want := &qalxan.Translation{
		Digest: h.item.Hash, Source: "az", Target: "ru", Server: "mt.example", Time: now, Title: "ru:Başlıq",
		Parts: []qalxan.TranslatedPart{{From: 0, To: 8, Text: "ru:Birinci."}, {From: 10, To: 17, Text: "ru:İkinci."}},
	}
	if diff := cmp.Diff(want, h.offer(t, "ru").Made); diff != "" || h.asked.Load() != 1 {
		t.Errorf("after %d requests: %s", h.asked.Load(), diff)
	}
	entered := []store.Entered{{Verb: "item.translate", By: "leyla", Object: h.item.ID, Detail: "az to ru by mt.example", Outcome: "ok"}}
	if diff := cmp.Diff(entered, h.log.entries); diff != "" {
		t.Error(diff)
	}
	if h.offer(t, "en").Made != nil {
		t.Error("a translation into another language is shown")
	}
}

// TestNotSent: what may not leave does not, whatever is asked.
func TestNotSent(t *testing.T) {
	for want, change := range map[Kept]func(*qalxan.Item, *qalxan.Source){
		KeptWithheld: func(i *qalxan.Item, _ *qalxan.Source) { i.Withheld = &qalxan.Withheld{By: qalxan.WithheldReserved} },
		KeptPolicy:   func(_ *qalxan.Item, s *qalxan.Source) { s.Policy.NoText = true },
		KeptSource:   func(_ *qalxan.Item, s *qalxan.Source) { s.ID = "other" },
		KeptEmpty:    func(i *qalxan.Item, _ *qalxan.Source) { i.Text = " \n" },
		KeptLanguage: func(i *qalxan.Item, _ *qalxan.Source) { i.Language.Code = "ka" },
	} {
		h := open(t, echo, change)
		err := h.Translate(t.Context(), Request{ItemID: h.item.ID, Target: "ru", By: "leyla"})
		if faultOf(err) != FaultRefused || h.asked.Load() != 0 || len(h.log.entries) != 0 {
			t.Errorf("%s: %v after %d requests", want, err, h.asked.Load())
		}
		source := &h.source
		if want == KeptSource {
			source = nil
		}
		if o, err := h.Offer(t.Context(), h.item, source, "ru"); err != nil || o.Kept != want {
			t.Errorf("%+v, %v: want %s", o, err, want)
		}
	}
	cut := open(t, echo, func(i *qalxan.Item, _ *qalxan.Source) { i.Withheld = &qalxan.Withheld{By: qalxan.WithheldRest} })
	if err := cut.Translate(t.Context(), Request{ItemID: cut.item.ID, Target: "ru"}); err != nil {
		t.Errorf("what there is of a text that was cut is not sent: %v", err)
	}
}

func TestUnknownLanguage(t *testing.T) {
	h := open(t, echo, func(i *qalxan.Item, _ *qalxan.Source) { i.Language.Code = "und" })
	if err := h.Translate(t.Context(), Request{ItemID: h.item.ID, Target: "az"}); err != nil {
		t.Fatal(err)
	}
	if made := h.offer(t, "az").Made; made == nil || made.Source != unknown {
		t.Errorf("%+v", made)
	}
}

// TestNotEnteredNotSent: without a trace in the audit log nothing leaves.
func TestNotEnteredNotSent(t *testing.T) {
	h := open(t, echo, nil)
	h.log.fault = store.ErrFull
	if err := h.Translate(t.Context(), Request{ItemID: h.item.ID, Target: "ru"}); !errors.Is(err, store.ErrFull) || h.asked.Load() != 0 {
		t.Errorf("%v after %d requests", err, h.asked.Load())
	}
}

// TestChangedMeanwhile erases the words of an item while they are translated.
func TestChangedMeanwhile(t *testing.T) {
	var h house
	h = open(t, func(w http.ResponseWriter, r *http.Request) {
		if err := h.record.Rewrite(r.Context(), []store.Passage{{Place: "item.text", Key: "1", Item: h.item.ID, Text: "███"}}); err != nil {
			t.Error(err)
		}
		echo(w, r)
	}, nil)
	if err := h.Translate(t.Context(), Request{ItemID: h.item.ID, Target: "ru"}); faultOf(err) != FaultChanged {
		t.Errorf("%v", err)
	}
	if all, err := h.record.Translations(t.Context(), h.item.Hash); err != nil || len(all) != 0 {
		t.Errorf("what was erased came back: %+v, %v", all, err)
	}
}

func TestNoSuchItem(t *testing.T) {
	h := open(t, echo, nil)
	if err := h.Translate(t.Context(), Request{ItemID: "i-none", Target: "ru"}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("%v", err)
	}
}
