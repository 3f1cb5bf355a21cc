package highlight

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDiff(t *testing.T) {
	tests := []struct {
		before, after string
		want          []Change
	}{
		{"", "", nil},
		{"a b", "a b", []Change{{Text: "a b"}}},
		{"", "a b", []Change{{Text: "a b", Added: true}}},
		{"a b", "", []Change{{Text: "a b", Removed: true}}},
		{"bir iki üç", "bir dörd üç", []Change{{Text: "bir "}, {Text: "iki ", Removed: true}, {Text: "dörd ", Added: true}, {Text: "üç"}}},
		{"a x b y c", "a b c", []Change{{Text: "a "}, {Text: "x ", Removed: true}, {Text: "b "}, {Text: "y ", Removed: true}, {Text: "c"}}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, Diff(test.before, test.after)); diff != "" {
			t.Errorf("%q, %q: %s", test.before, test.after, diff)
		}
	}
}

func TestDiffOfMuch(t *testing.T) {
	before, after := strings.Repeat("a b c ", 20_000), strings.Repeat("c b a ", 20_000)
	if got := Diff(before, after); len(got) == 0 || len(got) > 8 {
		t.Errorf("%d runs", len(got))
	}
}

// FuzzDiff: what was not added is the version before, what was not removed the
// one after.
func FuzzDiff(f *testing.F) {
	f.Add("a b c", "a c d")
	f.Add("\u202e", "\xff x")
	f.Fuzz(func(t *testing.T, before, after string) {
		var was, is strings.Builder
		for _, c := range Diff(before, after) {
			if !c.Added {
				was.WriteString(c.Text)
			}
			if !c.Removed {
				is.WriteString(c.Text)
			}
		}
		if was.String() != before || is.String() != after {
			t.Errorf("%q and %q became %q and %q", before, after, was.String(), is.String())
		}
	})
}
