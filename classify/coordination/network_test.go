package coordination

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan/internal/shareddata"
)

// parity is the table of the published method over the public set.
var parity = []struct {
	Settings
	want Summary
}{
	{Settings{Window: 60 * time.Second, Participation: 2, Weight: 0.5}, Summary{3791, 2110, 3721, 1, 94, 60, 34, 10}},
	{Settings{Window: 600 * time.Second, Participation: 2, Weight: 0.99}, Summary{38172, 3736, 36620, 2, 233, 215, 34, 150}},
	{Settings{Window: 120 * time.Second, Participation: 2, Weight: 0.99}, Summary{7883, 2778, 7696, 2, 36, 25, 11, 12}},
	{Settings{Window: 10 * time.Second, Participation: 2, Weight: 0.5}, Summary{447, 525, 442, 1, 8, 4, 4, 2}},
	{Settings{Window: 60 * time.Second, Participation: 10, Weight: 0.95}, Summary{168, 145, 159, 1.1, 14, 8, 6, 3}},
}

// public reads the public set of shares.
func public(t testing.TB) []Share {
	t.Helper()
	file, err := os.Open(filepath.Join(shareddata.Folder(t, "coordination"), "russian_coord_tweets.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	in, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	shares, err := Read(in)
	if err != nil {
		t.Fatal(err)
	}
	return shares
}

func analyse(t testing.TB, shares []Share, s Settings) *Network {
	t.Helper()
	n, err := Analyse(shares, s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestParity(t *testing.T) {
	shares := public(t)
	if len(shares) != 35125 {
		t.Errorf("%d shares", len(shares))
	}
	t.Log("window, participation, weight: pairs, nodes, edges, threshold, nodes kept, edges kept, components (largest)")
	for _, row := range parity {
		got := analyse(t, shares, row.Settings).Summary()
		t.Logf("%s, %d, %g: %+v", row.Window, row.Participation, row.Weight, got)
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// BenchmarkParity measures all five settings over the 35,125 rows, without
// reading them.
func BenchmarkParity(b *testing.B) {
	shares := public(b)
	for b.Loop() {
		for _, row := range parity {
			analyse(b, shares, row.Settings).Summary()
		}
	}
}

func TestPairs(t *testing.T) {
	at := func(object, account, content string, second int64) Share {
		return Share{Object: object, Account: account, Content: content, Time: time.Unix(second, 0)}
	}
	for name, test := range map[string]struct {
		participation int
		shares        []Share
		want          int
	}{
		"at the edge of the window":      {1, []Share{at("o", "a", "1", 0), at("o", "b", "2", 60)}, 1},
		"outside":                        {1, []Share{at("o", "a", "1", 0), at("o", "b", "2", 61)}, 0},
		"one account":                    {1, []Share{at("o", "a", "1", 0), at("o", "a", "2", 1)}, 0},
		"one post":                       {1, []Share{at("o", "a", "1", 0), at("o", "b", "1", 1)}, 0},
		"the object itself":              {1, []Share{at("1", "a", "1", 0), at("1", "b", "2", 1)}, 0},
		"a repeated share counts":        {1, []Share{at("o", "a", "1", 0), at("o", "a", "2", 1), at("o", "b", "3", 2)}, 2},
		"too few shares":                 {2, []Share{at("o", "a", "1", 0), at("o", "b", "2", 1)}, 0},
		"too few among co-shares":        {2, []Share{at("o", "a", "1", 0), at("p", "a", "2", 1), at("o", "b", "3", 2), at("q", "b", "4", 2)}, 0},
		"one side takes part often":      {2, []Share{at("o", "a", "1", 0), at("p", "a", "2", 0), at("o", "b", "3", 2), at("q", "b", "4", 2), at("p", "c", "5", 2), at("r", "c", "6", 2)}, 2},
		"nothing":                        {2, nil, 0},
		"equal times":                    {0, []Share{at("o", "a", "1", 5), at("o", "b", "2", 5), at("o", "c", "3", 5)}, 3},
		"shares of one post count often": {2, []Share{at("o", "a", "1", 0), at("p", "a", "1", 0), at("o", "b", "2", 0), at("p", "b", "2", 0)}, 2},
	} {
		n := analyse(t, test.shares, Settings{Window: time.Minute, Participation: test.participation, Weight: 0.5})
		if n.Pairs != test.want {
			t.Errorf("%s: %d pairs, want %d", name, n.Pairs, test.want)
		}
	}
}

func TestThreshold(t *testing.T) {
	for _, test := range []struct {
		weights []int
		share   float64
		want    float64
	}{
		{[]int{3, 1, 2}, 0.5, 2},
		{[]int{1, 2, 3, 4}, 0.5, 2.5},
		{[]int{1, 1, 1, 9}, 1, 9},
		{[]int{1, 9}, 0, 1},
		{[]int{0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100}, 0.3, 30}, // 0.3 times 10 is less than 3
		{[]int{7}, 0.99, 7},
		{nil, 0.5, 0},
	} {
		if got := threshold(slices.Clone(test.weights), test.share); got != test.want {
			t.Errorf("%v at %v: %v, want %v", test.weights, test.share, got, test.want)
		}
	}
}

func TestOutlet(t *testing.T) {
	shares := []Share{
		{Object: "o", Account: "a", Outlet: "x", Content: "1", Time: time.Unix(0, 0)},
		{Object: "o", Account: "b", Outlet: "x", Content: "2", Time: time.Unix(0, 0)},
		{Object: "o", Account: "c", Outlet: "y", Content: "3", Time: time.Unix(0, 0)},
	}
	if n := analyse(t, shares, Settings{Window: time.Minute}); n.Pairs != 2 {
		t.Errorf("%d pairs", n.Pairs)
	}
}

func TestSettings(t *testing.T) {
	for name, s := range map[string]Settings{
		"window": {Window: -1}, "participation": {Participation: -1}, "weight": {Weight: 1.1}, "limit": {Popular: -1},
	} {
		if _, err := Analyse(nil, s); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Analyse([]Share{{Time: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}}, Published()); err == nil {
		t.Error("year 9999: no error")
	}
}

// TestCommunities holds that two circles tied by one thin edge are two
// communities, always the same.
func TestCommunities(t *testing.T) {
	n := &Network{}
	tie := func(a, b string, weight int) {
		n.Edges = append(n.Edges, Edge{A: a, B: b, Weight: weight, Kept: true})
	}
	for _, circle := range []string{"a", "b"} {
		for i := range 5 {
			for j := range i {
				tie(circle+string(rune('0'+j)), circle+string(rune('0'+i)), 9)
			}
		}
	}
	tie("a0", "b0", 1)
	tie("x", "y", 3)
	want := [][]string{{"a0", "a1", "a2", "a3", "a4"}, {"b0", "b1", "b2", "b3", "b4"}, {"x", "y"}}
	for range 10 {
		if diff := cmp.Diff(want, n.Communities()); diff != "" {
			t.Fatal(diff)
		}
	}
	if c := n.Components(); len(c) != 2 || len(c[0]) != 10 {
		t.Errorf("components %v", c)
	}
}

func TestCommunitiesStay(t *testing.T) {
	n := analyse(t, public(t), parity[1].Settings)
	first := n.Communities()
	t.Logf("%d components, %d communities, largest %d", len(n.Components()), len(first), len(first[0]))
	for range 5 {
		if !reflect.DeepEqual(first, n.Communities()) {
			t.Fatal("the same network has other communities")
		}
	}
}
