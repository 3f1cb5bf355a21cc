package coordination

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/mathext"
)

// Surprise is how often two accounts co-share, against what chance would do.
type Surprise struct {
	// Times is how many posts of the one account co-share with posts of the
	// other, for the one that has fewer. Unlike the weight of an edge it does
	// not grow when one post holds many objects or one account repeats itself.
	Times    int     `json:"times"`
	Expected float64 `json:"expected"` // mean of Times over the shuffles
	// Z is the distance of Times from Expected in standard deviations of the
	// shuffles; 0 where they do not vary.
	Z float64 `json:"z"`
	// P is the chance of at least Times: the share of shuffles that reach it,
	// and where fewer than ten do, the tail of a Poisson distribution.
	P float64 `json:"p"`
	// Corrected is P times the edges that were there to be looked at, at most 1
	// (Bonferroni).
	Corrected float64 `json:"corrected"`
}

// Shuffle says how posts are moved in time to see what chance does. Every post
// moves on its own and with all its objects, so that its account, its objects,
// its day and nearly its hour stay. It moves to any time within Reach, and where
// ten or more others share its object within Reach, to the time of one of them:
// so the waves in which popular things are shared stay too.
type Shuffle struct {
	Rounds int           // default 199
	Reach  time.Duration // default 1 hour, or ten windows where that is more
	Seed   uint64
}

// enoughOthers is how many others show how the sharing of an object ebbs and
// flows.
const enoughOthers = 10

func (o Shuffle) withDefaults(window time.Duration) Shuffle {
	o.Rounds = cmp.Or(o.Rounds, 199)
	o.Reach = cmp.Or(o.Reach, max(time.Hour, 10*window))
	return o
}

// Validate reports the first value that cannot be.
func (o Shuffle) Validate() error {
	if o.Rounds < 0 || o.Rounds > 1e6 || o.Reach < 0 {
		return fmt.Errorf("shuffling %d times by up to %s is not possible: rounds are 0 to 1000000, and the reach is not negative", o.Rounds, o.Reach)
	}
	return nil
}

// Test fills in the surprise of the kept edges. The same network, settings and
// seed give the same numbers, in whatever order the shares came.
func (n *Network) Test(o Shuffle) error {
	if err := o.Validate(); err != nil {
		return err
	}
	o = o.withDefaults(n.settings.Window)
	wanted := map[pair]bool{}
	for _, e := range n.Kept() {
		wanted[e.pair] = true
	}
	meetings := n.frame.meetings(n.settings.Window+2*o.Reach, func(p pair) bool { return wanted[p] })
	for i, e := range n.Edges {
		if e.Kept {
			s := n.frame.test(meetings[e.pair], n.settings.Window, o)
			s.Corrected = min(1, s.P*float64(len(n.Edges)))
			n.Edges[i].Surprise = &s
		}
	}
	return nil
}

// meeting is a pair of shares of one object; a is of the account with the lower
// number, b of the other.
type meeting struct{ a, b post }

// lag is the time between the two.
func (m meeting) lag() time.Duration { return time.Duration(m.a.at - m.b.at).Abs() }

// meetings lists the pairs of shares within a window, by pair of accounts.
func (f *frame) meetings(window time.Duration, wanted func(pair) bool) map[pair][]meeting {
	all := map[pair][]meeting{}
	for _, group := range f.groups {
		near(group, window, func(x, y post) {
			p := newPair(x.account, y.account)
			if !wanted(p) {
				return
			}
			if x.account != p.a {
				x, y = y, x
			}
			all[p] = append(all[p], meeting{x, y})
		})
	}
	return all
}

// test shuffles the posts of two accounts.
func (f *frame) test(meetings []meeting, window time.Duration, o Shuffle) Surprise {
	slices.SortFunc(meetings, func(x, y meeting) int {
		return cmp.Or(cmp.Compare(x.a.object.text, y.a.object.text), x.a.before(y.a.entry), x.b.before(y.b.entry))
	})
	t := newTrial(f, meetings, int64(window), o)
	s := Surprise{Times: t.times()}
	var sum, squares float64
	reached := 0
	for range o.Rounds {
		t.shuffle()
		n := t.times()
		sum += float64(n)
		squares += float64(n * n)
		if n >= s.Times {
			reached++
		}
	}
	rounds := float64(o.Rounds)
	s.Expected = sum / rounds
	if spread := math.Sqrt(squares/rounds - s.Expected*s.Expected); spread > 0 {
		s.Z = (float64(s.Times) - s.Expected) / spread
	}
	s.P = (float64(reached) + 1) / (rounds + 1)
	if reached < enoughReached && s.Times > 0 {
		// The sum of independent chances has no heavier tail than a Poisson
		// variable of the same mean (Hoeffding 1956); one more occasion is
		// granted to what the shuffles may have missed.
		s.P = min(s.P, mathext.GammaIncReg(float64(s.Times), (sum+1)/(rounds+1)))
	}
	return s
}

// enoughReached is how many shuffles have to reach a count to tell its chance.
const enoughReached = 10
