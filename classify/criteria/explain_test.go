package criteria

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/edit"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestExplain holds the words of explanations to a golden file.
func TestExplain(t *testing.T) {
	spreads, copied := narrative("wells", qalxan.StanceSpreads), duplicated("copy:x", 2, "no")
	c := standard(t)
	var b strings.Builder
	for _, test := range []struct {
		name    string
		signals []qalxan.Signal
		facts   Facts
	}{
		{"nothing", nil, captured},
		{"a claim", []qalxan.Signal{spreads}, captured},
		{"a claim in loud words that grows", []qalxan.Signal{
			spreads, raised(qalxan.DetectTechnique, "manipulative", 1), raised(qalxan.DetectBurst, "wells", 1),
		}, captured},
		{"a copy", []qalxan.Signal{copied}, captured},
		{"a copied claim", []qalxan.Signal{spreads, copied}, captured},
		{"a copied claim that nobody captured", []qalxan.Signal{spreads, copied}, Facts{}},
		{"copied in loud words", []qalxan.Signal{copied, raised(qalxan.DetectTechnique, "manipulative", 1)}, captured},
		{"a copied and edited claim at breakout 4 that calls to violence", []qalxan.Signal{
			spreads, copied, edited(edit.KeySilent), raised(qalxan.DetectHarm, "violence", 1),
		}, Facts{Evidence: true, Breakout: 4, Members: 12, Sources: 9, Doubled: 90 * time.Minute}},
	} {
		e := c.Explain(test.signals, test.facts)
		fmt.Fprintf(&b, "# %s\n%q: %s\n", test.name, e.Level, e.Text)
		for _, l := range e.Levels {
			fmt.Fprintln(&b, " ", l.Text)
		}
		for _, in := range e.Indicators {
			if in.Met {
				fmt.Fprintf(&b, "  + %s (%s, %s)\n", in.ID, in.Family, in.Kind)
			}
		}
		fmt.Fprintln(&b)
		if v := c.Judge(test.signals, test.facts); v.Level != e.Level {
			t.Errorf("%s: judged %q, explained %q", test.name, v.Level, e.Level)
		}
	}
	const golden = "testdata/explain.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("got\n%s", b.String())
	}
}

func TestCapital(t *testing.T) {
	for text, want := range map[string]string{"": "", "a claim": "A claim", "ложь": "Ложь", "əsassız": "Əsassız"} {
		if got := capital(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
