package coordination

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

// smallGroup is the most accounts that are taken for one community without a
// look at how they hang together.
const smallGroup = 4

// Components lists the accounts that kept edges tie together, the largest
// first, accounts in byte order.
func (n *Network) Components() [][]string {
	g, names := n.graph()
	return named(topo.ConnectedComponents(g), names)
}

// Communities parts the components of more than four accounts where they hang
// together by few edges (Louvain, modularity at resolution 1). The same network
// always has the same communities.
func (n *Network) Communities() [][]string {
	g, names := n.graph()
	if len(names) == 0 {
		return nil
	}
	found := community.Modularize(g, 1, rand.NewPCG(1, 2)).Communities()
	whole := map[int64]int{}
	for _, c := range topo.ConnectedComponents(g) {
		for _, node := range c {
			whole[node.ID()] = len(c)
		}
	}
	var parts [][]graph.Node
	for _, c := range found {
		if whole[c[0].ID()] > smallGroup {
			parts = append(parts, c)
		}
	}
	for _, c := range topo.ConnectedComponents(g) {
		if len(c) <= smallGroup {
			parts = append(parts, c)
		}
	}
	return named(parts, names)
}

// graph holds the kept edges; node i is the i-th account in byte order.
func (n *Network) graph() (*simple.WeightedUndirectedGraph, []string) {
	g := simple.NewWeightedUndirectedGraph(0, 0)
	kept := n.Kept()
	names := accounts(kept)
	node := func(account string) graph.Node {
		at, _ := slices.BinarySearch(names, account)
		return simple.Node(at)
	}
	for _, e := range kept {
		g.SetWeightedEdge(simple.WeightedEdge{F: node(e.A), T: node(e.B), W: float64(e.Weight)})
	}
	return g, names
}

func named(groups [][]graph.Node, names []string) [][]string {
	all := make([][]string, 0, len(groups))
	for _, group := range groups {
		var members []string
		for _, node := range group {
			members = append(members, names[node.ID()])
		}
		slices.Sort(members)
		all = append(all, members)
	}
	slices.SortFunc(all, func(a, b []string) int { return cmp.Or(cmp.Compare(len(b), len(a)), slices.Compare(a, b)) })
	return all
}
