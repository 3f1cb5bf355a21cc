package criteria

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/classify/edit"
	"github.com/qalxan/qalxan/classify/infrastructure"
)

// standard are the criteria that are built into the program.
func standard(t testing.TB) *Criteria {
	t.Helper()
	data, err := os.ReadFile("../../configs/criteria.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := New("criteria.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func narrative(id string, stance qalxan.Stance) qalxan.Signal {
	return qalxan.Signal{ID: "s-n-" + id, Detector: qalxan.DetectNarrative, Key: id, Stance: stance, Score: 0.8}
}

func duplicated(key string, sources int, attributed string) qalxan.Signal {
	return qalxan.Signal{ID: "s-d-" + key, Detector: qalxan.DetectDuplicate, Key: key, Score: 0.9, Reason: qalxan.Reason{
		Text:  "Most of this text stands elsewhere.",
		Facts: map[string]string{duplicate.FactSources: strconv.Itoa(sources), duplicate.FactSilent: strconv.Itoa(sources), duplicate.FactAttributed: attributed},
	}}
}

// reprinted is a text that many print and few do so silently.
func reprinted(key string, sources, silent int) qalxan.Signal {
	s := duplicated(key, sources, "no")
	s.Reason.Facts[duplicate.FactSilent] = strconv.Itoa(silent)
	return s
}

func watched(s qalxan.Signal) qalxan.Signal {
	s.Reason.Facts = map[string]string{infrastructure.FactWatched: "yes"}
	return s
}

func edited(key string) qalxan.Signal {
	return qalxan.Signal{
		ID: "s-e-" + key, Detector: qalxan.DetectEdit, Key: key, Score: 0.6,
		Reason: qalxan.Reason{Text: "The text was changed without a note."},
	}
}

func raised(d qalxan.Detector, key string, score float64) qalxan.Signal {
	return qalxan.Signal{ID: "s-" + string(d) + key, Detector: d, Key: key, Score: score, Reason: qalxan.Reason{Text: "Seen by " + string(d) + "."}}
}

var captured = Facts{Evidence: true}

func TestJudge(t *testing.T) {
	spreads := narrative("wells", qalxan.StanceSpreads)
	withdrawn := duplicated("origin", 3, "no")
	withdrawn.Score = 0
	copied := duplicated("copy:x", 2, "no")
	wide := Facts{Evidence: true, Breakout: 3, Members: 9, Sources: 9}
	doubling, slow, broken := wide, wide, wide
	doubling.Doubled, slow.Doubled, broken.Breakout = time.Hour, 7*time.Hour, 4
	for _, test := range []struct {
		name    string
		signals []qalxan.Signal
		facts   Facts
		level   qalxan.Level
	}{
		{"nothing", nil, captured, ""},
		{"a claim alone is no incident", []qalxan.Signal{spreads}, captured, qalxan.LevelSignal},
		{"many claims are no incident", []qalxan.Signal{spreads, narrative("dam", qalxan.StanceSpreads)}, captured, qalxan.LevelSignal},
		{"a report", []qalxan.Signal{narrative("wells", qalxan.StanceReports)}, captured, ""},
		{"a rebuttal that is copied", []qalxan.Signal{narrative("wells", qalxan.StanceRefutes), copied}, captured, ""},
		{"a copied claim", []qalxan.Signal{spreads, copied}, captured, qalxan.LevelIncident},
		{"a copied claim without evidence", []qalxan.Signal{spreads, copied}, Facts{}, qalxan.LevelSignal},
		{"the origin of a claim that was copied once", []qalxan.Signal{spreads, duplicated("origin", 2, "no")}, captured, qalxan.LevelSignal},
		{"the origin of a claim that is copied widely", []qalxan.Signal{spreads, duplicated("origin", 3, "no")}, captured, qalxan.LevelIncident},
		{"one of many reprints of a claim names nobody", []qalxan.Signal{spreads, reprinted("origin", 9, 2)}, captured, qalxan.LevelSignal},
		{"one of many reprints of loud words names nobody", []qalxan.Signal{reprinted("copy:x", 9, 2), raised(qalxan.DetectTechnique, "manipulative", 1)}, captured, ""},
		{"the same texts at the same time", []qalxan.Signal{duplicated("copy:x", 9, "no"), raised(qalxan.DetectCoordination, "text:y", 1)}, captured, qalxan.LevelSignal},
		{"the same texts at the same time, and a burst", []qalxan.Signal{
			duplicated("copy:x", 9, "no"), raised(qalxan.DetectCoordination, "text:y", 1), raised(qalxan.DetectBurst, "", 0.9),
		}, captured, qalxan.LevelSignal},
		{"the same texts and links at the same time", []qalxan.Signal{
			duplicated("copy:x", 9, "no"), raised(qalxan.DetectCoordination, "text:y", 1), raised(qalxan.DetectCoordination, "link:y", 1),
		}, captured, qalxan.LevelIncident},
		{"a claim in the same texts at the same time", []qalxan.Signal{spreads, duplicated("copy:x", 2, "no"), raised(qalxan.DetectCoordination, "text:y", 1)}, captured, qalxan.LevelIncident},
		{"a press release that one of two changes", []qalxan.Signal{copied, edited(edit.KeySilent)}, captured, qalxan.LevelSignal},
		{"an open reprint of a claim", []qalxan.Signal{spreads, duplicated("copy:x", 5, "yes")}, captured, qalxan.LevelSignal},
		{"a silently changed claim", []qalxan.Signal{spreads, edited(edit.KeySilent)}, captured, qalxan.LevelIncident},
		{"a changed headline of a claim", []qalxan.Signal{spreads, edited(edit.KeyHeadline)}, captured, qalxan.LevelSignal},
		{"a silent change alone", []qalxan.Signal{edited(edit.KeySilent)}, captured, qalxan.LevelSignal},
		{"a changed headline alone", []qalxan.Signal{edited(edit.KeyHeadline)}, captured, ""},
		{"two sources", []qalxan.Signal{copied}, captured, ""},
		{"three sources", []qalxan.Signal{duplicated("copy:x", 3, "no")}, captured, qalxan.LevelSignal},
		{"wire copy", []qalxan.Signal{duplicated("copy:x", 30, "yes")}, captured, ""},
		{"withdrawn", []qalxan.Signal{spreads, withdrawn}, captured, qalxan.LevelSignal},
		{"copied and edited without a claim", []qalxan.Signal{duplicated("copy:x", 9, "no"), edited(edit.KeySilent)}, captured, qalxan.LevelSignal},
		{"copied and edited on a lookalike", []qalxan.Signal{duplicated("copy:x", 9, "no"), edited(edit.KeySilent), raised(qalxan.DetectLookalike, "", 0.9)}, captured, qalxan.LevelIncident},
		{"loud words", []qalxan.Signal{raised(qalxan.DetectTechnique, "manipulative", 1)}, captured, ""},
		{"loud words of a claim", []qalxan.Signal{spreads, raised(qalxan.DetectTechnique, "manipulative", 1)}, captured, qalxan.LevelSignal},
		{"loud words in two sources", []qalxan.Signal{copied, raised(qalxan.DetectTechnique, "manipulative", 1)}, captured, ""},
		{"loud words in three sources", []qalxan.Signal{duplicated("copy:x", 3, "no"), raised(qalxan.DetectTechnique, "manipulative", 1)}, captured, qalxan.LevelIncident},
		{"turns of phrase in three sources", []qalxan.Signal{duplicated("copy:x", 3, "no"), raised(qalxan.DetectTechnique, "bandwagon", 0.8)}, captured, qalxan.LevelSignal},
		{"a reviewed claim on a lookalike", []qalxan.Signal{
			{ID: "s-f", Detector: qalxan.DetectFactcheck, Score: 0.9, Stance: qalxan.StanceSpreads}, raised(qalxan.DetectLookalike, "", 0.9),
		}, captured, qalxan.LevelIncident},
		{"a lookalike that shares what it runs on", []qalxan.Signal{
			raised(qalxan.DetectLookalike, "", 0.9), raised(qalxan.DetectInfrastructure, "", 0.9),
		}, captured, qalxan.LevelIncident},
		{"a lookalike that is tied to whom it imitates", []qalxan.Signal{
			raised(qalxan.DetectLookalike, "", 0.9), watched(raised(qalxan.DetectInfrastructure, "", 0.9)),
		}, captured, qalxan.LevelSignal},
		{"a claim on a site of a larger publisher", []qalxan.Signal{spreads, raised(qalxan.DetectInfrastructure, "", 0.9)}, captured, qalxan.LevelSignal},
		{"a burst that is pushed", []qalxan.Signal{raised(qalxan.DetectBurst, "", 0.9), raised(qalxan.DetectCoordination, "", 0.9)}, captured, qalxan.LevelIncident},
		{"a claim that grows", []qalxan.Signal{spreads, raised(qalxan.DetectBurst, "", 0.9)}, captured, qalxan.LevelSignal},
		{"a claim at breakout 4", []qalxan.Signal{spreads}, broken, qalxan.LevelSignal},
		{"an incident at breakout 3", []qalxan.Signal{spreads, copied}, wide, qalxan.LevelIncident},
		{"an incident at breakout 4", []qalxan.Signal{spreads, copied}, broken, qalxan.LevelCritical},
		{"an incident that doubles", []qalxan.Signal{spreads, copied}, doubling, qalxan.LevelCritical},
		{"an incident that doubled slowly", []qalxan.Signal{spreads, copied}, slow, qalxan.LevelIncident},
		{"a call to violence", []qalxan.Signal{raised(qalxan.DetectHarm, "violence", 1)}, captured, ""},
		{"a copied call to violence", []qalxan.Signal{raised(qalxan.DetectHarm, "violence", 1), copied}, captured, ""},
		{"a claim that calls to violence", []qalxan.Signal{spreads, raised(qalxan.DetectHarm, "violence", 1)}, captured, qalxan.LevelSignal},
		{"an incident that calls to violence", []qalxan.Signal{spreads, copied, raised(qalxan.DetectHarm, "violence", 1)}, captured, qalxan.LevelCritical},
		{"an incident about elections", []qalxan.Signal{spreads, copied, raised(qalxan.DetectHarm, "elections", 1)}, captured, qalxan.LevelCritical},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := standard(t).Judge(test.signals, test.facts)
			if v.Level != test.level || v.Grounds.Level != test.level {
				t.Errorf("got %q, want %q: %+v", v.Level, test.level, v)
			}
			if (v.Level == "") != (v.Reason.Text == "") || strings.Contains(v.Reason.Text, "..") {
				t.Errorf("reason %q", v.Reason.Text)
			}
		})
	}
}

func TestJudgeInAnyOrder(t *testing.T) {
	signals := []qalxan.Signal{
		narrative("wells", qalxan.StanceSpreads), narrative("dam", qalxan.StanceSpreads),
		duplicated("copy:a", 3, "no"), duplicated("copy:b", 3, "no"), edited(edit.KeySilent),
	}
	c := standard(t)
	want := c.Judge(signals, captured).Reason.Text
	for range signals {
		signals = append(signals[1:], signals[0])
		reversed := slices.Clone(signals)
		slices.Reverse(reversed)
		for _, order := range [][]qalxan.Signal{signals, reversed} {
			if got := c.Judge(order, captured).Reason.Text; got != want {
				t.Errorf("%q, then %q", want, got)
			}
		}
	}
}
