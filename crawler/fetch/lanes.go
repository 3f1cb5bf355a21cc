package fetch

import "time"

const (
	// sweepEvery is how often the lanes that nobody waits for are forgotten.
	sweepEvery = time.Minute
	// maxLanes is where that is done at once, and more has to go if it must.
	maxLanes = 1 << 16
)

// rest notes that a request ended now.
func (g *gate) rest(key string, gap time.Duration) {
	l := g.enter(key)
	g.mu.Lock()
	defer g.mu.Unlock()
	l.ended, l.gap = time.Now(), gap
	l.users--
}

func (g *gate) startOf(key string) time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	l, ok := g.lanes[key]
	if !ok {
		return time.Time{}
	}
	now := time.Now()
	if len(l.turn) > 0 {
		return later(now, l.closed).Add(l.gap)
	}
	if ready := l.ready(0); ready.After(now) {
		return ready
	}
	return time.Time{}
}

func (g *gate) enter(key string) *lane {
	g.mu.Lock()
	defer g.mu.Unlock()
	if time.Since(g.swept) > sweepEvery {
		g.sweep(time.Now())
	}
	l, ok := g.lanes[key]
	if !ok {
		g.makeRoom()
		l = &lane{turn: make(chan struct{}, 1)}
		g.lanes[key] = l
	}
	l.users++
	return l
}

func (g *gate) leave(l *lane) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l.users--
}

func (g *gate) sweep(now time.Time) {
	g.swept = now
	for key, l := range g.lanes {
		if l.forgettable(now) {
			delete(g.lanes, key)
		}
	}
}

// makeRoom keeps the lanes bounded. Where all of them matter, the one goes that
// nobody waits for and that will be ready first.
func (g *gate) makeRoom() {
	if len(g.lanes) < maxLanes {
		return
	}
	g.sweep(time.Now())
	if len(g.lanes) < maxLanes {
		return
	}
	var first string
	for key, l := range g.lanes {
		if l.users == 0 && (first == "" || l.ready(0).Before(g.lanes[first].ready(0))) {
			first = key
		}
	}
	delete(g.lanes, first)
}
