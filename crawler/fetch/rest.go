package fetch

import (
	"context"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
)

// RestStore keeps over a restart which hosts have to be left alone.
type RestStore interface {
	// SaveRest adds or replaces the rest of its host; one without an end removes
	// it. What expired before now may be dropped.
	SaveRest(ctx context.Context, r frontier.Rest, now time.Time) error
}

// Recall leaves the hosts alone that have to be by what was kept before a
// restart. It is called before the first request.
func (c *Client) Recall(rests []frontier.Rest) {
	for _, r := range rests {
		c.gate.recall(r)
	}
}

// recall takes over a rest. No host is left alone for longer than we would ever
// choose, whatever the clock said when the rest was kept.
func (g *gate) recall(r frontier.Rest) {
	l := g.enter(r.Host)
	g.mu.Lock()
	defer g.mu.Unlock()
	l.users--
	l.backOff, l.leave, l.blocks, l.kept = r.BackOff, r.Leave, r.Blocks, true
	l.close(time.Now(), min(r.Until.Sub(g.now()), maxLeave), r.Why)
}

// restOf is what has to be kept of a host after an answer that may have closed
// it, and whether anything has. The gate's lock is held.
func (g *gate) restOf(name string, l *lane, closed time.Time) (frontier.Rest, bool) {
	switch {
	case l.closed.After(closed):
		l.kept = true
		until := g.now().Add(time.Until(l.closed))
		return frontier.Rest{Host: name, Until: until, Why: l.why, BackOff: l.backOff, Leave: l.leave, Blocks: l.blocks}, true
	case l.kept && l.backOff == 0 && l.leave == 0 && l.blocks == 0:
		l.kept = false
		return frontier.Rest{Host: name}, true
	}
	return frontier.Rest{}, false
}

// keep writes down a rest, also where the request that led to it was given up
// meanwhile. A store that fails costs no request now.
func (g *gate) keep(ctx context.Context, r frontier.Rest) {
	if g.rests == nil {
		return
	}
	if err := g.rests.SaveRest(context.WithoutCancel(ctx), r, g.now()); err != nil {
		g.log.Warn("how long a host has to be left alone cannot be kept", "host", r.Host, "err", err)
	}
}
