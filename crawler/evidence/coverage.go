package evidence

import (
	"fmt"
	"maps"
	"slices"
)

// coverage follows the lines of a chain and says which captures each stamp
// proves: those of its line and of all that are linked to it without a break.
type coverage struct {
	stamps  stamps
	counts  func(Link) bool // whether a line is of a capture that is asked about
	last    Link
	run     int // captures in the lines linked to the last one
	pending int // those of them that no stamp covers yet
	total   int
	covered int
	met     map[string]bool // stamps whose line is there, by hash
}

func newCoverage(s stamps, counts func(Link) bool) *coverage {
	return &coverage{stamps: s, counts: counts, met: map[string]bool{}}
}

// ofCapture leaves out the lines about files themselves, and what was noted
// later.
func ofCapture(l Link) bool { return l.Offset > 0 && !l.note() }

// see takes the next line, and the error of reading it.
func (c *coverage) see(l Link, err error) {
	if err != nil {
		c.last, c.run, c.pending = Link{}, 0, 0
		return
	}
	if !l.follows(c.last) {
		c.run, c.pending = 0, 0
	}
	if c.last = l; c.counts(l) {
		c.run, c.pending, c.total = c.run+1, c.pending+1, c.total+1
	}
	if s := c.stamps[l.Hash]; s != nil && s.Line == l.Seq {
		s.Captures, c.met[l.Hash] = c.run, true
		c.covered, c.pending = c.covered+c.pending, 0
	}
}

// follows reports whether the line names another as the one before it.
func (l Link) follows(before Link) bool { return l.Seq == before.Seq+1 && l.Previous == before.Hash }

// settle reports the stamps whose lines are gone, and says in a summary what is
// proved.
func (c *coverage) settle(sum *Summary, report func(Fault)) {
	if len(c.stamps) == 0 {
		return
	}
	for _, hash := range slices.Sorted(maps.Keys(c.stamps)) {
		if s := c.stamps[hash]; !c.met[hash] {
			report(Fault{File: s.File, Reason: fmt.Sprintf("the chain does not hold line %d with the hash %s, which existed at %s: the chain was cut short or replaced after that",
				s.Line, s.Hash, s.Time.Format("2006-01-02 15:04:05"))})
		}
	}
	sum.Stamps, sum.Unstamped = c.stamps.list(), c.total-c.covered
}
