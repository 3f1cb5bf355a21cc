package detect

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract/marks"
	"github.com/qalxan/qalxan/store"
)

// crowd is a record in which 100 sources were watched for two months.
type crowd struct{ store.Store }

func (crowd) SourcesWatched(context.Context) (map[string]time.Time, error) {
	all := map[string]time.Time{}
	for i := range 100 {
		all[fmt.Sprintf("s%d.example", i)] = now.AddDate(0, 0, -60)
	}
	return all, nil
}

// BenchmarkDetect is what reading an item costs, at the side of others, and
// what asking those detectors costs that compare it with 1,000 others of 100
// sites; every second site shares a counter with its neighbour.
func BenchmarkDetect(b *testing.B) {
	record := crowd{openRecord(b)}
	d, random := open(b, record), rand.New(rand.NewPCG(3, 3))
	draft := func(i int) Draft {
		p := post(random, fmt.Sprintf("s%d.example", i%100), 450)
		p.Item.Identity += fmt.Sprint(i)
		p.Item.URL, p.Item.ID = p.Item.Identity, qalxan.ItemID(p.Item.Identity, 1)
		p.Item.Links = []string{fmt.Sprintf("https://there.example/%d", random.IntN(300))}
		p.Item.Dates = []qalxan.Date{{Kind: qalxan.DatePublished, Time: now.Add(-time.Duration(random.IntN(20*24*3600)) * time.Second)}}
		p.Marks = []marks.Mark{{Kind: marks.Metrika, Value: fmt.Sprint(60_668_000 + i%100/2)}, {Kind: marks.Theme, Value: "newspaper"}}
		return p
	}
	for i := range 1000 {
		p := draft(i)
		d.Read(&p)
		e := store.Entry{Items: []store.ItemEntry{{Item: p.Item, Signature: p.Reading.Signature}}}
		if err := d.Compare(b.Context(), p, nil, &e); err != nil {
			b.Fatal(err)
		}
		if err := record.Commit(b.Context(), e); err != nil {
			b.Fatal(err)
		}
		if err := d.Remember(e); err != nil {
			b.Fatal(err)
		}
	}
	p := draft(1000)
	p.Item.Dates[0].Time = now.Add(-time.Minute)
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			d.Read(&p)
		}
	})
	d.Read(&p)
	for name, ask := range map[string]func() error{
		"copies": func() error { _, err := d.duplicate.Detect(b.Context(), p.Item, p.Reading.Signature); return err },
		"shares": func() error { d.together(p, nil); return nil },
		"ties":   func() error { _, err := d.ties(b.Context(), p); return err },
		"host":   func() error { d.disguise(p.Item); return nil },
		"tempo":  func() error { d.tempo.Detect(p.Source, p.Item, nil); return nil },
		"all":    func() error { return d.Compare(b.Context(), p, nil, &store.Entry{}) },
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
