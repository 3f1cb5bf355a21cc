package edit

import "slices"

// maxEdits bounds the work on two versions: 1,000 words taken out and put in
// cost about 4 MB and some milliseconds. Versions that are further apart are
// compared as bags of words.
const maxEdits = 1000

// difference tells for each word whether it was taken out of a or put into b.
type difference struct {
	removed, added []bool
}

// compare finds a shortest way from a to b (E. W. Myers, "An O(ND) Difference
// Algorithm and Its Variations", 1986).
func compare(a, b []string) difference {
	d := difference{make([]bool, len(a)), make([]bool, len(b))}
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	inner := difference{d.removed[head : len(a)-tail], d.added[head : len(b)-tail]}
	a, b = a[head:len(a)-tail], b[head:len(b)-tail]
	if trace, ok := forward(a, b); ok {
		inner.walkBack(trace, len(a), len(b))
	} else {
		inner.bags(a, b)
	}
	return d
}

// forward returns, for each number of edits, the furthest place in a on each
// diagonal before the edit; false where maxEdits do not do.
func forward(a, b []string) ([][]int32, bool) {
	limit := min(len(a)+len(b), maxEdits)
	furthest := make([]int32, 2*limit+3)
	at := func(k int) *int32 { return &furthest[k+limit+1] }
	var trace [][]int32
	for edits := 0; edits <= limit; edits++ {
		trace = append(trace, slices.Clone(furthest[limit-edits:limit+edits+3]))
		for k := -edits; k <= edits; k += 2 {
			x := int(*at(k - 1)) + 1
			if k == -edits || k != edits && *at(k - 1) < *at(k + 1) {
				x = int(*at(k + 1))
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			*at(k) = int32(x)
			if x >= len(a) && x-k >= len(b) {
				return trace, true
			}
		}
	}
	return nil, false
}

// walkBack follows the trace from the ends of both versions to their
// beginnings and marks the words that were edited on the way.
func (d difference) walkBack(trace [][]int32, x, y int) {
	for edits := len(trace) - 1; edits > 0; edits-- {
		at := func(k int) int { return int(trace[edits][k+edits+1]) }
		k := x - y
		before := k - 1
		if k == -edits || k != edits && at(k-1) < at(k+1) {
			before = k + 1
		}
		x = at(before)
		y = x - before
		if before < k {
			d.removed[x] = true
		} else {
			d.added[y] = true
		}
	}
}

// bags marks the words of which the other version has fewer, wherever they
// stand.
func (d difference) bags(a, b []string) {
	count := map[string]int{}
	for _, w := range b {
		count[w]++
	}
	for i, w := range a {
		count[w]--
		d.removed[i] = count[w] < 0
	}
	for i := len(b) - 1; i >= 0; i-- {
		d.added[i] = count[b[i]] > 0
		count[b[i]]--
	}
}
