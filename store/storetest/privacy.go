package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// signedEntry is an entry of an item with an author, a capture and a signal.
func signedEntry(identity, author string, seen time.Time) store.Entry {
	i := itemAt(identity, seen, func(i *qalxan.Item) {
		i.Author, i.Text = author, "Words by "+author+" about "+identity+"."
		i.Hash = qalxan.ItemHash(i.Title, i.Text)
	})
	e := entry(i)
	e.Captures = []qalxan.Capture{{
		ID: i.CaptureID, SourceID: i.SourceID, URL: i.URL, Time: seen, SHA256: identity,
		Location: qalxan.WARCLocation{File: identity + ".warc.gz"},
	}}
	g := signal(i, qalxan.DetectEdit, "x")
	g.Reason.Text, g.Spans = "Said by "+author+".", []qalxan.Span{{Field: qalxan.FieldText, From: 0, To: 3}}
	e.Signals = []qalxan.Signal{g}
	e.Findings = []qalxan.Finding{finding(i, qalxan.LevelSignal)}
	return e
}

func testSeal(t *testing.T, s store.Store) {
	ctx := t.Context()
	same(t, "before", must(s.PrivacySeal(ctx))(t), "")
	ok(t, s.SetPrivacySeal(ctx, "a"))
	ok(t, s.SetPrivacySeal(ctx, "a"))
	is(t, s.SetPrivacySeal(ctx, "b"), store.ErrConflict)
	same(t, "after", must(s.PrivacySeal(ctx))(t), "a")
}

func testAuthors(t *testing.T, s store.Store) {
	ctx := t.Context()
	e := signedEntry("a", "Ann Writer", start)
	e.Shares = []store.Share{{Kind: "link", Object: "x", Account: "Ann Writer", Content: "a", Time: start}, {Kind: "link", Object: "x", Account: "other", Content: "a", Time: start}}
	commit(t, s, e)
	commit(t, s, signedEntry("b", "Ben Writer", start))
	settleAll(t, s)
	all := must(s.Authored(ctx, 0, 10))(t)
	if len(all) != 2 || all[0].Author != "Ann Writer" || all[0].SourceID != "wire" {
		t.Fatalf("%+v", all)
	}
	same(t, "after a key", must(s.Authored(ctx, all[0].Key, 10))(t), all[1:])
	all[0].Label, all[1].Label, all[1].Author = "person-0123456789ab", "nobody", "changed meanwhile"
	ok(t, s.Relabel(ctx, all))
	same(t, "replaced", must(s.Latest(ctx, "a"))(t).Author, "person-0123456789ab")
	same(t, "changed meanwhile", must(s.Latest(ctx, "b"))(t).Author, "Ben Writer")
	var accounts []string
	for _, share := range whole(t, s.Shares(ctx, time.Time{})) {
		accounts = append(accounts, share.Account)
	}
	same(t, "accounts", accounts, []string{"other", "person-0123456789ab"})
	same(t, "outbox", len(must(s.Pending(ctx, 10))(t)), 1)
}

func settleAll(t *testing.T, s store.Store) {
	t.Helper()
	ok(t, s.Settle(t.Context(), must(s.Pending(t.Context(), 1000))(t)))
}

func testPassages(t *testing.T, s store.Store) {
	ctx := t.Context()
	for i := range 250 { // more than a page
		commit(t, s, signedEntry(fmt.Sprint("p", i), "Ann", start))
	}
	_, err := s.Enter(ctx, store.Entered{Verb: "x", Detail: "Ann"})
	ok(t, err)
	ok(t, s.Post(ctx, nil, []store.Letter{{ID: "l-1", State: store.LetterDue, Body: `{"a":"Ann"}`}}, start))
	ok(t, s.AddHold(ctx, store.Hold{ID: "h-1", Noun: "identity", Object: "p7", Time: start}))
	settleAll(t, s)
	shared := signedEntry("shared", "nobody", start)
	shared.Shares = []store.Share{{Kind: "link", Object: "x", Account: "Ann", Content: "a", Time: start}, {Kind: "link", Object: "y", Account: "Ann", Content: "a", Time: start}}
	shared.Captures = append(shared.Captures, qalxan.Capture{ID: "front", SourceID: "wire", URL: "https://front.example/", SHA256: "front", Time: start})
	commit(t, s, shared)
	settleAll(t, s)
	count := map[string]int{}
	var changed []store.Passage
	for _, p := range whole(t, s.Passages(ctx)) {
		if !strings.Contains(p.Text, "Ann") {
			continue
		}
		if count[p.Place]++; p.Held != (p.Item == qalxan.ItemID("p7", 1)) {
			t.Errorf("%+v", p)
		}
		p.Text = strings.ReplaceAll(p.Text, "Ann", "███")
		changed = append(changed, p)
	}
	same(t, "places", count, map[string]int{"item.text": 250, "item.author": 250, "signal.reason": 250, "letter": 1, "audit": 1, "share": 1})
	ok(t, s.Rewrite(ctx, changed))
	i := must(s.Latest(ctx, "p3"))(t)
	if i.Author != "███" || i.Text != "Words by ███ about p3." || i.Hash != qalxan.ItemHash(i.Title, i.Text) || i.ID != qalxan.ItemID("p3", 1) {
		t.Errorf("%+v", i)
	}
	same(t, "held", must(s.Latest(ctx, "p7"))(t).Author, "Ann")
	same(t, "signal", must(s.Signals(ctx, "p3"))(t)[0].Reason.Text, "Said by ███.")
	same(t, "letter", must(s.Letters(ctx, 1))(t)[0].Body, `{"a":"███"}`)
	entries, _, err := s.Entries(ctx, store.EntryFilter{}, store.Page{})
	ok(t, err)
	same(t, "the ledger stays", entries[0].Detail, "Ann")
	same(t, "outbox", len(must(s.Pending(ctx, 1000))(t)), 250) // what is held is announced in vain
	for _, share := range whole(t, s.Shares(ctx, time.Time{})) {
		same(t, "account", share.Account, "███")
	}
	loose := whole(t, s.Loose(ctx, []string{"wire", "other"}))
	if len(loose) != 1 || loose[0].ID != "front" {
		t.Errorf("%+v", loose)
	}
	ok(t, s.Sweep(ctx))
	same(t, "captures", len(must(s.CapturesOf(ctx, []string{qalxan.ItemID("p3", 1), qalxan.ItemID("p7", 1)}))(t)), 1)
}

func testHolds(t *testing.T, s store.Store) {
	ctx := t.Context()
	h := store.Hold{ID: "h-1", Noun: "source", Object: "wire", By: "kamran", Reason: "case 7", Time: start}
	ok(t, s.AddHold(ctx, h))
	same(t, "held", must(s.Holds(ctx))(t), []store.Hold{h})
	r := store.Release{By: "kamran", Reason: "closed", Time: start}
	released := must(s.ReleaseHold(ctx, "h-1", r))(t)
	h.Release = &r
	same(t, "released", released, h)
	_, err := s.ReleaseHold(ctx, "h-1", r)
	is(t, err, store.ErrConflict)
	_, err = s.ReleaseHold(ctx, "h-2", r)
	is(t, err, store.ErrNotFound)
	e := store.Erasure{ID: "e-1", Pseudonym: "person-0123456789ab", Words: 2, First: "f", Hash: "h", By: "kamran", Reason: "asked", Began: start}
	ok(t, s.SaveErasure(ctx, e))
	e.Done, e.Counts = start, map[string]int{"item.text": 1}
	ok(t, s.SaveErasure(ctx, e))
	same(t, "erasures", must(s.Erasures(ctx))(t), []store.Erasure{e})
}

func testRetention(t *testing.T, s store.Store) {
	ctx, old := t.Context(), start.Add(-100*24*time.Hour)
	for identity, seen := range map[string]time.Time{"old": old, "young": start, "confirmed": old, "held": old, "dismissed": old} {
		commit(t, s, signedEntry(identity, "Ann", seen))
	}
	decide := func(identity string, to qalxan.Status) {
		_, err := s.Decide(ctx, qalxan.FindingID(identity), qalxan.Decision{Time: old, By: "kamran", To: to, Reason: "so"})
		ok(t, err)
	}
	decide("confirmed", qalxan.StatusConfirmed)
	decide("dismissed", qalxan.StatusDismissed)
	ok(t, s.AddHold(ctx, store.Hold{ID: "h-1", Noun: "finding", Object: qalxan.FindingID("held"), Time: start}))
	ok(t, s.Post(ctx, nil, []store.Letter{
		{ID: "l-old", State: store.LetterSent, Created: old.Add(20 * 24 * time.Hour)}, {ID: "l-due", State: store.LetterDue, Created: old},
	}, old))
	c := store.Cutoffs{All: start.Add(-24 * time.Hour)}
	for kind, want := range map[store.Retained]int{
		store.RetainedText: 2, store.RetainedDismissed: 1, store.RetainedLetters: 1, store.RetainedEvidence: 2,
	} {
		same(t, string(kind)+" never", len(must(s.Overdue(ctx, kind, store.Cutoffs{}, "", 10))(t)), 0)
		keys := must(s.Overdue(ctx, kind, c, "", 10))(t)
		if len(keys) != want {
			t.Fatalf("%s: %q", kind, keys)
		}
		same(t, string(kind)+" after a key", must(s.Overdue(ctx, kind, c, keys[len(keys)-1], 10))(t), nil)
		for range 2 {
			ok(t, s.Retire(ctx, kind, keys, start))
		}
		same(t, string(kind)+" again", len(must(s.Overdue(ctx, kind, c, "", 10))(t)), 0)
	}
	i := must(s.Latest(ctx, "old"))(t)
	if i.Text != "" || i.Withheld == nil || i.Withheld.By != qalxan.WithheldRetention || i.Title == "" {
		t.Errorf("%+v", i)
	}
	for _, identity := range []string{"young", "confirmed", "held"} {
		i := must(s.Latest(ctx, identity))(t)
		if _, err := s.Capture(ctx, i.CaptureID); i.Text == "" || err != nil {
			t.Errorf("%s was removed: %+v %v", identity, i, err)
		}
	}
	same(t, "signals", len(must(s.Signals(ctx, "dismissed"))(t)), 0)
	same(t, "decisions", len(must(s.FindingOf(ctx, "dismissed"))(t).Decisions), 1)
	commit(t, s, signedEntry("later", "Ann", old))
	own := store.Cutoffs{All: c.All, Sources: map[string]time.Time{"wire": {}}}
	same(t, "a source's own", len(must(s.Overdue(ctx, store.RetainedText, own, "", 10))(t)), 0)
}

func is(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("the error is %v, want %v", err, want)
	}
}
