package monitor

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler/extract/marks"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/store"
)

// BenchmarkDetect is what reading an item costs, at the side of others, and
// what asking those detectors costs that compare it with 1,000 others of 100
// sites; every second site shares a counter with its neighbour.
func BenchmarkDetect(b *testing.B) {
	now := time.Date(2026, 3, 30, 12, 0, 0, 0, time.UTC)
	config := configs.Default()
	config.Data = b.TempDir()
	config.Narratives = []qalxan.Narrative{watchedOpinion}
	m, err := Open(b.Context(), config, Options{Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	random, a := rand.New(rand.NewPCG(3, 3)), m.analyst
	a.detectors.tempo.begun = now.AddDate(0, 0, -60)
	item := func(i int) (qalxan.Source, source.Harvest) {
		s := qalxan.Source{ID: fmt.Sprint("s", i%100), Name: "A source", Kind: qalxan.KindSite}
		a.detectors.tempo.began[ofSource+s.ID] = a.detectors.tempo.begun
		var text strings.Builder
		for range 450 {
			fmt.Fprintf(&text, "word%d ", random.IntN(5000))
		}
		address, at := fmt.Sprintf("https://s%d.example/%d", i%100, i), now.Add(-time.Duration(random.IntN(20*24*3600))*time.Second)
		return s, source.Harvest{
			Marks: []marks.Mark{{Kind: marks.Metrika, Value: fmt.Sprint(60_668_000 + i%100/2)}, {Kind: marks.Theme, Value: "newspaper"}},
			Items: []qalxan.Item{{
				Identity: address, URL: address, SourceID: s.ID, Title: "A title", Text: text.String(), Seen: now,
				Links: []string{fmt.Sprintf("https://there.example/%d", random.IntN(300))},
				Dates: []qalxan.Date{{Kind: qalxan.DatePublished, Time: at}},
			}},
		}
	}
	for i := range 1000 {
		s, h := item(i)
		if err := m.record.SaveSource(b.Context(), s); err != nil {
			b.Fatal(err)
		}
		if _, err := a.Take(b.Context(), s, h); err != nil {
			b.Fatal(err)
		}
	}
	s, h := item(1000)
	d := draft{item: h.Items[0], marks: h.Marks}
	d.item.Dates[0].Time, d.item.Version, d.item.ID = now.Add(-time.Minute), 1, qalxan.ItemID(d.item.Identity, 1)
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			again := d
			a.look(s, &again)
		}
	})
	a.look(s, &d)
	for name, ask := range map[string]func() error{
		"copies": func() error { _, err := a.detectors.duplicate.Detect(b.Context(), d.item, d.signature); return err },
		"shares": func() error { a.together(s, d, nil); return nil },
		"ties":   func() error { _, err := a.ties(b.Context(), d); return err },
		"host":   func() error { a.disguise(d.item); return nil },
		"tempo":  func() error { a.detectors.tempo.detect(s, d.item, nil); return nil },
		"all": func() error {
			var e store.Entry
			return a.detect(b.Context(), s, d, qalxan.Item{}, false, &e)
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := ask(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
