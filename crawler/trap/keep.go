package trap

import (
	"cmp"
	"slices"
	"strings"

	"github.com/qalxan/qalxan/crawler/frontier"
)

// Traps are the groups that brought nothing in this run or an earlier one, for
// the next run, and whether they are others than those that the run knew at its
// beginning. Only groups that never brought anything are kept, and no whole
// host.
func (w *Watch) Traps() (traps []frontier.Trap, changed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for name, g := range w.groups {
		if strings.HasSuffix(name, hostMark) || g.yields > 0 || len(name) > maxName ||
			g.since.IsZero() && g.idle < w.patience(g.level()) {
			continue
		}
		t := frontier.Trap{Name: name, Wide: g.wide, Astray: g.astray, Since: g.since}
		if t.Since.IsZero() {
			t.Since = w.now()
		}
		traps = append(traps, t)
	}
	// What was found out last is believed longest.
	slices.SortFunc(traps, func(a, b frontier.Trap) int {
		return cmp.Or(b.Since.Compare(a.Since), cmp.Compare(a.Name, b.Name))
	})
	traps = traps[:min(len(traps), maxTraps)]
	return traps, !sameNames(traps, w.recalled)
}

func sameNames(a, b []frontier.Trap) bool {
	names := map[string]bool{}
	for _, t := range a {
		names[t.Name] = true
	}
	for _, t := range b {
		if !names[t.Name] {
			return false
		}
	}
	return len(a) == len(b)
}
