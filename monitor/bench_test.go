package monitor_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/internal/fakeweb/newsroom"
	"github.com/qalxan/qalxan/monitor"
)

// BenchmarkCrawl crawls sites of ten articles with politeness on, end to end:
// fetch, record, extract, language, classify, store and index. The web is in
// the same process, so a real machine does better. 2,000 sites take QALXAN_LONG=1.
func BenchmarkCrawl(b *testing.B) {
	b.Run("sites=100", func(b *testing.B) { benchmarkCrawl(b, 100) })
	b.Run("sites=2000", func(b *testing.B) {
		if os.Getenv("QALXAN_LONG") != "1" {
			b.Skip("2,000 sites are crawled with QALXAN_LONG=1")
		}
		benchmarkCrawl(b, 2000)
	})
}

func benchmarkCrawl(b *testing.B, sites int) {
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	web, err := fakeweb.New(fakeweb.Options{Start: start.AddDate(0, 0, 1)})
	if err != nil {
		b.Fatal(err)
	}
	defer web.Close()
	config := configs.Default()
	for i := range sites {
		site := madeUpSite(i, start)
		web.Host(site.Host).News(site)
		config.Sources = append(config.Sources, madeUpSource(i))
	}
	answers, items := 0, 0
	for b.Loop() {
		config.Data = filepath.Join(b.TempDir(), "data")
		m, err := monitor.Open(b.Context(), config, monitor.Options{Now: web.Clock().Now, Dial: web.Dial, RootCAs: web.RootCAs()})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := m.Crawl(b.Context(), monitor.CrawlRequest{}, func(e crawler.Event) {
			answers++
			items += e.Gain.Items
		}); err != nil {
			b.Fatal(err)
		}
		if err := m.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(answers)/b.Elapsed().Seconds(), "answers/s")
	b.ReportMetric(float64(items)/b.Elapsed().Seconds(), "items/s")
}

// madeUpSource watches a made-up site.
func madeUpSource(i int) qalxan.Source {
	s := qalxan.Source{ID: fmt.Sprintf("s%d", i), Kind: qalxan.KindSite, URL: fmt.Sprintf("https://site%d.example/", i)}
	s.Policy.Delay = time.Millisecond
	return s.WithDefaults()
}

// madeUpSite has ten articles of about 2,000 letters; no two are alike.
func madeUpSite(i int, start time.Time) *newsroom.Site {
	random := rand.New(rand.NewPCG(uint64(i), 1))
	layouts := newsroom.Layouts()
	site := &newsroom.Site{
		Host: fmt.Sprintf("site%d.example", i), Outlet: fmt.Sprintf("The Daily %d", i), About: "News.",
		Language: "en", Layout: layouts[i%len(layouts)], Feed: newsroom.FeedRSS,
	}
	for n := range 10 {
		published := start.Add(time.Duration(n) * time.Hour)
		var paragraphs []string
		for range 5 {
			paragraphs = append(paragraphs, madeUpText(random, 70))
		}
		site.Articles = append(site.Articles, newsroom.Article{
			Path: fmt.Sprintf("/2026/03/02/story-%d", n), Author: "A. Writer", Published: published,
			Versions: []newsroom.Version{{From: published, Modified: published, Title: madeUpText(random, 8), Paragraphs: paragraphs}},
		})
	}
	return site
}

// syllables make words that look like words to every stage.
var syllables = strings.Fields("the of to and in that was for it with as his on be at by had not are but from or have an they which one you were her all she there would their we him been has when who will more no if out so said what up its about into than them can only other new some could time these two may then do first any my now such like our over man me even most made after also did many before must through back years where much your way well down should because each just those people mr how too little state good very make world still own see men work long get here between both life being under never day same another know while last might us great old year off come since against go came right used take three")

func madeUpText(random *rand.Rand, words int) string {
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(syllables[random.IntN(len(syllables))])
		if random.IntN(3) == 0 {
			b.WriteString(syllables[random.IntN(len(syllables))])
		}
	}
	return b.String() + "."
}
