package edit

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	for _, test := range []struct{ a, b, removed, added string }{
		{"", "", "", ""},
		{"a b c", "a b c", "", ""},
		{"a b c", "a c", "b", ""},
		{"a c", "a b c", "", "b"},
		{"a b c a b b a", "c b a b a c", "a b b", "b c"},
		{"a b", "c d", "a b", "c d"},
		{"", "a", "", "a"},
	} {
		a, b := strings.Fields(test.a), strings.Fields(test.b)
		d := compare(a, b)
		if got := count(d.removed) + count(d.added); got != len(strings.Fields(test.removed+" "+test.added)) {
			t.Errorf("%q to %q: %v %v", test.a, test.b, d.removed, d.added)
		}
	}
}

// What is left of both versions must be the same words in the same order,
// within and beyond the bound of edits as far as bags can promise.
func TestCompareKeepsTheRest(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		a, b := draw(random, 60), draw(random, 60)
		d := compare(a, b)
		if left, right := rest(a, d.removed), rest(b, d.added); !slices.Equal(left, right) {
			t.Fatalf("%v to %v leaves %v and %v", a, b, left, right)
		}
	}
	a, b := draw(random, 4000), draw(random, 4000)
	d := compare(a, b)
	left, right := rest(a, d.removed), rest(b, d.added)
	slices.Sort(left)
	slices.Sort(right)
	if !slices.Equal(left, right) {
		t.Errorf("bags leave %d and %d words", len(left), len(right))
	}
}

func draw(random *rand.Rand, n int) []string {
	words := make([]string, random.IntN(n)+n/2)
	for i := range words {
		words[i] = string(rune('a' + random.IntN(20)))
	}
	return words
}

func rest(words []string, marked []bool) []string {
	var left []string
	for i, w := range words {
		if !marked[i] {
			left = append(left, w)
		}
	}
	return left
}

func BenchmarkCompareFarApart(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	x, y := draw(random, 4000), draw(random, 4000)
	for b.Loop() {
		compare(x, y)
	}
}
