package circle

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/criteria"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

// BenchmarkJoin: one more member of a campaign of 10,000 that 1,000 sources
// spread, judged by how far it reaches, without the commit.
func BenchmarkJoin(b *testing.B) {
	benchmarkJudging(b, func(int, *qalxan.Signal) {})
}

// BenchmarkFirst: the first that spreads a claim, beside that campaign.
func BenchmarkFirst(b *testing.B) {
	benchmarkJudging(b, func(n int, s *qalxan.Signal) {
		s.Key = fmt.Sprint("claim-", n)
		s.ID = qalxan.SignalID(s.ItemID, s.Detector, s.Key)
	})
}

func benchmarkJudging(b *testing.B, change func(n int, s *qalxan.Signal)) {
	record, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "record.db"), sqlite.Options{Now: func() time.Time { return day }})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { record.Close() })
	never := func(*qalxan.Finding, qalxan.Item, []qalxan.Signal, criteria.Facts) bool { return false }
	all := New(Options{Judge: never, Now: func() time.Time { return day }, Claims: func() map[string]string { return nil }}, record)
	const size = 10_000
	fill(b, record, size)
	judging := time.Duration(0)
	for n := size; b.Loop(); n++ {
		item, f, s := publication(n)
		change(n, &s)
		started := time.Now()
		c := all.Open()
		if err := c.Add(b.Context(), item, f, []qalxan.Signal{s}); err != nil {
			b.Fatal(err)
		}
		if _, err := c.Close(b.Context()); err != nil {
			b.Fatal(err)
		}
		e := store.Entry{Items: []store.ItemEntry{{Item: item}}, Signals: []qalxan.Signal{s}}
		c.Write(&e)
		judging += time.Since(started)
		if err := record.Commit(b.Context(), e); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(judging.Microseconds())/1000/float64(b.N), "judging-ms/op")
}

// fill writes a campaign of so many members, and their sources.
func fill(b *testing.B, record *sqlite.Store, size int) {
	for from := 0; from < size; from += 1000 {
		e := store.Entry{Campaigns: []qalxan.Campaign{{ID: "c-1", Narratives: []string{"bridge"}, First: day, Last: day.Add(time.Hour)}}}
		for n := range 1000 {
			item, f, s := publication(from + n)
			f.CampaignID = "c-1"
			e.Items, e.Findings, e.Signals = append(e.Items, store.ItemEntry{Item: item}), append(e.Findings, f), append(e.Signals, s)
			if from == 0 {
				if err := record.SaveSource(b.Context(), qalxan.Source{ID: f.SourceID, Name: f.SourceID, Kind: qalxan.KindSite, URL: item.URL}); err != nil {
					b.Fatal(err)
				}
			}
		}
		if err := record.Commit(b.Context(), e); err != nil {
			b.Fatal(err)
		}
	}
}

// publication is the n-th that spreads the claim, a minute after the one before.
func publication(n int) (qalxan.Item, qalxan.Finding, qalxan.Signal) {
	source := fmt.Sprintf("source-%03d", n%1000)
	address := fmt.Sprintf("https://%s.example/%d", source, n)
	item := qalxan.Item{
		ID: qalxan.ItemID(address, 1), Identity: address, Version: 1, URL: address, SourceID: source, Title: "The bridge", Text: address, Hash: address,
		Seen: day.Add(time.Duration(n) * time.Minute),
	}
	s := qalxan.Signal{ItemID: item.ID, Detector: qalxan.DetectNarrative, Key: "bridge", Score: 1, Stance: qalxan.StanceSpreads, Time: item.Seen}
	s.ID = qalxan.SignalID(s.ItemID, s.Detector, s.Key)
	return item, qalxan.Finding{
		ID: qalxan.FindingID(address), Identity: address, SourceID: source, ItemID: item.ID, Level: qalxan.LevelSignal, Status: qalxan.StatusNew,
		Created: item.Seen, Updated: item.Seen,
	}, s
}
