package coordination

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"
)

// Settings are those of the published method, and two limits that it lacks.
type Settings struct {
	// Window is how far apart two shares of an object may be, inclusive.
	Window time.Duration
	// Participation is how many shares an account must have, in all and then
	// among co-shares, to count. Below 2 every account counts.
	Participation int
	// Weight is the percentile of edge weights, 0 to 1, above which an edge is
	// kept.
	Weight float64
	// Popular is how many accounts may share an object; one that more share is
	// left out. 0 means no limit, as published.
	Popular int
	// Repeats is how many shares of one object by one account count, the latest
	// first. 0 means no limit, as published.
	Repeats int
}

// Published are the settings that the published package starts from, with a
// window of a minute.
func Published() Settings { return Settings{Window: time.Minute, Participation: 2, Weight: 0.5} }

// Validate reports the first setting that cannot be.
func (s Settings) Validate() error {
	switch {
	case s.Window < 0:
		return fmt.Errorf("coordination window %s is negative", s.Window)
	case s.Participation < 0:
		return fmt.Errorf("participation %d is negative", s.Participation)
	case math.IsNaN(s.Weight) || s.Weight < 0 || s.Weight > 1:
		return fmt.Errorf("edge weight %v is not a percentile between 0 and 1", s.Weight)
	case s.Popular < 0 || s.Repeats < 0:
		return fmt.Errorf("limits %d and %d of popular and repeated objects must not be negative", s.Popular, s.Repeats)
	}
	return nil
}

// Edge ties two accounts that co-share.
type Edge struct {
	A      string `json:"a"` // A is before B in byte order
	B      string `json:"b"`
	Weight int    `json:"weight"` // how many pairs of shares
	Kept   bool   `json:"kept"`   // above the threshold
	// Surprise is how surprising the edge is; nil where it was not tested.
	Surprise *Surprise `json:"surprise,omitempty"`

	pair pair
}

// Network is the accounts that co-share.
type Network struct {
	Pairs     int     // co-shares
	Threshold float64 // what the weight of a kept edge is above
	Edges     []Edge  // by A, then B

	settings Settings
	frame    *frame
}

// Analyse makes the network of shares, whose Kind it does not look at. Time and
// memory grow with the pairs.
func Analyse(shares []Share, s Settings) (*Network, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	t := newTable()
	t.names = newNames(len(shares))
	for _, share := range shares {
		if !timely(share.Time) {
			return nil, fmt.Errorf("the share of %.80q by %.80q is of the year %d, which cannot be", share.Object, share.Account, share.Time.Year())
		}
		object := t.names.of(share.Object)
		t.groups[object] = append(t.groups[object], t.names.entry(share))
	}
	for _, group := range t.groups {
		slices.SortFunc(group, entry.before)
	}
	return newNetwork(t, math.MinInt64, s), nil
}

func newNetwork(t *table, from int64, s Settings) *Network {
	n := &Network{settings: s, frame: newFrame(t, from, s)}
	weights := n.frame.weights(s, len(t.names.known))
	n.Threshold = threshold(slices.Collect(maps.Values(weights)), s.Weight)
	n.Edges = make([]Edge, 0, len(weights))
	for pair, weight := range weights {
		a, b := pair.a.text, pair.b.text
		n.Edges = append(n.Edges, Edge{A: min(a, b), B: max(a, b), Weight: weight, Kept: float64(weight) > n.Threshold, pair: pair})
		n.Pairs += weight
	}
	slices.SortFunc(n.Edges, func(x, y Edge) int {
		if x.A != y.A {
			return cmp.Compare(x.A, y.A)
		}
		return cmp.Compare(x.B, y.B)
	})
	return n
}

// Kept lists the edges above the threshold.
func (n *Network) Kept() []Edge {
	return slices.DeleteFunc(slices.Clone(n.Edges), func(e Edge) bool { return !e.Kept })
}

// threshold is a quantile after Hyndman and Fan's seventh definition, which is
// R's own (quantile, type 7), with R's allowance for rounding.
func threshold(weights []int, share float64) float64 {
	if len(weights) == 0 {
		return 0
	}
	slices.Sort(weights)
	const epsilon = 0x1p-50 // four times the distance of 1 to the next number
	at := share * float64(len(weights)-1)
	below := math.Floor(at + epsilon)
	low, high := weights[int(below)], weights[min(int(below)+1, len(weights)-1)]
	part := max(at-below, 0)
	if part < epsilon || low == high {
		return float64(low)
	}
	return (1-part)*float64(low) + part*float64(high)
}

// Summary counts what is in a network.
type Summary struct {
	Pairs      int     `json:"pairs"`
	Nodes      int     `json:"nodes"`
	Edges      int     `json:"edges"`
	Threshold  float64 `json:"threshold"` // rounded to nine places
	NodesKept  int     `json:"nodes_kept"`
	EdgesKept  int     `json:"edges_kept"`
	Components int     `json:"components"` // of the kept edges
	Largest    int     `json:"largest"`    // accounts in the largest
}

// Summary counts accounts, edges and components.
func (n *Network) Summary() Summary {
	kept, components := n.Kept(), n.Components()
	nodes := map[name]bool{}
	for _, e := range n.Edges {
		nodes[e.pair.a], nodes[e.pair.b] = true, true
	}
	s := Summary{
		Pairs: n.Pairs, Nodes: len(nodes), Edges: len(n.Edges), Threshold: math.Round(n.Threshold*1e9) / 1e9,
		NodesKept: len(accounts(kept)), EdgesKept: len(kept), Components: len(components),
	}
	for _, c := range components {
		s.Largest = max(s.Largest, len(c))
	}
	return s
}

// accounts lists the accounts of edges in byte order.
func accounts(edges []Edge) []string {
	all := make([]string, 0, 2*len(edges))
	for _, e := range edges {
		all = append(all, e.A, e.B)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
