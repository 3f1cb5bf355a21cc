package duplicate

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

const story = `Residents of the river town say that the old bridge was closed on Monday morning without any warning.
The council had promised in spring that it would stay open until the new road was ready.
Lorries now have to drive forty kilometres to the next crossing, and the baker says that his bread arrives late.
An engineer who did not want to be named found cracks in two of the pillars during the summer.`

const otherStory = `The museum shows drawings by children from nine villages until the end of January.
Visitors can vote for the picture that they like most, and the winner will be printed on the tickets of the tram next year.`

// shop keeps items and is what a detector reads texts from.
type shop map[string]qalxan.Item

func (s shop) Item(_ context.Context, id string) (qalxan.Item, error) {
	item, ok := s[id]
	if !ok {
		return qalxan.Item{}, store.ErrNotFound
	}
	return item, nil
}

// article makes an item of a source of its own, published some hours after noon.
func article(source string, hours int, text string) qalxan.Item {
	url := "https://" + source + ".example/1"
	when := noon.Add(time.Duration(hours) * time.Hour)
	return qalxan.Item{
		ID: qalxan.ItemID(url, 1), Identity: url, Version: 1, SourceID: source, URL: url, Text: text, Seen: when.Add(time.Hour),
		Dates: []qalxan.Date{{Kind: qalxan.DatePublished, Time: when}},
	}
}

// bench is a detector with what it has seen.
type bench struct {
	*Detector
	shop shop
}

func newBench(t testing.TB, known ...qalxan.Item) bench {
	t.Helper()
	b := bench{shop: shop{}}
	d, err := New(Options{Texts: b.shop})
	if err != nil {
		t.Fatal(err)
	}
	b.Detector = d
	for _, item := range known {
		b.learn(item)
	}
	return b
}

func (b bench) learn(item qalxan.Item) {
	b.shop[item.ID] = item
	b.Add(store.Signed{ItemID: item.ID, Identity: item.Identity, SourceID: item.SourceID, URL: item.URL, When: item.When(), Signature: Sign(item.Text)})
}

// look detects and returns the signals by item and key.
func (b bench) look(t testing.TB, item qalxan.Item) map[string]qalxan.Signal {
	t.Helper()
	signals, err := b.Detect(context.Background(), item, Sign(item.Text))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]qalxan.Signal{}
	for _, s := range signals {
		found[s.ItemID+" "+s.Key] = s
	}
	return found
}

func keys(of qalxan.Item, key string) string { return of.ID + " " + key }

func copyOf(origin qalxan.Item) string { return "copy:" + origin.ID }

func TestDetectCopy(t *testing.T) {
	a, b := article("a", 0, story), article("b", 2, "Exclusive! "+story)
	c := article("c", 9, story+" Read more on our pages.")
	c.Site = "C Daily"
	found := newBench(t, a, b).look(t, c)
	if len(found) != 2 {
		t.Fatalf("got %+v", found)
	}
	s := found[keys(c, copyOf(a))]
	if s.Compared != a.ID || s.Score < 0.8 || len(s.Spans) != 1 {
		t.Errorf("copy %+v", s)
	}
	if got := string([]rune(c.Text)[s.Spans[0].From:s.Spans[0].To]); got+"." != story {
		t.Errorf("span %q", got)
	}
	if want := "94 % of this text stands in an article that a.example published 9 hours earlier; it was the third of three sources known when it came."; s.Reason.Text != want {
		t.Errorf("reason %q", s.Reason.Text)
	}
	o := found[keys(a, KeyOrigin)]
	if want := "This text was first seen here; it was copied by 2 other sources within 9 hours, first by b.example."; o.Reason.Text != want {
		t.Errorf("reason %q", o.Reason.Text)
	}
	if o.Compared != b.ID || o.Reason.Facts[FactSources] != "3" || o.Reason.Facts[FactAttributed] != "no" {
		t.Errorf("origin %+v", o)
	}
}

// TestDetectEarlier lets the origin come to us last: roles follow the time of
// publication, and what was said before is withdrawn.
func TestDetectEarlier(t *testing.T) {
	b, c, a := article("b", 2, story), article("c", 3, story), article("a", 0, story)
	bench := newBench(t, b, c)
	found := bench.look(t, a)
	var got []string
	for key, s := range found {
		if s.Score == 0 {
			key += " withdrawn"
		}
		got = append(got, key)
	}
	want := []string{keys(a, KeyOrigin), keys(b, copyOf(a)), keys(c, copyOf(a)), keys(b, KeyOrigin) + " withdrawn", keys(c, copyOf(b)) + " withdrawn"}
	if diff := cmp.Diff(toSet(want), toSet(got)); diff != "" {
		t.Error(diff)
	}
	bench.learn(a)
	if again := bench.look(t, a); len(again) != 3 {
		t.Errorf("looked at again, it withdraws again: %+v", again)
	}
}

func toSet(words []string) map[string]bool {
	all := map[string]bool{}
	for _, w := range words {
		all[w] = true
	}
	return all
}

func TestDetectNothing(t *testing.T) {
	sentences := strings.Split(story, "\n")
	quoting := otherStory + "\n" + otherStory[:120] + " someone wrote: “" + sentences[0] + "” and nobody answered. " + strings.Repeat("A long report on quite another matter follows here, word by word and line by line. ", 3)
	for name, test := range map[string]struct{ known, item qalxan.Item }{
		"another text":      {article("a", 0, otherStory), article("b", 1, story)},
		"the same source":   {article("a", 0, story), func() qalxan.Item { i := article("a", 1, story); i.Identity += "2"; return i }()},
		"the same host":     {article("a", 0, story), func() qalxan.Item { i := article("b", 1, story); i.URL = "http://www.a.example/x"; return i }()},
		"the same identity": {article("a", 0, story), func() qalxan.Item { i := article("a", 1, story); i.SourceID = "b"; return i }()},
		"too long ago":      {article("a", 0, story), article("b", 31*24, story)},
		"a quotation":       {article("a", 0, story), article("b", 1, quoting)},
		"a short text":      {article("a", 0, "Bridge closed."), article("b", 1, "Bridge closed.")},
		"no text kept":      {article("a", 0, ""), article("b", 1, "")},
	} {
		if found := newBench(t, test.known).look(t, test.item); len(found) != 0 {
			t.Errorf("%s: got %+v", name, found)
		}
	}
}

func TestDetectAttributed(t *testing.T) {
	a := article("a", 0, story)
	a.Site = "River Post"
	for name, open := range map[string]func(*qalxan.Item){
		"link":      func(i *qalxan.Item) { i.Links = []string{"https://www.a.example/1"} },
		"subdomain": func(i *qalxan.Item) { i.Links = []string{"https://news.a.example/1"} },
		"canonical": func(i *qalxan.Item) { i.Canonical = a.URL },
		"host":      func(i *qalxan.Item) { i.Text += " Source: A.EXAMPLE" },
		"outlet":    func(i *qalxan.Item) { i.Text = "River Post reports. " + i.Text },
	} {
		b := article("b", 1, story)
		open(&b)
		found := newBench(t, a).look(t, b)
		s, o := found[keys(b, copyOf(a))], found[keys(a, KeyOrigin)]
		if s.Reason.Facts[FactAttributed] != "yes" || s.Score > 0.5 || s.Techniques != nil || o.Reason.Facts[FactAttributed] != "yes" {
			t.Errorf("%s: copy %+v, origin %+v", name, s, o)
		}
	}
	b := article("b", 1, "The RiverRiver Post was late. "+story)
	b.Links = []string{"https://nota.example/1", "https://a.example.evil.test/"}
	if s := newBench(t, a).look(t, b)[keys(b, copyOf(a))]; s.Reason.Facts[FactAttributed] != "no" {
		t.Errorf("look-alikes of the origin's name: %+v", s)
	}
}

// TestDisguise changes how the text is written without changing how it looks.
func TestDisguise(t *testing.T) {
	a := article("a", 0, story)
	for name, disguise := range map[string]*strings.Replacer{
		"Cyrillic letters": strings.NewReplacer("a", "а", "e", "е", "o", "о", "c", "с"),
		"zero-width":       strings.NewReplacer("i", "i\u200b", "t", "t\u2060"),
		"capitals":         strings.NewReplacer("e", "E", "s", "S"),
		"soft hyphens":     strings.NewReplacer("r", "r\u00ad"),
	} {
		b := article("b", 1, disguise.Replace(story))
		if s := newBench(t, a).look(t, b)[keys(b, copyOf(a))]; s.Score != 1 {
			t.Errorf("%s: score %v", name, s.Score)
		}
	}
}

func TestFair(t *testing.T) {
	text := strings.ReplaceAll(story, "the river town", "Atlantis") + " Lemuria did not answer."
	swap := strings.NewReplacer("Atlantis", "Lemuria", "Lemuria", "Atlantis")
	score := func(text string) float64 {
		a, b := article("a", 0, text), article("b", 1, text+" Nobody else was asked about any of this.")
		return newBench(t, a).look(t, b)[keys(b, copyOf(a))].Score
	}
	if one, other := score(text), score(swap.Replace(text)); one != other || one == 0 {
		t.Errorf("scores %v and %v", one, other)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, o := range map[string]Options{
		"threshold": {Threshold: 0.1, Texts: shop{}},
		"window":    {Window: -time.Hour, Texts: shop{}},
		"texts":     {},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

type broken struct{}

var errBroken = errors.New("broken")

func (broken) Item(context.Context, string) (qalxan.Item, error) { return qalxan.Item{}, errBroken }

func TestDetectError(t *testing.T) {
	d, err := New(Options{Texts: broken{}})
	if err != nil {
		t.Fatal(err)
	}
	a, b := article("a", 0, story), article("b", 1, story)
	d.Add(store.Signed{ItemID: a.ID, Identity: a.Identity, SourceID: "a", When: a.When(), Signature: Sign(story)})
	if _, err := d.Detect(context.Background(), b, Sign(story)); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

// TestConcurrent adds and looks at the same time; the race detector judges.
func TestConcurrent(t *testing.T) {
	b := newBench(t, article("a", 0, story))
	item := article("b", 1, story)
	var group sync.WaitGroup
	for n := range 4 {
		group.Go(func() {
			for i := range 50 {
				b.Add(signed(n*100+i, noon))
				if signals, err := b.Detect(context.Background(), item, Sign(item.Text)); err != nil || len(signals) != 2 {
					t.Errorf("%d signals, %v", len(signals), err)
				}
			}
		})
	}
	group.Wait()
}
