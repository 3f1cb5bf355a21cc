package factcheck

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract/claimreview"
)

const (
	dam   = "https://checkers.example/dam"
	water = "https://yoxlama.example/zeher"
)

func reviews() []Review {
	return []Review{
		{
			Claim: "The old dam above Naghylabad burst in the night", Rating: False, Words: "Pants on fire", Publisher: "The Checkers",
			URL: dam, Date: time.Date(2026, 11, 19, 0, 0, 0, 0, time.UTC), Languages: []string{"en"},
		},
		{
			Claim: "Nağılabadın su anbarına qəsdən zəhər töküblər", Rating: Misleading, Words: "Yanıltıcı", Publisher: "Yoxlama",
			URL: water, Languages: []string{"az"},
		},
		{Claim: "The bridge of Naghylabad was built in four years", Rating: True, Publisher: "The Checkers", URL: "https://checkers.example/bridge", Languages: []string{"en"}},
		{Claim: "It is so", Rating: False, Publisher: "The Checkers", URL: "https://checkers.example/so", Languages: []string{"en"}},
	}
}

func newDetector(t *testing.T) *Detector {
	t.Helper()
	d, err := New(Options{Reviews: reviews()})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func item(address, language, text string, links ...string) qalxan.Item {
	return qalxan.Item{ID: "i-1", URL: address, Text: text, Links: links, Language: qalxan.Language{Code: language}}
}

func TestDetect(t *testing.T) {
	const news, claim = "https://news.example/a", "Terrible news: the old dam above Naghylabad burst in the night."
	const spreads, reports, refutes = qalxan.StanceSpreads, qalxan.StanceReports, qalxan.StanceRefutes
	for _, test := range []struct {
		name   string
		item   qalxan.Item
		key    string
		stance qalxan.Stance
	}{
		{"spreads", item(news, "en", claim), dam, spreads},
		{"spreads, az", item(news, "az", "Gecə Nağılabadın su anbarına qəsdən zəhər töküblər. Yollar bağlanıb."), water, spreads},
		{"refutes", item(news, "en", "It is fake news that the old dam above Naghylabad burst in the night."), dam, refutes},
		{"reports", item(news, "en", "According to the mayor, the old dam above Naghylabad burst in the night."), dam, reports},
		{"the review itself", item(dam, "en", claim), "", ""},
		{"the checker's front page", item("https://www.checkers.example/", "en", claim), "", ""},
		{"another checker", item("https://yoxlama.example/bend", "en", claim), dam, reports},
		{"cites the review", item(news, "en", claim, dam), dam, reports},
		{"a true claim", item(news, "en", "The bridge of Naghylabad was built in four years."), "", ""},
		{"few words", item(news, "en", "It is so."), "", ""},
		{"something else", item(news, "en", "The dam was painted last summer by the town of Naghylabad."), "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := newDetector(t).Detect(test.item)
			if test.key == "" {
				if len(got) != 0 {
					t.Errorf("got %+v", got)
				}
				return
			}
			if len(got) != 1 || got[0].Key != test.key || got[0].Stance != test.stance || got[0].Detector != qalxan.DetectFactcheck || len(got[0].Spans) == 0 {
				t.Fatalf("got %+v", got)
			}
			if (len(got[0].Techniques) > 0) != (test.stance == spreads) {
				t.Errorf("techniques %v", got[0].Techniques)
			}
		})
	}
}

func TestReason(t *testing.T) {
	got := newDetector(t).Detect(item("https://news.example/a", "en", "The old dam above Naghylabad burst in the night."))[0].Reason
	want := qalxan.Reason{
		Code: "factcheck.spreads", Text: "This claim was reviewed as FALSE by The Checkers on 2026-11-19: " + dam,
		Facts: map[string]string{
			"rating": "false", "words": "Pants on fire", "publisher": "The Checkers", "date": "2026-11-19", "url": dam, "language": "en",
			"claim":   "The old dam above Naghylabad burst in the night",
			"passage": "The old dam above Naghylabad burst in the night.",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBadInput(t *testing.T) {
	d := newDetector(t)
	for name, text := range map[string]string{
		"empty": "", "binary": "\x00\xff\xfe\x80", "surrogate": "\xed\xa0\x80", "one endless word": strings.Repeat("a", 10<<20),
	} {
		if got := d.Detect(item(":", "en", text)); len(got) != 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestCatalogueGrows(t *testing.T) {
	d, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	const count = 60
	var all sync.WaitGroup
	for i := range count {
		all.Go(func() {
			r := Review{Claim: fmt.Sprintf("Village number%d was flooded because of its broken dam", i), Rating: False, Publisher: "x", URL: fmt.Sprintf("https://c.example/%d", i), Languages: []string{"en"}}
			if _, err := d.Catalogue().Add(r, r); err != nil {
				t.Error(err)
			}
			d.Detect(item("https://n.example", "en", r.Claim))
		})
	}
	all.Wait()
	if got := d.Catalogue().Len(); got != count {
		t.Errorf("%d reviews, want %d", got, count)
	}
	if parts := len(d.Catalogue().view()); parts > 7 {
		t.Errorf("%d parts for %d reviews", parts, count)
	}
	got := d.Detect(item("https://n.example", "en", "Village number17 was flooded because of its broken dam."))
	if len(got) == 0 || got[0].Key != "https://c.example/17" || len(got) > maxSignals {
		t.Errorf("got %+v", got)
	}
	if m := d.Catalogue().Match("flooded: village number17", "en", 1); len(m) != 1 || m[0].Review.URL != "https://c.example/17" {
		t.Errorf("got %+v", m)
	}
}

func TestRatings(t *testing.T) {
	for said, want := range map[string]Rating{
		"False": False, "FALSE!": False, "Pants on Fire": False, "Not true": False, "Mostly false": False, "Yalandır": False, "Ложь": False,
		"Falsch": False, "Faux": False, "نادرست": False, "Yanlış": False, "This is completely false and was made up": False,
		"Half True": Misleading, "Partly false": Misleading, "Missing context": Misleading, "Yanıltıcı": Misleading, "Манипуляция": Misleading,
		"Teilweise falsch": Misleading, "Qismən doğru": Misleading, "Three Pinocchios": Misleading,
		"True": True, "Mostly true": True, "Doğru": True, "Правда": True,
		"Unproven": Other, "Satire": Other, "Not false": Other, "": Other, "Purple": Other, "Falsehood is not in this list": Other,
	} {
		if got := From(claimreview.Review{Rating: said}).Rating; got != want {
			t.Errorf("%q is %s, want %s", said, got, want)
		}
	}
	for value, want := range map[float64]Rating{1: False, 2: False, 3: Misleading, 4: Misleading, 5: True, 0: Other, 9: Other} {
		if got := From(claimreview.Review{Value: value, Worst: 1, Best: 5}).Rating; got != want {
			t.Errorf("%g is %s, want %s", value, got, want)
		}
	}
}

func TestValidate(t *testing.T) {
	for _, r := range []Review{{}, {Claim: "c"}, {Claim: "c", URL: "javascript:alert(1)", Rating: False}, {Claim: "c", URL: dam, Rating: "odd"}} {
		if err := r.Validate(); !errors.Is(err, ErrReview) {
			t.Errorf("%+v: %v", r, err)
		}
	}
}

// TestFromFile goes the whole way from a published feed to a signal.
func TestFromFile(t *testing.T) {
	f, err := os.Open("../../crawler/extract/claimreview/testdata/feed.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c := NewCatalogue(nil)
	for r, err := range claimreview.ReadFile(f) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Add(From(r)); err != nil {
			t.Fatal(err)
		}
	}
	if c.Len() != 1 {
		t.Errorf("%d reviews are used, want that with four words", c.Len())
	}
}

func FuzzRating(f *testing.F) {
	f.Add("Half true", 1.0, 5.0, 2.0)
	f.Fuzz(func(t *testing.T, said string, worst, best, value float64) {
		r := From(claimreview.Review{Claim: said, Rating: said, Worst: worst, Best: best, Value: value, URL: dam})
		if err := r.Validate(); err != nil && said != "" && strings.TrimSpace(said) != "" {
			t.Error(err)
		}
	})
}
