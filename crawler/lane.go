package crawler

import (
	"context"
	"fmt"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/trap"
)

const (
	// refill is how many due tasks of a source are held in memory at a time.
	// Of those that were put behind the rest only a few are, so that what they
	// find comes before the others.
	refill, refillLate = 64, 8
	// maxOut is how many addresses a run leaves out. What is beyond stays where
	// it is, behind the rest, until the next run.
	maxOut = 2000
	// trapAgain is when an address that was left out as a trap is due again:
	// what it is like may be more by then.
	trapAgain = 30 * 24 * time.Hour
)

// lane is the work of one source.
type lane struct {
	source qalxan.Source
	watch  *trap.Watch
	inHand int               // tasks that wait at hosts
	late   []frontier.Task   // to be put behind the rest
	out    []frontier.Result // of tasks that are left out
	flying map[string]bool   // addresses that a worker has now
	left   int               // how many more answers the policy allows
	gone   int               // how many were left out
	hungry bool              // it stands in line to be filled
}

func newLane(s qalxan.Source, now func() time.Time) *lane {
	return &lane{source: s, watch: trap.NewWatch(s.Policy.MaxPages, now), flying: map[string]bool{}, left: s.Policy.MaxPages}
}

// hunger puts a lane that has nothing in hand in line.
func (r *run) hunger(l *lane) {
	if l.inHand == 0 && l.left > 0 && !l.hungry {
		l.hungry = true
		r.hungry.push(l)
	}
}

// fill looks for due tasks and hands them to their hosts. A lane for which
// nothing is due stays out of line until one of its workers is done.
func (r *run) fill(ctx context.Context, l *lane) error {
	l.hungry = false
	if err := r.putOff(ctx, l); err != nil || l.left <= 0 {
		return err
	}
	due, err := r.crawler.frontier.Due(ctx, []string{l.source.ID}, r.crawler.options.Now(), refill+len(l.flying))
	if err != nil {
		return fmt.Errorf("looking for work of source %s: %w", l.source.ID, err)
	}
	for _, t := range due {
		// What is late waits until all the rest is done, and what that finds.
		if t.Late && (len(l.flying) > 0 || !due[0].Late || l.inHand == refillLate) {
			break
		}
		if !l.flying[t.URL] && (!t.Late || l.judge(t, r.crawler.options.Now())) {
			r.hand(l, t)
		}
	}
	if len(l.out) > 0 && l.gone < maxOut {
		r.hunger(l)
	}
	return nil
}

// putOff records what the watch judged of tasks that were in hand.
func (r *run) putOff(ctx context.Context, l *lane) error {
	if len(l.late) > 0 {
		if err := r.crawler.frontier.PutOff(ctx, l.late); err != nil {
			return fmt.Errorf("putting off work of source %s: %w", l.source.ID, err)
		}
	}
	if len(l.out) > 0 {
		if err := r.crawler.frontier.LeaveOut(ctx, l.out); err != nil {
			return fmt.Errorf("leaving out work of source %s: %w", l.source.ID, err)
		}
	}
	l.gone += len(l.out)
	l.late, l.out = nil, nil
	return nil
}

// hand gives a task to its host, behind what the lane gave it before.
func (r *run) hand(l *lane, t frontier.Task) {
	name := frontier.Host(t.URL)
	h := r.hosts[name]
	if h == nil {
		h = &host{name: name}
		r.hosts[name] = h
		r.ready.push(h)
	}
	h.add(l, t)
	l.inHand++
}

// head drops from the head of a host what is not to be carried out now, and
// returns the lane of the task that is; nil where none is left.
func (r *run) head(h *host) *lane {
	for len(h.parcels) > 0 {
		l, t := h.parcels[0].lane, h.parcels[0].tasks[0]
		if l.left > 0 && l.judge(t, r.crawler.options.Now()) {
			return l
		}
		h.take()
		l.inHand--
		r.hunger(l)
	}
	return nil
}

// judge reports whether a task is to be carried out now, and otherwise notes
// what becomes of it.
func (l *lane) judge(t frontier.Task, now time.Time) bool {
	verdict, rule := l.watch.Judge(t)
	switch verdict {
	case trap.Later:
		l.late = append(l.late, t)
	case trap.Leave:
		l.out = append(l.out, frontier.Result{
			SourceID: t.SourceID, URL: t.URL, State: frontier.StateDenied, Reason: rule.Reason(), Time: now, Next: now.Add(trapAgain),
		})
	default:
		return true
	}
	return false
}

// tell reports the traps that the lane met.
func (l *lane) tell(report func(Event), now time.Time) {
	for _, s := range l.watch.Sights() {
		report(Event{Source: l.source, Trap: &s, Result: frontier.Result{
			SourceID: l.source.ID, URL: s.Example, State: frontier.StateDenied, Reason: s.String(), Time: now,
		}})
	}
}
