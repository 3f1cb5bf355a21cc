package trap

import (
	"cmp"
	"hash/maphash"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
)

const (
	// share is the part of a run that traps may cost: one page in so many.
	share = 20
	// A group is judged after so many answers: one in perTry of the run's
	// pages, within bounds.
	perTry   = 66
	minTries = 3
	maxTries = 10
	// maxGroups bounds what is learned in one run, and maxTrails the slots for
	// addresses of which it is known where they were found.
	maxGroups = 20_000
	minTrails = 1 << 8
	maxTrails = 1 << 14
	// maxSeen bounds the texts that are told from copies.
	maxSeen = 1 << 16
)

// maxTraps and maxName bound what is kept of a source from one run to the next:
// groups, and the bytes of the name of one.
const maxTraps, maxName = 200, 500

// Verdict is what to do with a task now.
type Verdict int

// The verdicts.
const (
	Go    Verdict = iota // carry it out
	Later                // put it behind the rest of its source
	Leave                // leave it out
)

// Watch learns, over one run of one source, where stories are and where
// nothing is. It is safe for concurrent use. What it holds is bounded.
//
// What it learned of traps goes on from run to run: of a group that brought
// nothing in an earlier run one page is tried, and if that brings nothing
// either, the others wait. Pages that were read before and are looked at again
// tell nothing of a group otherwise: what they held is known, and a section
// without news is no trap.
type Watch struct {
	now   func() time.Time
	tries int

	mu       sync.Mutex
	groups   map[string]*group
	seed     maphash.Seed
	trails   [][4]trail      // by the hash of an address, in each slot the latest first
	seen     map[uint64]bool // texts
	sights   map[Rule]*Sight
	fetched  int // answers
	late     int // of them, those to tasks that were put behind
	recalled []frontier.Trap
}

// group is what is known of the addresses that are alike.
type group struct {
	yields int  // pages that brought a story or led to one
	idle   int  // answers since the last of them
	astray bool // a page only led from one address to the next
	wide   bool // all below one name of the site, and not pages of one kind
	// since is when an earlier run found that it brings nothing; zero where none
	// did.
	since time.Time
}

// trail is the page on which an address was found first.
type trail struct {
	address uint64
	finder  *finder
}

type finder struct {
	groups   [levels]*group
	ofVisit  bool // its address names a visit
	credited bool
}

// NewWatch returns a watch over a run of at most so many pages, which knows of
// the traps that earlier runs met.
func NewWatch(pages int, now func() time.Time, known ...frontier.Trap) *Watch {
	w := &Watch{
		recalled: known, now: now, tries: min(max(pages/perTry, minTries), maxTries), seed: maphash.MakeSeed(),
		groups: map[string]*group{}, seen: map[uint64]bool{}, sights: map[Rule]*Sight{},
		trails: make([][4]trail, ceil(min(max(pages, minTrails), maxTrails))),
	}
	for _, t := range known {
		g := &group{wide: t.Wide, astray: t.Astray, since: t.Since}
		g.idle = w.patience(g.level()) - 1
		w.groups[t.Name] = g
	}
	return w
}

// ceil is the next power of two.
func ceil(n int) int {
	p := 1
	for p < n {
		p *= 2
	}
	return p
}

// Judge says what to do with a task that is due, and for Leave by which rule.
// Only pages are judged; start pages and what a feed announces always go.
func (w *Watch) Judge(t frontier.Task) (Verdict, Rule) {
	if !judged(t) {
		return Go, ""
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	a := parse(t.URL)
	if rule := a.refused(w.now()); rule != "" {
		w.sight(rule, t.URL)
		return Leave, rule
	}
	barren := w.barren(a)
	switch {
	case barren == nil, isKnown(t) && barren.since.IsZero():
		return Go, ""
	case !t.Late:
		return Later, ""
	case barren.since.IsZero() && (w.late+w.tries)*share < w.fetched:
		return Go, ""
	}
	rule := a.suspected()
	if barren.astray {
		rule = Redirects
	}
	w.sight(rule, t.URL)
	return Leave, rule
}

func judged(t frontier.Task) bool {
	return t.Role == frontier.RolePage && t.Depth > 0 && t.Hint.Origin != "feed"
}

// isKnown reports whether a page was read before.
func isKnown(t frontier.Task) bool { return !t.Memory.First.IsZero() }

// Learn takes what came of a task, and sifts what it found. Addresses that are
// traps by themselves are dropped, and pages that the run found before.
// Addresses like those that brought nothing are marked as late. So are those
// that name a visit: the same pages may have names of their own.
func (w *Watch) Learn(t frontier.Task, h *source.Harvest) {
	w.mu.Lock()
	defer w.mu.Unlock()
	by := w.note(t, h)
	kept := h.Found[:0]
	for _, f := range h.Found {
		first := w.follow(f.URL, by)
		if !judged(f) {
			kept = append(kept, f)
			continue
		}
		if !first && f.Hint == (frontier.Hint{}) {
			continue
		}
		a := parse(f.URL)
		if rule := a.refused(w.now()); rule != "" {
			w.sight(rule, f.URL)
			continue
		}
		f.Late = a.ofVisit() || w.barren(a) != nil
		kept = append(kept, f)
	}
	h.Found = kept
}

// note counts an answer for the groups of its address.
func (w *Watch) note(t frontier.Task, h *source.Harvest) *finder {
	if t.Role != frontier.RolePage {
		return nil
	}
	a := parse(t.URL)
	by := &finder{groups: w.of(a), ofVisit: a.ofVisit()}
	cost := len(h.Captures)
	if cost == 0 && h.Result.Status == 0 && h.Result.State != frontier.StateDone || isTheirs(h.Result.Status) {
		return by // nobody was asked, or the answer says nothing of the page
	}
	cost = max(cost, 1)
	w.fetched += cost
	if t.Late {
		w.late += cost
	}
	astray := cost > minTries && len(h.Items) == 0
	if astray {
		cost *= 2 // the next one will do so too
	}
	for _, g := range by.groups {
		if isKnown(t) && g.since.IsZero() {
			continue
		}
		g.idle += cost
		g.astray = g.astray || astray
	}
	if h.Result.Status == http.StatusNotModified && t.Memory.Identity != "" || w.isNew(h) {
		by.credit()
		w.trace(t.URL).credit()
	}
	return by
}

// isTheirs reports whether an answer is a fault of the site that will pass.
func isTheirs(status int) bool {
	return status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout
}

// credit counts a page as one that was worth its answer, once. What earlier
// runs found to be names of a visit shows the pages of the site once more, and
// this run may not have met them.
func (f *finder) credit() {
	if f == nil {
		return
	}
	for _, g := range f.groups {
		if f.ofVisit && !g.since.IsZero() {
			continue
		}
		g.idle, g.since = 0, time.Time{}
		if !f.credited {
			g.yields++
		}
	}
	f.credited = true
}

// barren is the narrowest group of an address of which enough is known, if it
// brings nothing; nil where it brings something, or nothing is known.
func (w *Watch) barren(a address) *group {
	for level, name := range a.groups() {
		g := w.groups[name]
		if g == nil {
			continue
		}
		patience := w.patience(level)
		switch {
		case g.idle >= patience*(1+min(g.yields, 3)):
			return g
		case g.yields > 0:
			return nil
		}
	}
	return nil
}

// level is that of a group which is kept from run to run.
func (g *group) level() int {
	if g.wide {
		return byPlace
	}
	return byShape
}

// patience is how many answers a group may cost that bring nothing. Wide
// groups get more.
func (w *Watch) patience(level int) int {
	switch level {
	case byPlace:
		return 2 * w.tries
	case byHost:
		return 8 * w.tries
	}
	return w.tries
}

// of is the groups of an address. Beyond the bound new ones are not kept.
func (w *Watch) of(a address) (all [levels]*group) {
	names := a.groups()
	for i, name := range names {
		if i > 0 && name == names[i-1] {
			all[i] = &group{} // it counts once
			continue
		}
		if all[i] = w.groups[name]; all[i] != nil {
			continue
		}
		all[i] = &group{wide: i == byPlace}
		if len(w.groups) < maxGroups {
			w.groups[name] = all[i]
		}
	}
	return all
}

// isNew reports whether a harvest holds words that the run has not met.
func (w *Watch) isNew(h *source.Harvest) bool {
	fresh := false
	for _, i := range h.Items {
		sum := maphash.String(w.seed, letters(cmp.Or(i.Text, i.Title)))
		if w.seen[sum] {
			continue
		}
		if len(w.seen) < maxSeen {
			w.seen[sum] = true
		}
		fresh = true
	}
	return fresh
}

// follow remembers where an address was found, and reports whether that was
// for the first time, as far as is known.
func (w *Watch) follow(address string, by *finder) bool {
	sum := maphash.String(w.seed, address)
	slot := &w.trails[sum%uint64(len(w.trails))]
	for _, known := range slot {
		if known.address == sum {
			return false
		}
	}
	copy(slot[1:], slot[:])
	slot[0] = trail{sum, by}
	return true
}

// trace is the page on which an address was found, if that is still known.
func (w *Watch) trace(address string) *finder {
	sum := maphash.String(w.seed, address)
	for _, known := range w.trails[sum%uint64(len(w.trails))] {
		if known.address == sum {
			return known.finder
		}
	}
	return nil
}

func (w *Watch) sight(r Rule, example string) {
	if w.sights[r] == nil {
		w.sights[r] = &Sight{Rule: r, Example: example}
	}
	w.sights[r].Count++
}

// Sights are the traps met so far, those that left out most first.
func (w *Watch) Sights() []Sight {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []Sight
	for _, s := range w.sights {
		all = append(all, *s)
	}
	slices.SortFunc(all, func(a, b Sight) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Rule, b.Rule)) })
	return all
}
