package monitor_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/monitor/privacy"
	"github.com/qalxan/qalxan/store"
)

const person = "Lalə Bağırova"

// town is a web with two stories that a person signs and is named in, and a
// monitor that has crawled it.
type town struct {
	*monitor.Monitor
	web  *fakeweb.Web
	data string
	now  func() time.Time
}

// storyOf is a page: of what, by whom, and in which words.
const storyOf = `<html lang="en"><title>The %[1]s is mended</title>
	<script type="application/ld+json">{"@type":"NewsArticle","headline":"The %[1]s is mended","author":{"@type":"Person","name":%[2]q}}</script>
	<article><h1>The %[1]s is mended</h1><p>20 November 2026</p><p>%[3]s</p><p>So said %[2]s to the council. %[3]s</p></article>`

func storyWords(of string) string {
	return strings.Repeat("The council has agreed to mend the "+of+" before winter, after two years of letters. ", 12)
}

func page(body string) fakeweb.Answer {
	return fakeweb.Answer{Status: 200, Type: "text/html; charset=utf-8", Body: []byte(body)}
}

func newTown(t *testing.T, change func(*configs.Config)) *town {
	t.Helper()
	start := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	web, err := fakeweb.New(fakeweb.Options{Start: start})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	for _, name := range []string{"road", "bridge"} {
		body := fmt.Sprintf(storyOf, name, person, storyWords(name))
		web.Host("town.example").Publish("/2026/"+name, fakeweb.Revision{From: start, Answer: page(body)})
	}
	x := &town{web: web, data: filepath.Join(t.TempDir(), "data"), now: web.Clock().Now}
	x.open(t, change)
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	x.crawl(t)
	return x
}

func (x *town) open(t *testing.T, change func(*configs.Config)) {
	t.Helper()
	config := configs.Default()
	config.Data = x.data
	change(&config)
	var err error
	if x.Monitor, err = monitor.Open(t.Context(), config, monitor.Options{Now: x.now, Dial: x.web.Dial, RootCAs: x.web.RootCAs()}); err != nil {
		t.Fatal(err)
	}
}

func (x *town) crawl(t *testing.T) {
	t.Helper()
	x.web.Clock().Advance(2 * time.Hour)
	_, err := x.Crawl(t.Context(), monitor.CrawlRequest{
		Targets: []string{address("road"), address("bridge")}, Policy: qalxan.Policy{Delay: time.Millisecond},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
}

func address(page string) string { return "https://town.example/2026/" + page }

func (x *town) item(t *testing.T, page string) qalxan.Item {
	t.Helper()
	i, err := x.Record().Latest(t.Context(), address(page))
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// removed verifies the evidence and returns what was taken out on purpose.
func (x *town) removed(t *testing.T) []evidence.Removal {
	t.Helper()
	s, err := evidence.Verify(t.Context(), filepath.Join(x.data, "evidence"), func(f evidence.Fault) { t.Errorf("%+v", f) })
	if err != nil {
		t.Fatal(err)
	}
	return s.Removed
}

func request(yes bool) privacy.Request {
	return privacy.Request{Person: person, By: "kamran", Reason: "request 12", Yes: yes}
}

// TestErasePerson erases a person from the record, the index and the evidence,
// but for what is under a hold, and crawls again.
func TestErasePerson(t *testing.T) {
	x := newTown(t, func(*configs.Config) {})
	road, bridge := x.item(t, "road"), x.item(t, "bridge")
	if !qalxan.IsPseudonym(road.Author) || road.Author != bridge.Author || !strings.Contains(road.Text, person) {
		t.Fatalf("%q and %q sign %q", road.Author, bridge.Author, road.Text)
	}
	hold, err := x.Hold(t.Context(), store.Hold{Noun: "identity", Object: bridge.Identity, By: "kamran", Reason: "case 7"})
	if err != nil {
		t.Fatal(err)
	}
	held, err := x.ExportPerson(t.Context(), request(false))
	if err != nil || len(held.Items) != 2 || held.Items[0].Capture == nil || len(held.Items[0].In) < 2 {
		t.Fatalf("%+v, %v", held, err)
	}
	dry, err := x.ErasePerson(t.Context(), request(false))
	if err != nil || x.item(t, "road").Text != road.Text {
		t.Fatal("a dry run changed something", err)
	}
	done, err := x.ErasePerson(t.Context(), request(true))
	if err != nil || done.Counts["item.text"] != 1 || done.Counts["item.author"] != 1 || done.Counts["captures"] != 1 || done.Refused["item.text"] != 1 {
		t.Fatalf("%+v after %+v, %v", done, dry, err)
	}
	for range 2 { // and does not come back
		after := x.item(t, "road")
		if after.Author != "" || strings.Contains(after.Text, "Bağırova") || !strings.Contains(after.Text, "So said ████ ████████ to") || after.ID != road.ID {
			t.Fatalf("%+v", after)
		}
		if kept := x.item(t, "bridge"); kept.Text != bridge.Text || kept.ID != bridge.ID {
			t.Fatalf("%+v", kept)
		}
		if removed := x.removed(t); len(removed) == 0 || removed[0].By != done.ID {
			t.Fatalf("%+v", removed)
		}
		checkDoctor(t, x.Monitor)
		x.crawl(t)
	}
	if _, err := x.ReleaseHold(t.Context(), hold.ID, store.Release{By: "kamran", Reason: "closed"}); err != nil {
		t.Fatal(err)
	}
	if _, err := x.ErasePerson(t.Context(), request(true)); err != nil || strings.Contains(x.item(t, "bridge").Text, "Bağırova") {
		t.Fatal("the hold was released", err)
	}
	x.gone(t)
}

// gone looks for the person in every file of the data folder that is not
// compressed, and in every record of the evidence.
func (x *town) gone(t *testing.T) {
	t.Helper()
	for c, err := range x.Record().Captures(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		rec, err := evidence.Read(filepath.Join(x.data, "evidence"), c.Location)
		if err != nil || strings.Contains(string(rec.Block), person) {
			t.Errorf("%s: %v, %.300s", c.URL, err, rec.Block)
		}
	}
	entries, _, err := x.Ledger().Entries(t.Context(), store.EntryFilter{Verb: "privacy."}, store.Page{})
	if err != nil || len(entries) < 4 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
	for _, e := range entries {
		if strings.Contains(e.Detail+e.Object, "Bağırova") {
			t.Errorf("%+v", e)
		}
	}
}

// TestRetention removes what is past its time, and not what a person confirmed.
func TestRetention(t *testing.T) {
	x := newTown(t, func(c *configs.Config) { c.Privacy.Retention.Text, c.Privacy.Retention.Evidence = 30, 30 })
	x.web.Clock().Advance(31 * 24 * time.Hour)
	hold, err := x.Hold(t.Context(), store.Hold{Noun: "source", Object: x.item(t, "road").SourceID, By: "kamran", Reason: "case 7"})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := x.Retain(t.Context(), "kamran", false); err != nil || r.Counts[store.RetainedText] != 0 || r.Counts[store.RetainedEvidence] != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := x.ReleaseHold(t.Context(), hold.ID, store.Release{By: "kamran", Reason: "closed"}); err != nil {
		t.Fatal(err)
	}
	before := x.item(t, "road")
	for range 2 {
		r, err := x.Retain(t.Context(), "kamran", true)
		if err != nil || r.Counts[store.RetainedText] != 2 || x.item(t, "road").Text != before.Text {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	if _, err := x.Retain(t.Context(), "kamran", false); err != nil {
		t.Fatal(err)
	}
	after := x.item(t, "road")
	if after.Text != "" || after.Withheld == nil || after.Withheld.By != qalxan.WithheldRetention || after.Hash != before.Hash {
		t.Fatalf("%+v", after)
	}
	checkDoctor(t, x.Monitor)
	x.crawl(t) // the page did not change: it is no new version
	if again := x.item(t, "road"); again.ID != before.ID {
		t.Errorf("%+v", again)
	}
	x.removed(t)
}

// TestKeyIsNeverReplaced loses the key of a record that has pseudonyms.
func TestKeyIsNeverReplaced(t *testing.T) {
	config := configs.Default()
	config.Data = t.TempDir()
	m, err := monitor.Open(t.Context(), config, monitor.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(config.Data, privacy.KeyFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := monitor.Open(t.Context(), config, monitor.Options{}); !errors.Is(err, privacy.ErrKey) {
		t.Fatalf("%v", err)
	}
}

// TestNamesOfBefore replaces names that a source was allowed to show.
func TestNamesOfBefore(t *testing.T) {
	x := newTown(t, func(c *configs.Config) { c.Privacy.Authors = qalxan.AuthorsNamed })
	if author := x.item(t, "road").Author; author != person {
		t.Fatalf("%q", author)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	x.open(t, func(*configs.Config) {})
	for _, want := range []int{2, 0} {
		if count, err := x.Pseudonymise(t.Context(), "kamran"); err != nil || count != want {
			t.Fatalf("%d, %v", count, err)
		}
	}
	if author := x.item(t, "road").Author; !qalxan.IsPseudonym(author) {
		t.Fatalf("%q", author)
	}
	checkDoctor(t, x.Monitor)
}
