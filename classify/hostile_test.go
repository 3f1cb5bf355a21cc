// Package classify_test holds what every detector promises.
package classify_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/burst"
	"github.com/qalxan/qalxan/classify/coordination"
	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/classify/edit"
	"github.com/qalxan/qalxan/classify/factcheck"
	"github.com/qalxan/qalxan/classify/harm"
	"github.com/qalxan/qalxan/classify/infrastructure"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/classify/lookalike"
	"github.com/qalxan/qalxan/classify/narrative"
	"github.com/qalxan/qalxan/classify/technique"
	"github.com/qalxan/qalxan/classify/technique/weights"
	"github.com/qalxan/qalxan/crawler/extract/marks"
	"github.com/qalxan/qalxan/store"
)

// detector looks at what stands in an item, wherever a detector may read it.
type detector func(ctx context.Context, item qalxan.Item) ([]qalxan.Signal, error)

// must ends the test if a detector cannot be made.
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// texts is a record that knows no item.
type texts struct{}

func (texts) Item(context.Context, string) (qalxan.Item, error) {
	return qalxan.Item{}, store.ErrNotFound
}

// all are the detectors, each with something to find.
func all(t *testing.T) map[string]detector {
	claim := "Poison was secretly poured into the drinking water reservoir of Nagilabad"
	lookalikes := must(lookalike.New(lookalike.Options{Brands: []lookalike.Brand{{Domains: []string{"daily-news.example"}}}}))(t)
	ties := must(infrastructure.New(infrastructure.Options{}))(t)
	coordinated := must(coordination.New(coordination.Options{}))(t)
	bursts := must(burst.New(burst.Options{}))(t)
	copies := must(duplicate.New(duplicate.Options{Texts: texts{}}))(t)
	languages := must(language.New(nil))(t)
	edits := edit.New()
	return map[string]detector{
		"narrative": plain(must(narrative.New([]qalxan.Narrative{{ID: "water", Claim: claim, Wordings: map[string][]string{"en": {claim}}}}))(t).Detect),
		"factcheck": plain(must(factcheck.New(factcheck.Options{Reviews: []factcheck.Review{
			{Claim: claim, Rating: factcheck.False, Publisher: "Check", URL: "https://check.example/1", Languages: []string{"en"}},
		}}))(t).Detect),
		"technique":       plain(must(technique.New(technique.Options{Weights: weights.UNLP2025()}))(t).Detect),
		"technique lists": plain(must(technique.New(technique.Options{}))(t).Detect),
		"harm":            plain(harm.New().Detect),
		"edit":            plain(func(item qalxan.Item) []qalxan.Signal { return edits.Detect(item, item) }),
		"duplicate": func(ctx context.Context, item qalxan.Item) ([]qalxan.Signal, error) {
			return copies.Detect(ctx, item, duplicate.Sign(item.Text))
		},
		"language": plain(func(item qalxan.Item) []qalxan.Signal {
			if l := languages.Detect(item.Text); l.Code == "" || l.Confidence < 0 || l.Confidence > 1 {
				t.Errorf("language %+v", l)
			}
			return nil
		}),
		"lookalike": plain(func(item qalxan.Item) []qalxan.Signal {
			return lookalikes.Detect(lookalike.Page{ItemID: item.ID, Host: item.Text, Site: item.Site, Title: item.Title, Favicon: item.Text, Layout: item.Text})
		}),
		"infrastructure": plain(func(item qalxan.Item) []qalxan.Signal {
			return ties.Detect(infrastructure.Page{ItemID: item.ID, Host: item.Text, Marks: []marks.Mark{{Kind: marks.Kind(item.Title), Value: item.Text}}})
		}),
		"coordination": plain(func(item qalxan.Item) []qalxan.Signal {
			shares := coordination.Shares(item, coordination.Clues{Account: item.Author, Links: item.Links, Text: item.Text, Images: item.Links})
			coordinated.Add(shares...)
			return coordinated.Detect(item, shares)
		}),
		"burst": plain(func(item qalxan.Item) []qalxan.Signal {
			return bursts.Detect(item, burst.Series{Key: item.Text, Name: item.Text, Until: item.Seen, Counts: make([]int, len(item.Title))})
		}),
	}
}

func plain(detect func(qalxan.Item) []qalxan.Signal) detector {
	return func(_ context.Context, item qalxan.Item) ([]qalxan.Signal, error) { return detect(item), nil }
}

// bad are texts that say nothing, with the language that they are said to be
// in; the large ones of so many bytes.
func bad(large int) map[string][2]string {
	r, noise := rand.New(rand.NewPCG(1, 1)), make([]byte, 1<<20)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	sentence := "The weather was fair on the coast and the trains ran on time. "
	return map[string][2]string{
		"empty":            {"", "und"},
		"blank":            {strings.Repeat(" \n\t\u00a0\u200b", 1<<16), "en"},
		"long":             {strings.Repeat(sentence, large/len(sentence)), "en"},
		"signs":            {strings.Repeat("#@!?.«»\"' ", 1<<17), "ru"},
		"binary":           {string(noise), "ru"},
		"zero bytes":       {strings.Repeat("\x00", 1<<20), "en"},
		"lone surrogates":  {strings.Repeat("\xed\xa0\x80\xed\xbf\xbf", 1<<17), "az"},
		"one endless word": {strings.Repeat("a", large), "en"},
		"endless in az":    {strings.Repeat("ə", 1<<19), "az"},
		"endless in ru":    {strings.Repeat("ж", 1<<19), "ru"},
		"marks on marks":   {"a" + strings.Repeat("\u0301", 1<<19), "en"},
		"turned around":    {strings.Repeat("\u202e\u2066", 1<<18), "tr"},
	}
}

// tooLong is a generous bound for one text, on a busy machine: what is measured
// is that the cost is bounded at all.
const tooLong = 20 * time.Second

// TestBadInput: a text that says nothing gives no signal and no error, from any
// detector, and costs bounded time.
func TestBadInput(t *testing.T) {
	large := 10 << 20
	if testing.Short() {
		large = 1 << 20
	}
	detectors := all(t)
	for kind, text := range bad(large) {
		item := filled(kind, text[0], text[1])
		for name, detect := range detectors {
			began := time.Now()
			signals, err := detect(t.Context(), item)
			if took := time.Since(began); took > tooLong {
				t.Errorf("%s, %s: took %s", name, kind, took)
			}
			if err != nil || len(signals) > 0 {
				t.Errorf("%s, %s: %v, %s", name, kind, err, short(signals))
			}
		}
	}
}

// filled is an item with the text in every field that a detector reads.
func filled(kind, text, code string) qalxan.Item {
	published := time.Date(2026, 11, 20, 10, 30, 7, 0, time.UTC)
	return qalxan.Item{
		ID: "i-" + kind, Identity: "https://a.example/" + kind, URL: "https://a.example/" + kind, SourceID: "a",
		Title: text[:min(len(text), 1000)], Text: text, Author: text, Site: text, Links: []string{text},
		Language: qalxan.Language{Code: code}, Seen: published.Add(time.Hour),
		Dates: []qalxan.Date{{Kind: qalxan.DatePublished, Time: published, Origin: "feed"}},
	}
}

func short(signals []qalxan.Signal) string {
	var b strings.Builder
	for _, s := range signals {
		fmt.Fprintf(&b, "%s %.2f %.100s; ", s.Detector, s.Score, s.Reason.Text)
	}
	return b.String()
}
