package criteria

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
)

// loose lifts whatever it is shown: the most lenient file that is accepted.
const loose = `version: loose
indicators:
  - {id: said, family: said, of: [narrative], when: len(signals) > 0, means: said}
  - {id: loud, family: loud, of: [technique], when: len(signals) > 0, means: loud}
  - {id: known, family: known, of: [factcheck], when: len(signals) > 0, means: known}
  - {id: many, family: many, of: [burst], when: len(signals) > 0, means: many}
  - {id: tied, family: tied, of: [infrastructure], when: len(signals) > 0, means: tied}
  - {id: grave, family: grave, of: [harm], when: len(signals) > 0, means: grave}
  - {id: same, family: same, of: [duplicate], when: len(signals) > 0, means: same}
levels:
  signal: {rules: [{id: all, when: "true", means: all}]}
  incident: {families: 2, behaviours: 1, rules: [{id: all, when: "true", means: all}]}
  critical: {rules: [{id: all, when: "true", means: all}]}
`

// TestOpinionNeverReachesIncident throws every mixture of what is said, how,
// how often, how gravely and on whose site at the standard criteria and at the most lenient
// ones. Nothing of it may be an incident.
func TestOpinionNeverReachesIncident(t *testing.T) {
	lenient, err := New("loose.yaml", []byte(loose))
	if err != nil {
		t.Fatal(err)
	}
	free := []qalxan.Detector{qalxan.DetectNarrative, qalxan.DetectTechnique, qalxan.DetectFactcheck, qalxan.DetectHarm, qalxan.DetectBurst, qalxan.DetectInfrastructure}
	keys := []string{"violence", "life", "elections", "emergency", "loaded_language", "silent", "origin", "copy:x"}
	stances := []qalxan.Stance{"", qalxan.StanceSpreads, qalxan.StanceReports, qalxan.StanceRefutes}
	both := []*Criteria{standard(t), lenient}
	dice := rand.New(rand.NewPCG(1, 2))
	for range 5_000 {
		var signals []qalxan.Signal
		for n := range dice.IntN(12) {
			signals = append(signals, qalxan.Signal{
				ID: fmt.Sprint("s-", n), Detector: free[dice.IntN(len(free))], Key: keys[dice.IntN(len(keys))],
				Score: dice.Float64(), Stance: stances[dice.IntN(len(stances))],
				Reason: qalxan.Reason{Facts: map[string]string{"attributed": "no", "sources": fmt.Sprint(dice.IntN(99))}},
			})
		}
		f := Facts{Evidence: true, Breakout: dice.IntN(7), Members: dice.IntN(999), Sources: dice.IntN(999), Doubled: time.Duration(dice.IntN(9)) * time.Hour}
		for _, c := range both {
			if v := c.Judge(signals, f); v.Level == qalxan.LevelIncident || v.Level == qalxan.LevelCritical {
				t.Fatalf("%s makes %s of %+v", c.Version(), v.Level, signals)
			}
		}
	}
}

// TestRefused: each change to a good file is refused in words that name the
// line and say what to do.
func TestRefused(t *testing.T) {
	for _, test := range []struct{ name, old, now, want string }{
		{"no behaviour asked for", "behaviours: 1", "behaviours: 0", "loose.yaml:12: levels.incident.behaviours: 0 is too few: opinion alone must never be an incident"},
		{"one indicator is enough", "families: 2", "families: 1", "loose.yaml:12: levels.incident.families: 1 is too few"},
		{"what is said passes for behaviour", "of: [duplicate]", "of: [duplicate, narrative]", "mixes behaviour with circumstance"},
		{"a family of two kinds", "family: same", "family: said", "loose.yaml:9: indicators[6].family: the family said holds circumstance already"},
		{"one detector in two families", "of: [technique]", "of: [narrative]", "the detector narrative speaks in the family said already"},
		{"an unknown detector", "of: [burst]", "of: [mood]", `loose.yaml:6: indicators[3].of: there is no detector "mood"`},
		{"an unknown name", `when: len(signals) > 0, means: same`, `when: mood > 0, means: same`, "loose.yaml:9: indicators[6].when: same cannot be used: unknown name mood"},
		{"an indicator that asks for facts", `when: len(signals) > 0, means: same`, `when: breakout > 0, means: same`, "unknown name breakout"},
		{"no yes or no", `when: len(signals) > 0, means: same`, `when: len(signals), means: same`, "expected bool"},
		{"a loop in a loop", `when: len(signals) > 0, means: same`, `when: "any(signals, any(signals, true))", means: same`, "may not stand inside each other"},
		{"a range", `when: len(signals) > 0, means: same`, `when: "any(1..100, # > 3)", means: same`, "ranges (..) are not allowed"},
		{"a function that is not there", `when: len(signals) > 0, means: same`, `when: "len(split(signals[0].key, '')) > 0", means: same`, "unknown name split"},
		{"a long expression", `when: len(signals) > 0, means: same`, "when: " + strings.Repeat("len(signals) > 0 and ", 200) + "true, means: same", "exceeds maximum allowed nodes"},
		{"no version", "version: loose", "version: ''", "give the criteria a version"},
		{"no words", "means: same", "means: ''", "say in words what same means"},
		{"a name twice", "id: loud", "id: said", `the name "said" is taken`},
		{"a name of a fact", "id: loud", "id: breakout", `the name "breakout" is taken`},
		{"an unknown key", "version: loose", "version: loose\nauthor: me", "unknown field"},
		{"no YAML", "version: loose", "version: [", "loose.yaml"},
		{"nothing", loose, "", "give the criteria a version"},
		{"too much", "version: loose", "version: loose #" + strings.Repeat("x", maxFile), "are more than"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !strings.Contains(loose, test.old) {
				t.Fatalf("%q is not in the file", test.old)
			}
			_, err := New("loose.yaml", []byte(strings.Replace(loose, test.old, test.now, 1)))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// TestVersion: whatever changes in the file changes the version that levels
// keep.
func TestVersion(t *testing.T) {
	a, err := New("a", []byte(loose))
	if err != nil {
		t.Fatal(err)
	}
	b, err := New("b", []byte(loose+"# a remark\n"))
	if err != nil {
		t.Fatal(err)
	}
	if a.Version() == b.Version() || !strings.HasPrefix(a.Version(), "loose@") {
		t.Errorf("%s and %s", a.Version(), b.Version())
	}
}

// TestFailingRule: a rule that fails when it is asked is not met, and says so.
func TestFailingRule(t *testing.T) {
	c, err := New("x", []byte(strings.Replace(loose, `when: len(signals) > 0, means: same`, `when: "signals[1].score > 0", means: same`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	e := c.Explain([]qalxan.Signal{duplicated("copy:x", 2, "no")}, captured)
	if last := e.Indicators[6]; last.Met || !strings.Contains(last.Text, "could not be evaluated: ") {
		t.Errorf("%+v", last)
	}
}

func FuzzNew(f *testing.F) {
	f.Add(loose)
	f.Add("version: [1")
	f.Fuzz(func(t *testing.T, data string) {
		c, err := New("fuzz.yaml", []byte(data))
		if err != nil {
			return
		}
		v := c.Judge([]qalxan.Signal{narrative("a", qalxan.StanceSpreads), raised(qalxan.DetectTechnique, "x", 1), raised(qalxan.DetectHarm, "violence", 1)}, captured)
		if v.Level == qalxan.LevelIncident || v.Level == qalxan.LevelCritical {
			t.Errorf("opinion is %s", v.Level)
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	c := standard(b)
	signals := []qalxan.Signal{narrative("wells", qalxan.StanceSpreads), duplicated("copy:x", 3, "no"), raised(qalxan.DetectHarm, "violence", 1)}
	for b.Loop() {
		c.Judge(signals, captured)
	}
}
