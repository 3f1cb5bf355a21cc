package coordination

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// crowdOf simulates accounts that do not know of each other: every object comes
// up at some time of day and is shared, more and more rarely, in the hours after.
func crowdOf(r *rand.Rand, accounts, objects int) []Share {
	var shares []Share
	for o := range objects {
		start := time.Duration(o%21)*24*time.Hour + 7*time.Hour + time.Duration(r.IntN(12*3600))*time.Second
		for n := range 2 + r.IntN(12) {
			shares = append(shares, Share{
				Kind: KindLink, Object: fmt.Sprint("o", o), Account: fmt.Sprint("a", r.IntN(accounts)), Content: fmt.Sprint("c", o, "-", n),
				Time: noon.Add(start + time.Duration(r.ExpFloat64()*float64(2*time.Hour))),
			})
		}
	}
	return shares
}

var noon = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

// ring plants two accounts that share obscure things within seconds.
func ring(r *rand.Rand, times int) []Share {
	var shares []Share
	for i := range times {
		at := noon.Add(time.Duration(r.IntN(20*24*3600)) * time.Second)
		for n, account := range []string{"ring1", "ring2"} {
			shares = append(shares, Share{
				Kind: KindLink, Object: fmt.Sprint("r", i), Account: account, Content: fmt.Sprint(account, "-", i),
				Time: at.Add(time.Duration(n*(5+r.IntN(40))) * time.Second),
			})
		}
	}
	return shares
}

// TestSurprise counts false alarms among strangers: edges whose corrected
// chance is below 1 %, in 40 crowds; and how often a planted pair that meets four
// times is found.
func TestSurprise(t *testing.T) {
	alarms, tested, edges, found := 0, 0, 0, 0
	const crowds = 40
	for seed := range uint64(crowds) {
		r := rand.New(rand.NewPCG(seed, 1))
		n := analyse(t, append(crowdOf(r, 60, 400), ring(r, 4)...), Settings{Window: time.Minute, Participation: 2, Weight: 0.5})
		if err := n.Test(Shuffle{Seed: seed}); err != nil {
			t.Fatal(err)
		}
		edges += len(n.Edges)
		for _, e := range n.Kept() {
			sure := e.Surprise.Corrected < 0.01
			switch {
			case e.A == "ring1" && sure:
				found++
			case e.A != "ring1":
				tested++
				if sure {
					alarms++
				}
			}
		}
	}
	t.Logf("%d crowds, %d edges, %d kept: %d false alarms; the planted pair was found %d times", crowds, edges, tested, alarms, found)
	if alarms > 1 || found < crowds {
		t.Error("too many false alarms, or the planted pair was missed")
	}
}

// TestSurprisePublic prints what is surprising in the public set.
func TestSurprisePublic(t *testing.T) {
	for _, row := range parity {
		n := analyse(t, public(t), row.Settings)
		if err := n.Test(Shuffle{}); err != nil {
			t.Fatal(err)
		}
		sure, rare, kept := 0, 0, n.Kept()
		for _, e := range kept {
			if e.Surprise.Corrected < 0.01 {
				sure++
			}
			if e.Surprise.P < 0.001 {
				rare++
			}
			if e.Surprise.P < 0 || e.Surprise.P > 1 || e.Surprise.Times < 1 {
				t.Errorf("%+v", e.Surprise)
			}
		}
		t.Logf("%s, %d, %g: of %d kept edges %d are rarer than one in 1,000, %d beyond chance among %d edges", row.Window, row.Participation, row.Weight, len(kept), rare, sure, len(n.Edges))
	}
}

// TestOccasions holds that repeating oneself, or many objects in one post, is
// no more surprising than once.
func TestOccasions(t *testing.T) {
	var shares []Share
	for i := range 9 {
		shares = append(shares,
			Share{Object: fmt.Sprint("o", i), Account: "a", Content: "a1", Time: noon},
			Share{Object: fmt.Sprint("o", i), Account: "b", Content: "b1", Time: noon},
			Share{Object: "p", Account: "c", Content: "c1", Time: noon},
			Share{Object: "p", Account: "d", Content: fmt.Sprint("d", i), Time: noon})
	}
	n := analyse(t, shares, Settings{Window: time.Minute})
	for i := range n.Edges {
		n.Edges[i].Kept = true
	}
	if err := n.Test(Shuffle{}); err != nil {
		t.Fatal(err)
	}
	for _, e := range n.Edges {
		if e.Surprise.Times != 1 {
			t.Errorf("%+v %+v", e, e.Surprise)
		}
	}
}

func TestShuffleRefuses(t *testing.T) {
	if err := analyse(t, nil, Published()).Test(Shuffle{Rounds: -1}); err == nil {
		t.Error("no error")
	}
}

// TestSurpriseStays holds that order makes no difference.
func TestSurpriseStays(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	shares := append(crowdOf(r, 20, 200), ring(r, 5)...)
	var first []Edge
	for range 4 {
		n := analyse(t, shares, Published())
		if err := n.Test(Shuffle{Seed: 9}); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = n.Edges
		}
		if diff := cmp.Diff(first, n.Edges, cmpopts.IgnoreUnexported(Edge{})); diff != "" {
			t.Fatal(diff)
		}
		r.Shuffle(len(shares), func(i, j int) { shares[i], shares[j] = shares[j], shares[i] })
	}
}
