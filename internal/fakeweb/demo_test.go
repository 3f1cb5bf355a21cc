package fakeweb

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/internal/fakeweb/newsroom"
)

// demo loads the scripted week of the demo.
func demo(t *testing.T) (*Web, *Scenario, *Truth, fs.FS) {
	t.Helper()
	fsys := os.DirFS("../../configs/demo")
	w := open(t)
	s, err := Load(fsys, w)
	if err != nil {
		t.Fatal(err)
	}
	truth, err := LoadTruth(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return w, s, truth, fsys
}

func TestDemoIsLargeEnough(t *testing.T) {
	_, s, _, _ := demo(t)
	languages, articles := map[string]bool{}, 0
	for _, site := range s.Sites {
		languages[site.Language] = true
		articles += len(site.Articles)
		for _, a := range site.Articles {
			if a.Published.Before(s.Start) || !a.Published.Before(s.End) {
				t.Errorf("%s is published outside the week", site.URL(a.Path))
			}
			if n := len(strings.Fields(a.Versions[0].Text())); n < 110 || n > 320 {
				t.Errorf("%s has %d words", site.URL(a.Path), n)
			}
		}
	}
	t.Logf("%d hosts, %d languages, %d articles", len(s.Hosts()), len(languages), articles)
	if len(s.Hosts()) < 12 || len(languages) < 5 || articles < 60 {
		t.Errorf("%d hosts, %d languages and %d articles, want 12, 5 and 60", len(s.Hosts()), len(languages), articles)
	}
}

func TestDemoIsServed(t *testing.T) {
	w, s, _, _ := demo(t)
	w.Clock().Set(s.End)
	for _, url := range s.URLs() {
		if got := get(t, w, url); got.status != 200 {
			t.Errorf("%s: %d", url, got.status)
		}
	}
	for _, site := range s.Sites {
		for _, path := range []string{"/", "/archive", "/about", "/sitemap.xml", "/robots.txt", site.Feed.Path()} {
			if got := get(t, w, site.URL(path)); got.status != 200 {
				t.Errorf("%s: %d", site.URL(path), got.status)
			}
		}
	}
}

func TestDemoTruthIsConsistent(t *testing.T) {
	_, s, truth, _ := demo(t)
	urls := s.URLs()
	for _, url := range truth.URLs() {
		if !slices.Contains(urls, url) {
			t.Errorf("the truth names %s, which the scenario does not have", url)
		}
	}
	expected := map[string]bool{}
	for _, e := range truth.Findings {
		expected[e.URL] = true
		if !slices.Contains(qalxan.Levels(), e.Level) || len(e.Detectors) == 0 || e.Why == "" {
			t.Errorf("an expected finding is incomplete: %+v", e)
		}
	}
	for _, f := range truth.Forbidden {
		if expected[f.URL] || f.Why == "" {
			t.Errorf("%s is both expected and forbidden, or without a reason", f.URL)
		}
	}
	for _, m := range truth.Campaign.Members {
		if !expected[m] {
			t.Errorf("the campaign's member %s is no finding", m)
		}
	}
	if first := truth.Campaign.Members[0]; first != truth.First {
		t.Errorf("the campaign begins with %s, not %s", first, truth.First)
	}
}

func TestDemoConfiguration(t *testing.T) {
	_, s, truth, fsys := demo(t)
	config, err := configs.LoadFS(fsys, "qalxan.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	hosts := s.Hosts()
	for _, src := range config.Sources {
		host, _, _ := strings.Cut(strings.TrimPrefix(src.URL, "https://"), "/")
		if i := slices.Index(hosts, host); i >= 0 {
			hosts = slices.Delete(hosts, i, i+1)
			continue
		}
		t.Errorf("the source %s stands at %s, which the scenario does not have", src.ID, src.URL)
	}
	if len(hosts) > 0 {
		t.Errorf("nobody watches %v", hosts)
	}
	for _, n := range config.Narratives {
		checkWordings(t, n, s, truth)
	}
}

// checkWordings makes sure that an analyst could have written a narrative
// before the week: in all five languages, and in other words than the copies.
func checkWordings(t *testing.T, n qalxan.Narrative, s *Scenario, truth *Truth) {
	t.Helper()
	for _, language := range []string{"az", "ru", "en", "tr", "fa"} {
		if k := len(n.Wordings[language]); k < 3 || k > 6 {
			t.Errorf("narrative %s has %d wordings in %s", n.ID, k, language)
		}
		for _, wording := range n.Wordings[language] {
			for _, e := range truth.Findings {
				if strings.Contains(e.URL, "wiki") {
					continue
				}
				if share := contained(shingles(wording), shingles(text(t, s, e.URL))); share > 0.5 {
					t.Errorf("narrative %s: %q stands in %s (%.2f)", n.ID, wording, e.URL, share)
				}
			}
		}
	}
}

// TestDemoCopies measures what the duplicate detector has to tell apart.
func TestDemoCopies(t *testing.T) {
	_, s, truth, _ := demo(t)
	seed := shingles(text(t, s, truth.First))
	for _, e := range truth.Findings {
		if e.URL == truth.First || !slices.Contains(e.Detectors, qalxan.DetectDuplicate) {
			continue
		}
		similarity := jaccard(seed, shingles(text(t, s, e.URL)))
		t.Logf("%.2f %s", similarity, e.URL)
		if similarity < 0.6 || similarity > 0.95 {
			t.Errorf("the copy %s has a similarity of %.2f to the seed", e.URL, similarity)
		}
	}
	for _, f := range truth.Forbidden {
		if strings.Contains(f.URL, "wiki") {
			continue
		}
		similarity := jaccard(seed, shingles(text(t, s, f.URL)))
		t.Logf("%.2f %s", similarity, f.URL)
		if similarity > 0.3 {
			t.Errorf("%s, which is no copy, has a similarity of %.2f to the seed", f.URL, similarity)
		}
	}
}

func TestDemoEdits(t *testing.T) {
	_, s, truth, _ := demo(t)
	silent, honest := storyAt(t, s, truth.Edits.Silent), storyAt(t, s, truth.Edits.Honest)
	for name, a := range map[string]newsroom.Article{"silent": silent, "honest": honest} {
		before, after := a.Versions[0], a.Versions[len(a.Versions)-1]
		if before.Text() == after.Text() {
			t.Errorf("the %s edit changes nothing", name)
		}
		if after.Modified.IsZero() != (name == "silent") {
			t.Errorf("the %s edit claims to be of %v", name, after.Modified)
		}
	}
}

func TestDemoWikiIsReverted(t *testing.T) {
	w, _, _, _ := demo(t)
	at := func(day, hour int) string {
		w.Clock().Set(time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC))
		return get(t, w, "https://az.wiki.example/wiki/Aybulaq").body
	}
	for _, c := range []struct {
		day, hour int
		claims    bool
	}{{4, 12, false}, {4, 14, true}, {5, 8, true}, {5, 9, false}} {
		if got := strings.Contains(at(c.day, c.hour), "zəhərlən"); got != c.claims {
			t.Errorf("on day %d at %d:00 the article makes the claim: %v, want %v", c.day, c.hour, got, c.claims)
		}
	}
}

func storyAt(t *testing.T, s *Scenario, url string) newsroom.Article {
	t.Helper()
	for _, site := range s.Sites {
		for _, a := range site.Articles {
			if site.URL(a.Path) == url {
				return a
			}
		}
	}
	t.Fatalf("%s is not in the scenario", url)
	return newsroom.Article{}
}

func text(t *testing.T, s *Scenario, url string) string {
	return storyAt(t, s, url).Versions[0].Text()
}
