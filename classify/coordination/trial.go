package coordination

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// trial holds the posts of two accounts, and where they are now.
type trial struct {
	window int64
	movers []*mover
	a, b   []*mover // of every meeting
	round  int
}

// mover is a post that is moved.
type mover struct {
	at, now int64
	reach   int64
	others  []int64 // times of other accounts' shares of the object that most share
	random  *rand.Rand
	counted int // the round in which it was last counted
}

func newTrial(f *frame, meetings []meeting, window int64, o Shuffle) *trial {
	t := &trial{window: window, round: 1}
	movers := map[name]*mover{}
	of := func(p post) *mover {
		m := movers[p.content]
		if m == nil {
			m = &mover{at: p.at, now: p.at, reach: int64(o.Reach), random: rand.New(rand.NewPCG(o.Seed, hash(p.content.text)))}
			movers[p.content] = m
			t.movers = append(t.movers, m)
		}
		if others := f.others(p, o.Reach); len(others) > len(m.others) {
			m.others = others
		}
		return m
	}
	for _, m := range meetings {
		t.a, t.b = append(t.a, of(m.a)), append(t.b, of(m.b))
	}
	return t
}

// others lists the times at which other accounts share the object of a post,
// within reach.
func (f *frame) others(p post, reach time.Duration) []int64 {
	var times []int64
	for _, other := range f.groups[p.object] {
		if other.account != p.account && time.Duration(other.at-p.at).Abs() <= reach {
			times = append(times, other.at)
		}
	}
	return times
}

func hash(text string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(text))
	return h.Sum64()
}

func (t *trial) shuffle() {
	t.round++
	for _, m := range t.movers {
		if len(m.others) >= enoughOthers {
			m.now = m.others[m.random.IntN(len(m.others))]
			continue
		}
		m.now = m.at + m.random.Int64N(2*m.reach+1) - m.reach
	}
}

// times counts the posts of either account that co-share, and returns the
// fewer.
func (t *trial) times() int {
	a, b := 0, 0
	for i, x := range t.a {
		y := t.b[i]
		if d := x.now - y.now; d > t.window || -d > t.window {
			continue
		}
		a += x.count(t.round)
		b += y.count(t.round)
	}
	return min(a, b)
}

// count is 1 for the first time in a round.
func (m *mover) count(round int) int {
	if m.counted == round {
		return 0
	}
	m.counted = round
	return 1
}
