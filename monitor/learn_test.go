package monitor

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/calibration"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
)

var watchedClaim = qalxan.Narrative{ID: "water", Claim: "Poison was poured into the reservoir of the town.", Wordings: map[string][]string{
	"en": {"Poison was secretly poured into the drinking water reservoir of Nagilabad"},
}}

func openLearning(t *testing.T, dir string) *Monitor {
	t.Helper()
	config := configs.Default()
	config.Data, config.Narratives = dir, []qalxan.Narrative{watchedClaim}
	m, err := Open(t.Context(), config, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// spreads takes in a page that makes the watched claim, and returns the
// finding.
func spreads(t *testing.T, m *Monitor, n int) qalxan.Finding {
	t.Helper()
	s := qalxan.Source{ID: "daily", Kind: qalxan.KindSite, URL: "https://daily.example/"}
	if err := m.record.SaveSource(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-time.Hour)
	i := qalxan.Item{
		Identity: fmt.Sprintf("https://daily.example/%d", n), URL: fmt.Sprintf("https://daily.example/%d", n), SourceID: s.ID, Seen: at,
		Text: fmt.Sprintf("Poison was secretly poured into the drinking water reservoir of Nagilabad. There was more news on day %d of the year.", n),
	}
	h := source.Harvest{Result: frontier.Result{SourceID: s.ID, URL: i.URL, State: frontier.StateDone, Status: 200, Time: at}, Items: []qalxan.Item{i}}
	if _, err := m.analyst.Take(t.Context(), s, h); err != nil {
		t.Fatal(err)
	}
	f, err := m.record.FindingOf(t.Context(), i.Identity)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func likelihood(f qalxan.Finding) *float64 {
	for _, s := range f.Signals {
		if s.Detector == qalxan.DetectNarrative {
			return s.Likelihood
		}
	}
	return nil
}

// TestLearn: three quarters of the findings are confirmed. What is learnt is
// said of new signals, is in force after a restart, and can be taken back.
func TestLearn(t *testing.T) {
	dir := t.TempDir()
	m := openLearning(t, dir)
	for n := range calibration.Least + 10 {
		f := spreads(t, m, n)
		if likelihood(f) != nil {
			t.Fatal("nothing was learnt yet, and a likelihood is told")
		}
		to := qalxan.StatusConfirmed
		if n%4 == 0 {
			to = qalxan.StatusDismissed
		}
		if _, err := m.Decide(t.Context(), f.ID, qalxan.Decision{By: "leyla", To: to, Reason: "Read it."}); err != nil {
			t.Fatal(err)
		}
	}
	dry, err := m.Learn(t.Context(), LearnRequest{Dry: true})
	if err != nil || dry.Number != 0 || len(dry.Rows) == 0 || dry.Rows[0].Confirmed != 30 || dry.Rows[0].Dismissed != 10 {
		t.Fatalf("dry run: %+v, %v", dry, err)
	}
	if likelihood(spreads(t, m, 100)) != nil {
		t.Error("a dry run changed what is told")
	}
	l, err := m.Learn(t.Context(), LearnRequest{By: "leyla"})
	if err != nil || l.Number != 1 || l.Before != 0 {
		t.Fatalf("%+v, %v", l, err)
	}
	told := likelihood(spreads(t, m, 101))
	if told == nil || *told < 0.65 || *told > 0.8 || *told != *l.Rows[1].LikelihoodAfter {
		t.Errorf("told %v, want about 0.75 and what the lesson says of English: %+v", told, l.Rows[1])
	}
	if old := likelihood(spreads(t, m, 100)); old != nil {
		t.Error("what was said earlier changed")
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	m = openLearning(t, dir)
	defer m.Close()
	if got := likelihood(spreads(t, m, 102)); got == nil || *got != *told {
		t.Errorf("after a restart: %v", got)
	}
	undone, err := m.Unlearn(t.Context(), "aygun")
	if err != nil || undone.Number != 1 || undone.UndoneBy != "aygun" {
		t.Errorf("%+v, %v", undone, err)
	}
	if likelihood(spreads(t, m, 103)) != nil {
		t.Error("told although it was taken back")
	}
	if _, err := m.Unlearn(t.Context(), "aygun"); !errors.Is(err, ErrRequest) {
		t.Errorf("taking back nothing: %v", err)
	}
	if all, err := m.Learnt(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%+v, %v", all, err)
	}
}

// TestLearnOfNothing: without enough decisions nothing is kept.
func TestLearnOfNothing(t *testing.T) {
	m := openLearning(t, t.TempDir())
	defer m.Close()
	l, err := m.Learn(t.Context(), LearnRequest{By: "leyla"})
	if err != nil || l.Number != 0 || len(l.Rows) != 0 {
		t.Errorf("%+v, %v", l, err)
	}
	f := spreads(t, m, 1)
	if _, err := m.Decide(t.Context(), f.ID, qalxan.Decision{By: "leyla", To: qalxan.StatusConfirmed, Reason: "Read it."}); err != nil {
		t.Fatal(err)
	}
	l, err = m.Learn(t.Context(), LearnRequest{By: "leyla"})
	if err != nil || l.Number != 0 || len(l.Rows) == 0 || l.Rows[0].LikelihoodAfter != nil {
		t.Errorf("%+v, %v", l, err)
	}
	if _, err := m.Learn(t.Context(), LearnRequest{}); !errors.Is(err, ErrRequest) || !strings.Contains(err.Error(), "name") {
		t.Errorf("learning for nobody: %v", err)
	}
}
