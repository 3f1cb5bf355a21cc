// Package apitest holds a small record for tests of what answers about it: a
// campaign of four publications, one of them in a right-to-left script, with
// texts in every crawled field that try to break out of where they are shown.
package apitest

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/crawler/robots"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

// Now is the time of the record.
var Now = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// Hostile is markup that must never become an element.
const Hostile = `"><script>alert('x')</script><img src=x onerror=alert(1)>`

// Override turns the direction of what follows it.
const Override = "\u202e"

// Identities of the record, from which the ids follow.
const (
	Original = "https://ilk.example/korpu"
	Copy     = "https://ikinci.example/korpu-baglanir"
	Persian  = "https://sevom.example/pol"
	Evil     = "javascript:alert(document.cookie)//"
	Quiet    = "https://ilk.example/hava"
	Reserved = "https://sevom.example/bazar" // its text is withheld
)

// Open makes the record and its index, and returns the library over both.
func Open(t testing.TB) *api.Library {
	t.Helper()
	return library(t, write)
}

// Empty is the library over a record that nothing was written to.
func Empty(t testing.TB) *api.Library {
	t.Helper()
	return library(t, func(context.Context, store.Store) error { return nil })
}

// Kept is Open with the record, for tests that write to it.
func Kept(t testing.TB) (*api.Library, store.Store) {
	t.Helper()
	return kept(t, write)
}

func library(t testing.TB, write func(context.Context, store.Store) error) *api.Library {
	t.Helper()
	l, _ := kept(t, write)
	return l
}

func kept(t testing.TB, write func(context.Context, store.Store) error) (*api.Library, store.Store) {
	t.Helper()
	now := func() time.Time { return Now }
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { record.Close() })
	if err := write(t.Context(), record); err != nil {
		t.Fatal(err)
	}
	return api.NewLibrary(record, indexed(t, record), now).WithExplainer(explainer{record}), record
}

// write fills a record.
func write(ctx context.Context, r store.Store) error {
	for _, s := range sources() {
		if err := r.SaveSource(ctx, s); err != nil {
			return err
		}
	}
	for _, n := range narratives() {
		if err := r.SaveNarrative(ctx, n); err != nil {
			return err
		}
	}
	for _, run := range runs() {
		if err := r.SaveRun(ctx, run); err != nil {
			return err
		}
	}
	if err := r.SaveRobots(ctx, robots.Answer{
		Authority: "https://ikinci.example:443", Path: "/robots.txt", Status: 200,
		Fetched: Now.Add(-27 * time.Hour), Fault: "robots.txt answered 503 " + Hostile,
	}); err != nil {
		return err
	}
	for _, e := range entries() {
		if err := r.Commit(ctx, e); err != nil {
			return err
		}
	}
	_, err := r.Decide(ctx, qalxan.FindingID(Copy), qalxan.Decision{
		Time: Now.Add(-time.Hour), By: "Aysel " + Hostile, To: qalxan.StatusConfirmed, Reason: "Same text " + Hostile,
	})
	return err
}

func sources() []qalxan.Source {
	source := func(id, name string) qalxan.Source {
		return qalxan.Source{
			ID: id, Name: name, Kind: qalxan.KindSite, URL: "https://" + id + ".example", Schedule: "@hourly",
			Languages: []string{"az"}, Grade: "D",
		}.WithDefaults()
	}
	unused := qalxan.Source{ID: "unused", Kind: qalxan.KindFeed, URL: "https://unused.example/feed"}.WithDefaults()
	return []qalxan.Source{source("ilk", "İlk xəbər"), source("ikinci", "İkinci "+Hostile), source("sevom", "سوم"+Override), unused}
}

func narratives() []qalxan.Narrative {
	return []qalxan.Narrative{
		{
			ID: "bridge-closed", Claim: "The bridge is being closed in secret.",
			Wordings:   map[string][]string{"az": {"körpü gizli bağlanır"}, "fa": {"پل پنهانی بسته می‌شود"}},
			Rebuttals:  map[string][]string{"az": {"Körpü açıqdır."}},
			References: []string{"https://roads.example/bridge", Evil},
		},
		{ID: "unheard", Claim: "Nobody says this " + Hostile, Wordings: map[string][]string{"en": {"never said"}}},
	}
}

func runs() []store.Run {
	run := func(source string, age time.Duration, fault string) store.Run {
		r := store.Run{ID: "run-" + source, SourceID: source, Started: Now.Add(-age), Ended: Now.Add(-age + time.Minute), Fetched: 12, Used: 12, Items: 2, Error: fault}
		if fault != "" {
			r.Fetched, r.Used, r.Items, r.Failed = 0, 0, 0, 3
		}
		return r
	}
	runs := []store.Run{run("ilk", 2*time.Hour, "")}
	for i, id := range []string{"a", "b", "c"} {
		r := run("ikinci", time.Duration(26+i)*time.Hour, "no answer: "+Hostile)
		r.ID += "-" + id
		r.Notes = "A calendar without end " + Hostile + Override + "\nA second trap."
		runs = append(runs, r)
	}
	return runs
}

// Text is that of the original; the copy holds most of it.
const Text = "Bu gün səhər şəhərdə qəribə hadisə baş verdi.\n" +
	"Bütün ekspertlər deyir ki, körpü gizli bağlanır və heç kim bu barədə yazmır. " +
	"Sakinlər yolun niyə bağlandığını bilmirlər.\nRəsmi açıqlama yoxdur."

func entries() []store.Entry {
	original := item(Original, "ilk", "az", "Körpü gizli bağlanır", Text, -50*time.Hour)
	edited := original
	edited.Version, edited.ID = 2, qalxan.ItemID(Original, 2)
	edited.Text = strings.Replace(Text, "heç kim bu barədə yazmır", "bəzi saytlar bu barədə artıq yazır", 1)
	edited.Seen, edited.Hash, edited.CaptureID = original.Seen.Add(3*time.Hour), qalxan.ItemHash(edited.Title, edited.Text), "urn:uuid:edited"
	copied := item(Copy, "ikinci", "az", "Körpü bağlanır "+Hostile, "Oxucu yazır: "+Text+Hostile+Override, -48*time.Hour)
	persian := item(Persian, "sevom", "fa", "پل پنهانی بسته می‌شود"+Override, "همه می‌گویند پل پنهانی بسته می‌شود و هیچ‌کس درباره آن نمی‌نویسد. "+Override+"abc", -40*time.Hour)
	evil := item(Evil, "ikinci", `"><x`, Hostile, "Körpü "+Hostile, -30*time.Hour)
	quiet := item(Quiet, "ilk", "az", "Hava proqnozu", "Sabah hava günəşli olacaq.", -10*time.Hour)
	reserved := item(Reserved, "sevom", "az", "Bazar bağlıdır", "", -12*time.Hour)
	reserved.Withheld = &qalxan.Withheld{
		By: qalxan.WithheldReserved, Rule: "tdm-reservation: 1 " + Hostile + Override, Place: "header", Terms: Evil, Time: reserved.Seen,
	}

	campaign := qalxan.Campaign{
		ID: qalxan.CampaignID(Original), Title: "Körpü gizli bağlanır " + Hostile, Narratives: []string{"bridge-closed"},
		First: original.When(), Last: evil.When(), Updated: evil.Seen,
	}
	return []store.Entry{
		entry(original), entry(edited, edit(edited, original), claim(edited)), entry(copied, copying(copied, original), claim(copied)),
		entry(persian, claim(persian)), entry(evil, claim(evil)),
		{Captures: captures(quiet), Items: []store.ItemEntry{{Item: quiet}}},
		{Captures: captures(reserved), Items: []store.ItemEntry{{Item: reserved}}},
		{Campaigns: []qalxan.Campaign{campaign}},
	}
}

func entry(i qalxan.Item, signals ...qalxan.Signal) store.Entry {
	e := store.Entry{Captures: captures(i), Items: []store.ItemEntry{{Item: i}}, Signals: signals}
	level := qalxan.LevelSignal
	if len(signals) > 1 {
		level = qalxan.LevelIncident
	}
	if len(signals) > 0 {
		e.Findings = []qalxan.Finding{{
			ID: qalxan.FindingID(i.Identity), Identity: i.Identity, ItemID: i.ID, SourceID: i.SourceID, Level: level,
			Criteria: "1", Reason: qalxan.Reason{Code: "criteria.met", Text: "Indicators were met in " + i.Title},
			CampaignID: qalxan.CampaignID(Original), Created: i.Seen, Updated: i.Seen,
		}}
	}
	return e
}

func item(identity, source, language, title, text string, age time.Duration) qalxan.Item {
	return qalxan.Item{
		ID: qalxan.ItemID(identity, 1), Identity: identity, Version: 1, SourceID: source, CaptureID: "urn:uuid:" + identity,
		URL: identity, Canonical: identity, Title: title, Text: text, Author: "Müəllif " + Hostile, Site: Hostile,
		Language: qalxan.Language{Code: language, Confidence: 0.97, Script: "Latn"},
		Dates:    []qalxan.Date{{Kind: qalxan.DatePublished, Time: Now.Add(age), Origin: "json-ld " + Hostile}},
		Links:    []string{"https://elsewhere.example/" + Hostile, Evil},
		Seen:     Now.Add(age + 10*time.Minute), Hash: qalxan.ItemHash(title, text),
	}
}

func captures(i qalxan.Item) []qalxan.Capture {
	return []qalxan.Capture{{
		ID: i.CaptureID, SourceID: i.SourceID, URL: i.URL, Time: i.Seen, Status: 200, ContentType: "text/html" + Hostile,
		Size: 4096, SHA256: strings.Repeat("0f", 32), Location: qalxan.WARCLocation{File: "20261119-0001.warc.gz" + Hostile, Offset: 512},
	}}
}
