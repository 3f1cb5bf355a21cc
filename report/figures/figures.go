// Package figures counts what a campaign brief and a weekly summary say: from
// the findings that they are given and from nothing else. Where there is no
// data it says so and gives no number.
package figures

import (
	"cmp"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
)

// Case is a finding with its item and source.
type Case struct {
	Finding qalxan.Finding
	Item    qalxan.Item
	Source  qalxan.Source
}

// Tally is a value and how often it occurs.
type Tally struct {
	Value string
	Count int
}

// Tallies counts the values of all cases, the most frequent first. A case
// counts once for each of its different values; the empty value is not counted.
func Tallies(cases []Case, values func(Case) []string) []Tally {
	counts := map[string]int{}
	for _, c := range cases {
		all := slices.Clone(values(c))
		slices.Sort(all)
		for _, v := range slices.Compact(all) {
			if v != "" {
				counts[v]++
			}
		}
	}
	var out []Tally
	for v, n := range counts {
		out = append(out, Tally{v, n})
	}
	slices.SortFunc(out, func(a, b Tally) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value))
	})
	return out
}

// In puts tallies in a given order, with 0 for what does not occur.
func In[T ~string](order []T, tallies []Tally) []Tally {
	var out []Tally
	for _, v := range order {
		t := Tally{Value: string(v)}
		for _, known := range tallies {
			if known.Value == t.Value {
				t.Count = known.Count
			}
		}
		out = append(out, t)
	}
	return out
}

// One makes a value of a case out of a single word.
func One(value func(Case) string) func(Case) []string {
	return func(c Case) []string { return []string{value(c)} }
}

// Median is a duration in the middle of several, and how many there were; with
// none, N is 0 and Duration says nothing.
type Median struct {
	Duration time.Duration
	N        int
}

// median is the lower of the two in the middle where their number is even.
func median(all []time.Duration) Median {
	if len(all) == 0 {
		return Median{}
	}
	slices.Sort(all)
	return Median{all[(len(all)-1)/2], len(all)}
}
