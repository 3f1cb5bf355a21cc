package revisit_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
	"github.com/qalxan/qalxan/internal/fakeweb"
)

const day = 24 * time.Hour

// policy says how long a source is left alone after a visit.
type policy interface {
	pause(s int, now time.Time, changed bool) time.Duration
}

// uniform treats all alike.
type uniform struct{}

func (uniform) pause(int, time.Time, bool) time.Duration { return day }

// doubling halves the pause of what changed and doubles that of what did not,
// as most crawlers do.
type doubling []time.Duration

func (d doubling) pause(s int, _ time.Time, changed bool) time.Duration {
	if changed {
		d[s] /= 2
	} else {
		d[s] *= 2
	}
	d[s] = min(max(d[s], revisit.Soonest), revisit.Latest)
	return d[s]
}

// learned is what this package does.
type learned struct {
	memory []frontier.Memory
	print  []int
}

func (l *learned) pause(s int, now time.Time, changed bool) time.Duration {
	if changed {
		l.print[s]++
	}
	l.memory[s] = revisit.Lists.Learn(l.memory[s], now, strconv.Itoa(l.print[s]))
	return revisit.Lists.Next(l.memory[s], now).Sub(now)
}

// told is the same rule with the true rates, which nobody knows.
type told []float64

func (r told) pause(s int, now time.Time, _ bool) time.Duration {
	return revisit.Lists.Next(frontier.Memory{Rate: r[s]}, now).Sub(now)
}

// page is a simulated source.
type page struct {
	id      int
	random  *rand.Rand
	rate    float64 // changes a day
	next    time.Time
	visited time.Time
	pause   time.Duration
}

// queued is a page with how late it is.
type queued struct {
	late float64
	page *page
}

func (p *page) wait() time.Duration {
	return time.Duration(p.random.ExpFloat64() / p.rate * float64(day))
}

// outcome is what a policy reached after its time to learn.
type outcome struct {
	stale time.Duration
	fresh float64           // mean share of time in which our copy is the page
	by    [][]time.Duration // of every change of a source, from the change to the visit that saw it
}

// change is the median delay of all changes, source that of the sources'
// own medians.
func (o outcome) change() time.Duration { return median(slices.Concat(o.by...)) }

func (o outcome) source() time.Duration {
	var all []time.Duration
	for _, delays := range o.by {
		if len(delays) > 0 {
			all = append(all, median(delays))
		}
	}
	return median(all)
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2].Round(time.Minute)
}

// rates are those of a thousand sources, from once a month to twice an hour,
// evenly in the logarithm.
func rates() []float64 {
	all := make([]float64, 1000)
	random := rand.New(rand.NewPCG(7, 11))
	for i := range all {
		all[i] = math.Exp(math.Log(1.0/30) + random.Float64()*math.Log(48*30))
	}
	return all
}

// order is what the crawler visits first when it cannot visit all that is due.
type order func(p *page, now time.Time) float64

// byDue takes what was due first, as a queue does; byShare what is overdue by
// the largest factor, which scales every pause to the budget.
func byDue(p *page, now time.Time) float64 { return float64(now.Sub(p.visited) - p.pause) }

func byShare(p *page, now time.Time) float64 { return float64(now.Sub(p.visited)) / float64(p.pause) }

const (
	step     = 10 * time.Minute
	learning = 12 * day // is not measured
	measured = 12 * day
)

// simulate spends the same visits in every step, whether due or not, so that
// policies differ only in how they share them. Every policy sees the same web.
func simulate(p policy, by order, perDay int) outcome {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	clock, begin := fakeweb.NewClock(start), start.Add(learning)
	var pages []*page
	for i, rate := range rates() {
		pg := &page{id: i, random: rand.New(rand.NewPCG(uint64(i), 3)), rate: rate, visited: start, pause: time.Hour}
		pg.next = start.Add(pg.wait())
		pages = append(pages, pg)
	}
	var queue []queued
	o := outcome{by: make([][]time.Duration, len(pages))}
	for now := start; now.Before(begin.Add(measured)); now = clock.Advance(step) {
		queue = queue[:0]
		for _, pg := range pages {
			queue = append(queue, queued{by(pg, now), pg})
		}
		slices.SortFunc(queue, func(a, b queued) int { return cmp.Or(cmp.Compare(b.late, a.late), a.page.id-b.page.id) })
		for _, q := range queue[:perDay*int(step)/int(day)] {
			changed := o.visit(q.page, now, begin)
			q.page.visited, q.page.pause = now, p.pause(q.page.id, now, changed)
		}
	}
	for _, pg := range pages {
		o.visit(pg, clock.Now(), begin) // what nobody has seen yet
	}
	o.fresh = 1 - o.stale.Hours()/measured.Hours()/float64(len(pages))
	return o
}

// visit counts what the visit sees, and says whether it sees anything.
func (o *outcome) visit(p *page, now, begin time.Time) bool {
	changed := !p.next.After(now)
	if changed && now.After(begin) {
		o.stale += now.Sub(later(p.next, begin))
	}
	for ; !p.next.After(now); p.next = p.next.Add(p.wait()) {
		if p.next.After(begin) {
			o.by[p.id] = append(o.by[p.id], now.Sub(p.next))
		}
	}
	return changed
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// TestSimulation holds the plan to its promise: with the same number of visits
// it has fresher copies, and sees changes sooner, than visiting all alike and
// than halving and doubling. Run it with -v for the table.
//
// Two figures together are what counts. Scaled to a small budget, halving and
// doubling spends nearly all on the busiest sources: it sees most changes
// soon, and leaves half of the sources stale for days.
func TestSimulation(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates a thousand sources fifteen times")
	}
	t.Log("visits a day  policy                            fresh   median delay of changes, of sources")
	for _, perDay := range []int{2000, 4000, 16000} {
		n := len(rates())
		policies := []struct {
			name string
			policy
			order
			beaten int // in both figures, from so many visits a day on
		}{
			{"all alike", uniform{}, byShare, 4000},
			{"halving and doubling", newDoubling(n), byDue, 4000},
			{"halving and doubling, scaled", newDoubling(n), byShare, 16000},
			{"ours, scaled", newLearned(n), byShare, 0},
			{"ours with the true rates, scaled", told(rates()), byShare, 0},
		}
		var outcomes []outcome
		for _, p := range policies {
			o := simulate(p.policy, p.order, perDay)
			t.Logf("%12d  %-32s  %.3f   %-6s  %s", perDay, p.name, o.fresh, short(o.change()), short(o.source()))
			outcomes = append(outcomes, o)
		}
		ours := outcomes[len(outcomes)-2]
		for i, o := range outcomes[:len(outcomes)-2] {
			if perDay >= policies[i].beaten && (ours.fresh <= o.fresh || ours.change() >= o.change()) {
				t.Errorf("%d visits a day: %q is as good", perDay, policies[i].name)
			}
		}
	}
}

func short(d time.Duration) string { return strings.TrimSuffix(d.String(), "0s") }

func newDoubling(n int) doubling { return slices.Repeat(doubling{day}, n) }

func newLearned(n int) *learned { return &learned{make([]frontier.Memory, n), make([]int, n)} }
