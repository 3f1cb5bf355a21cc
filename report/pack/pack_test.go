package pack

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/store"
)

var update = flag.Bool("update", false, "write the golden files anew")

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// seen is a finding at an address, seen by these detectors, with the same words
// at another address.
func seen(address, title string, by ...qalxan.Detector) report.Entry {
	i := qalxan.Item{
		ID: qalxan.ItemID(address, 1), Identity: address, URL: address, Title: title, Author: "Ann Author", Text: "secret words", Seen: noon,
		Dates: []qalxan.Date{{Kind: qalxan.DatePublished, Time: noon.Add(-time.Hour)}},
	}
	other := qalxan.Item{ID: "i-other", Identity: "https://ilk.example/körpü", URL: "https://ilk.example/körpü?a=[1]"}
	e := report.Entry{
		Item: i, Finding: qalxan.Finding{ID: qalxan.FindingID(address), Status: qalxan.StatusConfirmed}, Compared: []qalxan.Item{other},
		Captures: []qalxan.Capture{{Time: noon, SHA256: strings.Repeat("ab", 32)}},
	}
	for _, d := range by {
		e.Finding.Signals = append(e.Finding.Signals, qalxan.Signal{Detector: d, Compared: other.ID, Reason: qalxan.Reason{Text: "the account @somebody did it"}})
	}
	return e
}

func TestOffered(t *testing.T) {
	for _, c := range []struct {
		address string
		kind    qalxan.Kind
		want    Platform
		why     Why
	}{
		{"https://az.wikipedia.org/w/index.php?oldid=7", qalxan.KindWikipedia, Wikipedia, ""},
		{"https://EN.m.wikipedia.org/wiki/X", "", Wikipedia, ""},
		{"https://www.youtube.com/watch?v=x", "", YouTube, ""},
		{"https://youtu.be/x", "", YouTube, ""},
		{"https://m.facebook.com/x/posts/1", "", Facebook, ""},
		{"https://www.google.com/maps/place/X", "", Maps, ""},
		{"https://maps.google.com.tr/?cid=1", "", Maps, ""},
		{"https://maps.app.goo.gl/x", "", Maps, ""},
		{"https://www.google.com/search?q=maps", "", "", WhySite},
		{"https://news.example/youtube.com", qalxan.KindSite, "", WhySite},
		{"https://youtube.com.evil.example/", "", "", WhySite},
		{"https://notwikipedia.org/", "", "", WhySite},
		{"https://wiki.example/w/index.php?oldid=7", qalxan.KindWikipedia, "", WhyWiki},
		{"javascript:alert(1)//youtube.com", "", "", WhySite},
		{"https://[::1", "", "", WhySite},
	} {
		e := seen(c.address, "x", qalxan.DetectDuplicate)
		e.Source.Kind = c.kind
		if got, why := Offered(e); got != c.want || why != c.why {
			t.Errorf("%s: %q, %q", c.address, got, why)
		}
	}
	opinion := seen("https://youtu.be/x", "x", qalxan.DetectNarrative, qalxan.DetectTechnique, qalxan.DetectFactcheck, qalxan.DetectHarm)
	if _, why := Offered(opinion); why != WhyBehaviour {
		t.Errorf("a claim is reported as behaviour: %q", why)
	}
	dismissed := seen("https://youtu.be/x", "x", qalxan.DetectDuplicate)
	dismissed.Finding.Status = qalxan.StatusDismissed
	if _, why := Offered(dismissed); why != WhyDismissed {
		t.Errorf("what was dismissed is reported: %q", why)
	}
}

// packed is what a pack of these entries holds, as text.
func packed(t *testing.T, p Platform, language string, entries ...report.Entry) (store.Pack, string) {
	t.Helper()
	made := store.Pack{ID: "p-1", Subject: "c-1", Platform: string(p)}
	if err := fill(&made, Request{Platform: p, Language: language}, entries); err != nil {
		t.Fatal(err)
	}
	return made, Text(made)
}

func TestGolden(t *testing.T) {
	all := []qalxan.Detector{qalxan.DetectCoordination, qalxan.DetectDuplicate, qalxan.DetectEdit, qalxan.DetectBurst}
	addresses := map[Platform]string{YouTube: "https://www.youtube.com/watch?v=x", Facebook: "https://www.facebook.com/x/posts/1", Maps: "https://www.google.com/maps/place/X"}
	for p, address := range addresses {
		for _, language := range []string{"az", "en", "ru"} {
			_, text := packed(t, p, language, seen(address, "x", all...), seen(address+"2", "x", qalxan.DetectLookalike))
			golden(t, string(p)+"."+language+".txt", text)
		}
	}
	for _, language := range []string{"az", "en", "ru", "tr"} {
		edit := seen("https://"+language+".wikipedia.org/w/index.php?oldid=456", "Körpü (2026)", qalxan.DetectEdit, qalxan.DetectDuplicate)
		older := edit.Item
		older.ID, older.URL = "i-older", "https://"+language+".wikipedia.org/w/index.php?oldid=123"
		edit.Compared = append(edit.Compared, older)
		_, one := packed(t, Wikipedia, "", edit)
		golden(t, "wikipedia."+language+".txt", one)
	}
	var list bytes.Buffer
	p, _ := packed(t, YouTube, "en", seen("https://youtu.be/=x", "x", all...))
	p.Rows[0].Observed = "=HYPERLINK(1)"
	if err := WriteList(&list, p); err != nil {
		t.Fatal(err)
	}
	golden(t, "list.csv", list.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s:\n%s", name, diff)
	}
}

// TestNobodyIsNamed looks for what a pack must not hold.
func TestNobodyIsNamed(t *testing.T) {
	for p, address := range map[Platform]string{YouTube: "https://youtu.be/x", Facebook: "https://fb.com/1", Maps: "https://maps.google.com/1", Wikipedia: "https://en.wikipedia.org/w/index.php?oldid=1"} {
		made, text := packed(t, p, "en", seen(address, "Title", qalxan.DetectCoordination, qalxan.DetectDuplicate))
		for _, word := range []string{"Ann Author", "secret words", "@somebody"} {
			if strings.Contains(text, word) {
				t.Errorf("%s: the pack holds %q", p, word)
			}
		}
		for _, part := range made.Parts {
			for _, f := range part.Fields {
				if n := utf8.RuneCountInString(f.Text); f.Limit > 0 && n > f.Limit {
					t.Errorf("%s: %s has %d of %d signs", p, f.Key, n, f.Limit)
				}
			}
		}
	}
}

func TestSeveralWikis(t *testing.T) {
	p, _ := packed(t, Wikipedia, "",
		seen("https://az.wikipedia.org/w/index.php?oldid=1", "A", qalxan.DetectEdit), seen("https://en.wikipedia.org/w/index.php?oldid=2", "B", qalxan.DetectBurst),
		seen("https://az.m.wikipedia.org/w/index.php?oldid=3", "C", qalxan.DetectEdit))
	if len(p.Parts) != 2 || p.Parts[1].To != "https://en.wikipedia.org/wiki/Wikipedia:Administrators'_noticeboard" || len(p.Rows) != 3 {
		t.Errorf("parts: %+v", p.Parts)
	}
}

func TestLanguages(t *testing.T) {
	english, err := wordsOf("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"az", "ru"} {
		w, err := wordsOf(language)
		if err != nil {
			t.Fatal(err)
		}
		for key := range english {
			if w[key] == "" {
				t.Errorf("%s: %s is missing", language, key)
			}
		}
		if len(w) != len(english) {
			t.Errorf("%s has %d words, want %d", language, len(w), len(english))
		}
	}
	for _, language := range []string{"", "de", "../words/en", "en.yaml"} {
		if _, err := wordsOf(language); err == nil {
			t.Errorf("%q is spoken", language)
		}
	}
}
