package criteria

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/classify/edit"
)

func narrative(id string, stance qalxan.Stance) qalxan.Signal {
	return qalxan.Signal{ID: "s-n-" + id, Detector: qalxan.DetectNarrative, Key: id, Stance: stance, Score: 0.8}
}

func duplicated(key string, sources int, attributed string) qalxan.Signal {
	return qalxan.Signal{ID: "s-d-" + key, Detector: qalxan.DetectDuplicate, Key: key, Score: 0.9, Reason: qalxan.Reason{
		Text:  "Most of this text stands elsewhere.",
		Facts: map[string]string{duplicate.FactSources: strconv.Itoa(sources), duplicate.FactAttributed: attributed},
	}}
}

func edited(key string) qalxan.Signal {
	return qalxan.Signal{
		ID: "s-e-" + key, Detector: qalxan.DetectEdit, Key: key, Score: 0.6,
		Reason: qalxan.Reason{Text: "The text was changed without a note."},
	}
}

func TestJudge(t *testing.T) {
	spreads := narrative("wells", qalxan.StanceSpreads)
	withdrawn := duplicated("origin", 3, "no")
	withdrawn.Score = 0
	for _, test := range []struct {
		name    string
		signals []qalxan.Signal
		level   qalxan.Level
		code    string
	}{
		{"nothing", nil, "", ""},
		{"a claim alone is no incident", []qalxan.Signal{spreads}, qalxan.LevelSignal, "criteria.narrative"},
		{"many claims are no incident", []qalxan.Signal{spreads, narrative("dam", qalxan.StanceSpreads)}, qalxan.LevelSignal, "criteria.narrative"},
		{"a report", []qalxan.Signal{narrative("wells", qalxan.StanceReports)}, "", ""},
		{"a rebuttal that is copied", []qalxan.Signal{narrative("wells", qalxan.StanceRefutes), duplicated("copy:x", 2, "no")}, "", ""},
		{"a copied claim", []qalxan.Signal{spreads, duplicated("copy:x", 2, "no")}, qalxan.LevelIncident, "criteria.incident"},
		{"the origin of a copied claim", []qalxan.Signal{spreads, duplicated("origin", 2, "no")}, qalxan.LevelIncident, "criteria.incident"},
		{"an open reprint of a claim", []qalxan.Signal{spreads, duplicated("copy:x", 5, "yes")}, qalxan.LevelSignal, "criteria.narrative"},
		{"a silently changed claim", []qalxan.Signal{spreads, edited(edit.KeySilent)}, qalxan.LevelIncident, "criteria.incident"},
		{"a changed headline of a claim", []qalxan.Signal{spreads, edited(edit.KeyHeadline)}, qalxan.LevelSignal, "criteria.narrative"},
		{"a silent change alone", []qalxan.Signal{edited(edit.KeySilent)}, qalxan.LevelSignal, "criteria.edit"},
		{"a changed headline alone", []qalxan.Signal{edited(edit.KeyHeadline)}, "", ""},
		{"two sources", []qalxan.Signal{duplicated("copy:x", 2, "no")}, "", ""},
		{"three sources", []qalxan.Signal{duplicated("copy:x", 3, "no")}, qalxan.LevelSignal, "criteria.duplicate"},
		{"wire copy", []qalxan.Signal{duplicated("copy:x", 30, "yes")}, "", ""},
		{"withdrawn", []qalxan.Signal{spreads, withdrawn}, qalxan.LevelSignal, "criteria.narrative"},
		{"copied and edited without a claim", []qalxan.Signal{duplicated("copy:x", 9, "no"), edited(edit.KeySilent)}, qalxan.LevelSignal, "criteria.edit"},
	} {
		t.Run(test.name, func(t *testing.T) {
			level, reason := New().Judge(test.signals)
			if level != test.level || reason.Code != test.code {
				t.Errorf("got %q %q, want %q %q", level, reason.Code, test.level, test.code)
			}
			if (level == "") != (reason.Text == "") || strings.Contains(reason.Text, "..") {
				t.Errorf("reason %q", reason.Text)
			}
		})
	}
}

func TestJudgeInAnyOrder(t *testing.T) {
	signals := []qalxan.Signal{
		narrative("wells", qalxan.StanceSpreads), narrative("dam", qalxan.StanceSpreads),
		duplicated("copy:a", 3, "no"), duplicated("copy:b", 3, "no"), edited(edit.KeySilent),
	}
	_, want := New().Judge(signals)
	for range signals {
		signals = append(signals[1:], signals[0])
		if _, got := New().Judge(signals); got.Text != want.Text {
			t.Errorf("%q, then %q", want.Text, got.Text)
		}
		reversed := slices.Clone(signals)
		slices.Reverse(reversed)
		if _, got := New().Judge(reversed); got.Text != want.Text {
			t.Errorf("%q, reversed %q", want.Text, got.Text)
		}
	}
}
