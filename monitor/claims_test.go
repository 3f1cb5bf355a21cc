package monitor_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
)

// reviewed is the head of a page that reviews a claim.
func reviewed(host, claim string) string {
	return fmt.Sprintf(`<script type="application/ld+json">{"@context":"https://schema.org","@type":"ClaimReview","url":"https://%s/post/0",
		"claimReviewed":%q,"datePublished":"2026-03-02","author":{"@type":"Organization","name":"The Checkers"},
		"reviewRating":{"@type":"Rating","alternateName":"False"}}</script>`, host, claim)
}

// TestReviewedClaims lets a reliable source, one that nobody judged, and a
// file review a claim each. A process later, another site makes all three.
func TestReviewedClaims(t *testing.T) {
	const dam, mill, well = "The old dam above the valley burst in the night",
		"The paper mill of the province was sold to strangers", "The village wells were closed by the secret order"
	start := time.Date(2026, 3, 2, 9, 1, 0, 0, time.UTC)
	random := rand.New(rand.NewPCG(8, 8))
	m := &month{start: start, random: random, outlets: map[string]*outlet{}}
	m.post("checkers.example", start, "")
	m.post("anybody.example", start, "")
	m.outlets["checkers.example"].head = reviewed("checkers.example", dam)
	m.outlets["anybody.example"].head = reviewed("anybody.example", mill)
	m.post("spreader.example", start.Add(time.Hour), "<p>"+dam+".</p><p>"+mill+".</p><p>"+well+".</p>")

	web, err := fakeweb.New(fakeweb.Options{Start: start})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	dir := t.TempDir()
	file := filepath.Join(dir, "reviews.csv")
	if err := os.WriteFile(file, []byte("claim,rating,publisher,url\n"+well+",False,The Archive,https://archive.example/well\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	config := configs.Default()
	config.Data, config.Factcheck.Files = filepath.Join(dir, "data"), []string{file}
	for host, o := range m.outlets {
		o.follow = host != "spreader.example"
		o.on(web)
		s := o.source()
		if host == "checkers.example" {
			s.Grade = "A"
		}
		config.Sources = append(config.Sources, s)
	}
	for range 2 {
		all, err := monitor.Open(t.Context(), config, monitor.Options{Now: web.Clock().Now, Dial: web.Dial, RootCAs: web.RootCAs()})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := all.Crawl(t.Context(), monitor.CrawlRequest{}, nil); err != nil {
			t.Fatal(err)
		}
		web.Clock().Set(start.Add(2 * time.Hour))
		got := raised(t, all, qalxan.DetectFactcheck, "spreader.example")
		if err := all.Close(); err != nil {
			t.Fatal(err)
		}
		if len(got) == 0 {
			continue // its post comes later
		}
		for _, review := range []string{"https://checkers.example/post/0", "https://archive.example/well"} {
			if !strings.Contains(got[review].Reason.Text, review) {
				t.Errorf("%s is not told of: %v", review, got)
			}
		}
		if len(got) != 2 {
			t.Errorf("%d reviews are told of: %v", len(got), got)
		}
		return
	}
	t.Error("no review was told of")
}

// TestMeaningThatDoesNotAnswer has a server of meanings that fails: words
// decide, and the doctor says so without calling the folder ill.
func TestMeaningThatDoesNotAnswer(t *testing.T) {
	asked := make(chan bool, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		select {
		case asked <- true:
		default:
		}
		http.Error(w, "no model", http.StatusNotFound)
	}))
	t.Cleanup(server.Close)
	web, err := fakeweb.New(fakeweb.Options{Start: time.Date(2026, 3, 2, 9, 1, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	m := &month{random: rand.New(rand.NewPCG(8, 8)), outlets: map[string]*outlet{}}
	m.post("spreader.example", web.Clock().Now(), bridge)
	m.outlets["spreader.example"].on(web)
	all := openWith(t, web, func(c *configs.Config) {
		c.Embeddings.Address, c.Embeddings.Model = server.URL, "small"
		c.Sources = []qalxan.Source{m.outlets["spreader.example"].source()}
		c.Narratives = []qalxan.Narrative{{
			ID: "bridge", Claim: "The bridge is closed.", Wordings: map[string][]string{"en": {"The old bridge is closed because the mayor sold its steel"}},
		}}
	})
	if _, err := all.Crawl(t.Context(), monitor.CrawlRequest{}, nil); err != nil {
		t.Fatal(err)
	}
	if len(raised(t, all, qalxan.DetectNarrative, "spreader.example")) != 1 {
		t.Error("words alone found nothing")
	}
	<-asked
	for range 200 {
		d, err := all.Doctor(t.Context())
		if err != nil || !d.Healthy {
			t.Fatalf("%+v, %v", d, err)
		}
		if strings.Contains(strings.Join(d.Sources, "\n"), "words alone decide") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the doctor does not tell")
}
