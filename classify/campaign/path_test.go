package campaign

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPath(t *testing.T) {
	copied := member("c", day(3))
	copied.Tied = []string{"b"}
	members := []Member{member("d", day(4), "wells"), copied, member("b", day(2), "wells"), member("a", day(1), "wells"), member("e", day(5))}
	want := []Hop{
		{"f-a", "f-b", TieNarrative, 24 * time.Hour},
		{"f-b", "f-c", TieSignal, 24 * time.Hour},
		{"f-a", "f-d", TieNarrative, 72 * time.Hour},
		{"f-a", "f-e", TieRuling, 96 * time.Hour},
	}
	if diff := cmp.Diff(want, Path(members)); diff != "" {
		t.Error(diff)
	}
	if len(Path(nil)) > 0 || len(Path(members[:1])) > 0 {
		t.Error("a path of one member")
	}
}
