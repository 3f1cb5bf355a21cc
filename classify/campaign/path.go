package campaign

import (
	"cmp"
	"slices"
	"time"
)

// Tie says how a member of a campaign hangs together with an earlier one.
type Tie string

// The ties of a path. The first that fits counts.
const (
	TieSignal    Tie = "signal"    // a signal names the other: it was copied, shared together, or runs on the same things
	TieNarrative Tie = "narrative" // both make the same claim
	TieRuling    Tie = "ruling"    // a person, or a third member, put them together
)

// Hop is one step of the way that a campaign took.
type Hop struct {
	From  string        // id of the earlier finding
	To    string        // id of the later one
	Tie   Tie           // how they hang together
	Delay time.Duration // between them, by Item.When
}

// Path returns the way that a campaign took from its first member: for every
// other member, in order of time, the earliest member that it is tied to most
// directly.
func Path(members []Member) []Hop {
	members = slices.Clone(members)
	slices.SortFunc(members, func(a, b Member) int {
		return cmp.Or(a.When.Compare(b.When), cmp.Compare(a.Identity, b.Identity))
	})
	var path []Hop
	for i, m := range members {
		if i == 0 {
			continue
		}
		from, tie := before(m, members[:i])
		path = append(path, Hop{From: from.FindingID, To: m.FindingID, Tie: tie, Delay: m.When.Sub(from.When)})
	}
	return path
}

// before is where a member came from.
func before(m Member, earlier []Member) (Member, Tie) {
	for _, e := range earlier {
		if tied(m, e) {
			return e, TieSignal
		}
	}
	for _, e := range earlier {
		if slices.ContainsFunc(m.Narratives, func(n string) bool { return slices.Contains(e.Narratives, n) }) {
			return e, TieNarrative
		}
	}
	return earlier[0], TieRuling
}
