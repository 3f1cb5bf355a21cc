package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// BenchmarkCommit writes one item with its signals, finding and found tasks
// per transaction: the price of a task. NORMAL is there for comparison.
func BenchmarkCommit(b *testing.B) {
	for _, synchronous := range []string{"FULL", "NORMAL"} {
		b.Run(synchronous, func(b *testing.B) {
			s := open(b)
			if _, err := s.writer.Exec("PRAGMA synchronous = " + synchronous); err != nil {
				b.Fatal(err)
			}
			for n := 0; b.Loop(); n++ {
				e := brought(n)
				e.Items = e.Items[:1]
				e.Findings[0].ItemID = e.Items[0].Item.ID
				for i := range e.Signals {
					e.Signals[i].ItemID = e.Items[0].Item.ID
				}
				if err := s.Commit(b.Context(), e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDue(b *testing.B) {
	if testing.Short() {
		b.Skip("builds a record of 100,000 tasks; not with -short")
	}
	s := open(b)
	const sources = 50
	var ids []string
	for n := range sources {
		ids = append(ids, fmt.Sprintf("source-%d", n))
		var tasks []frontier.Task
		for page := range 100_000 / sources {
			tasks = append(tasks, frontier.Task{SourceID: ids[n], URL: fmt.Sprint("https://wire.example/", page), Role: frontier.RolePage, Depth: page % 3})
		}
		if _, err := s.Enqueue(b.Context(), tasks, false); err != nil {
			b.Fatal(err)
		}
	}
	for _, of := range [][]string{ids[:1], ids} {
		b.Run(fmt.Sprintf("sources=%d", len(of)), func(b *testing.B) {
			for b.Loop() {
				if due, err := s.Due(b.Context(), of, time.Now(), 64); err != nil || len(due) != 64 {
					b.Fatal(len(due), err)
				}
			}
		})
	}
}

func BenchmarkReads(b *testing.B) {
	if testing.Short() {
		b.Skip("builds a record of 100,000 items; not with -short")
	}
	ctx := b.Context()
	s := crowd(b)
	incidents := store.Filter{Levels: []string{"incident"}}
	reads := map[string]func() error{
		"Items/all":      func() error { _, _, err := s.Items(ctx, store.Filter{}, store.Page{}); return err },
		"Items/incident": func() error { _, _, err := s.Items(ctx, incidents, store.Page{}); return err },
		"Findings/all":   func() error { _, _, err := s.Findings(ctx, store.Filter{}, store.Page{}); return err },
		"Totals":         func() error { _, err := s.Totals(ctx); return err },
		"Sources":        func() error { _, err := s.Sources(ctx); return err },
		"Turns":          func() error { _, err := s.Turns(ctx); return err },
		"Standing/new":   func() error { _, err := s.Standing(ctx, "", "incident", "new", 60); return err },
		"Unseconded":     func() error { _, err := s.Unseconded(ctx, "", 60); return err },
	}
	for name, read := range reads {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := read(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// crowd is a record of 100,000 items, a tenth with findings and a fifth with a
// narrative.
func crowd(b *testing.B) *Store {
	s := openAt(b, filepath.Join(b.TempDir(), "record.db"))
	b.Cleanup(func() { s.Close() })
	languages := []string{"az", "en", "ru", "tr", "ka", "hy", "fa", "uk", "de", "fr"}
	for batch := range 100 {
		var e store.Entry
		for n := batch * 1000; n < (batch+1)*1000; n++ {
			one := brought(n)
			i := &one.Items[0].Item
			i.SourceID, i.Language.Code = fmt.Sprintf("source-%d", n*7919%60), languages[n*31%10]
			i.Seen = i.Seen.Add(time.Duration(n*7919%100_000) * 5 * time.Minute)
			e.Items = append(e.Items, one.Items[0])
			if f := one.Findings[0]; n%10 == 0 {
				f.ItemID, f.Level = i.ID, qalxan.Levels()[n/10%3]
				e.Findings = append(e.Findings, f)
			}
			if g := one.Signals[0]; n%5 == 0 {
				g.ItemID, g.Key = i.ID, fmt.Sprintf("narrative-%d", n%12)
				e.Signals = append(e.Signals, g)
			}
		}
		if err := s.Commit(context.Background(), e); err != nil {
			b.Fatal(err)
		}
	}
	return s
}
