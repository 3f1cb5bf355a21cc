package storetest

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

func testRests(t *testing.T, s store.Store) {
	ctx := t.Context()
	same(t, "none", must(s.LoadRests(ctx, start))(t), nil)
	hour := start.Add(time.Hour)
	asked := frontier.Rest{Host: "a.example", Until: hour}
	turned := frontier.Rest{Host: "b.example", Until: hour, Why: "turned us away 4 times in a row", BackOff: time.Minute, Leave: 2 * time.Hour, Blocks: 4}
	ok(t, s.SaveRest(ctx, frontier.Rest{Host: "a.example", Until: start.Add(time.Minute)}, start))
	ok(t, s.SaveRest(ctx, asked, start))
	ok(t, s.SaveRest(ctx, turned, start))
	same(t, "both", must(s.LoadRests(ctx, hour))(t), []frontier.Rest{asked, turned})
	same(t, "what grew is remembered for longer", must(s.LoadRests(ctx, hour.Add(2*time.Hour)))(t), []frontier.Rest{turned})
	same(t, "expired", must(s.LoadRests(ctx, hour.Add(3*time.Hour)))(t), nil)

	ok(t, s.SaveRest(ctx, frontier.Rest{Host: "b.example"}, hour.Add(time.Second)))
	same(t, "ended, and expired ones are dropped", must(s.LoadRests(ctx, start))(t), nil)
}

func testTraps(t *testing.T, s store.Store) {
	ctx := t.Context()
	same(t, "none", must(s.LoadTraps(ctx, "wire", start))(t), nil)
	calendar := frontier.Trap{Name: "wire.example/calendar?", Since: start}
	rings := frontier.Trap{Name: "wire.example/go/", Wide: true, Astray: true, Since: start.Add(time.Hour)}
	ok(t, s.SaveTraps(ctx, "wire", []frontier.Trap{calendar, rings}, start))
	ok(t, s.SaveTraps(ctx, "gazette", []frontier.Trap{calendar}, start))
	same(t, "of one", must(s.LoadTraps(ctx, "wire", start.Add(time.Hour)))(t), []frontier.Trap{calendar, rings})
	late := start.Add(frontier.TrapAge + time.Minute)
	same(t, "believed no more", must(s.LoadTraps(ctx, "wire", late))(t), []frontier.Trap{rings})

	ok(t, s.SaveTraps(ctx, "wire", nil, late))
	same(t, "replaced", must(s.LoadTraps(ctx, "wire", start))(t), nil)
	same(t, "old ones are dropped", must(s.LoadTraps(ctx, "gazette", start))(t), nil)
}
