package bleve

import (
	"slices"
	"testing"

	"github.com/qalxan/qalxan/index"
)

// TestCompact looks for a word that was replaced among those of the files.
func TestCompact(t *testing.T) {
	x, err := Open(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	put := func(text string) {
		t.Helper()
		for _, id := range []string{"a", "b"} { // in a segment each
			if err := x.Put(t.Context(), []index.Document{{ID: id, Text: text, Stamp: text, Latest: true}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("said zirvaqqa")
	put("said nothing")
	if err := x.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	dict, err := x.live.FieldDict("text")
	if err != nil {
		t.Fatal(err)
	}
	defer dict.Close()
	var words []string
	for e, err := dict.Next(); e != nil; e, err = dict.Next() {
		if err != nil {
			t.Fatal(err)
		}
		words = append(words, e.Term)
	}
	if slices.Contains(words, "zirvaqqa") || !slices.Contains(words, "nothing") {
		t.Errorf("%q", words)
	}
}
