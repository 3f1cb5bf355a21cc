package rank

import (
	"math"
	"strings"
	"testing"
)

func newIndex(documents ...string) *Index {
	var terms [][]string
	for _, d := range documents {
		terms = append(terms, strings.Fields(d))
	}
	return New(terms)
}

func TestBM25(t *testing.T) {
	x := newIndex("goldfish memory", "goldfish bowl", "the wall and the moon and the sky")
	scores := x.BM25([]string{"goldfish", "memory", "memory", "unknown"})
	if !(scores[0] > scores[1] && scores[1] > 0 && scores[2] == 0) {
		t.Errorf("scores %v", scores)
	}
}

func TestCosine(t *testing.T) {
	x := newIndex("a b c", "a b d", "e")
	scores := x.Cosine([]string{"c", "b", "a"})
	if math.Abs(scores[0]-1) > 1e-9 || scores[1] >= 1 || scores[1] <= 0 || scores[2] != 0 {
		t.Errorf("scores %v", scores)
	}
}

func TestSpecific(t *testing.T) {
	x := newIndex("a b", "a c", "a")
	if !(x.Specific("b") > x.Specific("a")) || x.Specific("a") < 0.69 || x.Specific("unknown") != x.Specific("b") {
		t.Errorf("a %v, b %v, unknown %v", x.Specific("a"), x.Specific("b"), x.Specific("unknown"))
	}
}

func TestEmpty(t *testing.T) {
	if x := New(nil); len(x.BM25([]string{"a"}))+len(x.Cosine([]string{"a"}))+len(x.Postings("a")) != 0 {
		t.Error("an empty index finds something")
	}
	if scores := newIndex("", "a").BM25([]string{"a"}); scores[0] != 0 || scores[1] <= 0 {
		t.Errorf("an empty document scores %v", scores)
	}
}
