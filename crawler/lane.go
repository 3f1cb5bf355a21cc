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
	// refill is how many due tasks of a source are taken into memory at a time,
	// and most how many are held there while some of their hosts are slow.
	refill, most = 64, 512
	// refillLate is how many of those are held that were put behind the rest, so
	// that what they find comes before the others.
	refillLate = 8
	// maxOut is how many addresses a run leaves out. What is beyond stays where
	// it is, behind the rest, until the next run.
	maxOut = 2000
	// keepEvery is after how many answers a run keeps what it learned of traps,
	// in case that it is killed.
	keepEvery = 200
)

// lane is the work of one source.
type lane struct {
	source  qalxan.Source
	own     string // its host
	watch   *trap.Watch
	waiting map[string]bool   // addresses that wait at hosts
	spread  int               // at how many
	roams   bool              // not all of them on the source's own host
	late    []frontier.Task   // to be put behind the rest
	out     []frontier.Result // of tasks that are left out
	flying  map[string]bool   // addresses that a worker has now
	left    int               // how many more answers the policy allows
	keepAt  int               // at how many left the traps are kept again
	kept    bool              // traps were kept in this run
	refused int               // tasks for which nobody was asked
	gone    int               // how many were left out
	hungry  bool              // it stands in line to be filled
}

func newLane(s qalxan.Source, w *trap.Watch) *lane {
	return &lane{source: s, own: frontier.Host(s.URL), watch: w, waiting: map[string]bool{}, flying: map[string]bool{}, left: s.Policy.MaxPages, keepAt: s.Policy.MaxPages - keepEvery}
}

// hunger puts a lane in line that has nothing left for a host: what is due next
// may be for that host again, or for others that are idle.
func (r *run) hunger(l *lane, h *host) {
	if !h.has(l) && r.hasRoom(l) {
		r.line(l)
	}
}

// hasRoom reports whether more tasks of a lane may be of use: it neither keeps
// every worker supplied, nor holds as many as it may.
func (r *run) hasRoom(l *lane) bool {
	return l.spread < r.crawler.options.Workers && len(l.waiting) < most
}

func (r *run) line(l *lane) {
	if l.left > 0 && !l.hungry {
		l.hungry = true
		r.hungry.push(l)
	}
}

// fill looks for due tasks and hands them to their hosts. A lane for which
// nothing is due stays out of line until one of its workers is done.
func (r *run) fill(ctx context.Context, l *lane) error {
	l.hungry = false
	if l.left <= l.keepAt {
		l.keepAt = l.left - keepEvery
		r.keepTraps(ctx, l)
	}
	if err := r.putOff(ctx, l); err != nil || l.left <= 0 {
		return err
	}
	held := len(l.waiting)
	due, err := r.crawler.frontier.Due(ctx, []string{l.source.ID}, r.crawler.options.Now(), refill+len(l.flying)+held)
	if err != nil {
		return fmt.Errorf("looking for work of source %s: %w", l.source.ID, err)
	}
	for _, t := range due {
		// What is late waits until all the rest is done, and what that finds.
		if t.Late && (len(l.flying) > 0 || !due[0].Late || len(l.waiting) >= refillLate) {
			break
		}
		if !l.flying[t.URL] && !l.waiting[t.URL] && !r.isClosed(l, t) && (!t.Late || l.judge(t, r.crawler.options.Now())) {
			r.hand(l, t)
		}
	}
	// A slow host may stand before others that are idle.
	isBehind := l.roams && len(l.waiting) > held && r.hasRoom(l)
	if isBehind || len(l.out) > 0 && l.gone < maxOut {
		r.line(l)
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
	l.roams = l.roams || name != l.own
	h := r.hosts[name]
	if h == nil {
		h = &host{name: name}
		r.hosts[name] = h
		r.ready.push(h)
	}
	h.add(l, t)
}

// head drops from the head of a host what is not to be carried out now, and
// returns the lane of the task that is; nil where none is left.
func (r *run) head(h *host) *lane {
	for len(h.parcels) > 0 {
		l, t := h.parcels[0].lane, h.parcels[0].tasks[0]
		if l.left > 0 && !r.isClosed(l, t) && l.judge(t, r.crawler.options.Now()) {
			return l
		}
		h.take()
		r.hunger(l, h)
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
			SourceID: t.SourceID, URL: t.URL, Role: t.Role, Depth: t.Depth,
			State: frontier.StateDenied, Reason: rule.Reason(), Time: now, Next: now.Add(frontier.TrapAge),
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

// keepTraps keeps what the run learned so far for the next one, also where it
// was told to stop. If that fails the next run learns it again.
func (r *run) keepTraps(ctx context.Context, l *lane) {
	traps, changed := l.watch.Traps()
	if !changed && !l.kept {
		return
	}
	l.kept = true
	if err := r.crawler.frontier.SaveTraps(context.WithoutCancel(ctx), l.source.ID, traps, r.crawler.options.Now()); err != nil {
		r.crawler.options.Logger.Warn("the traps of a source cannot be kept", "source", l.source.ID, "err", err)
	}
}
