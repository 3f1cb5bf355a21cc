package figures

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func found(source string, hours int, status qalxan.Status, signals ...qalxan.Signal) Case {
	at := noon.Add(time.Duration(hours) * time.Hour)
	c := Case{
		Item:    qalxan.Item{Seen: at, Language: qalxan.Language{Code: "az"}, Dates: []qalxan.Date{{Kind: qalxan.DatePublished, Time: at.Add(-time.Hour)}}},
		Finding: qalxan.Finding{SourceID: source, Level: qalxan.LevelSignal, Status: status, Signals: signals, Created: at},
		Source:  qalxan.Source{Kind: qalxan.KindSite},
	}
	if status != qalxan.StatusNew {
		c.Finding.Decisions = []qalxan.Decision{{Time: at.Add(time.Duration(hours+1) * time.Hour)}}
	}
	return c
}

func TestOfCampaign(t *testing.T) {
	copied := qalxan.Signal{Detector: qalxan.DetectDuplicate, Score: 0.9, Techniques: []string{"T0084.001"}}
	taken := qalxan.Signal{Detector: qalxan.DetectEdit, Score: 0}
	claim := qalxan.Signal{Detector: qalxan.DetectNarrative, Key: "bridge", Score: 0.8, Stance: qalxan.StanceSpreads}
	refuted := qalxan.Signal{Detector: qalxan.DetectNarrative, Key: "dam", Score: 0.8, Stance: qalxan.StanceRefutes}
	harm := qalxan.Signal{Detector: qalxan.DetectHarm, Key: "life", Score: 0.7}
	got := OfCampaign([]Case{found("b", 0, qalxan.StatusNew, copied, copied, claim, harm), found("a", 5, qalxan.StatusConfirmed, copied, taken, refuted, harm)})
	want := Campaign{
		Behaviours: []Tally{{"duplicate", 2}}, Techniques: []Tally{{"T0084.001", 2}}, Claims: []Tally{{"bridge", 1}}, Surfaces: []Tally{{"site", 2}},
		Languages: []Tally{{"az", 2}}, Sources: []Tally{{"a", 1}, {"b", 1}}, Lasted: 5 * time.Hour, Harms: []qalxan.Signal{harm}, Decided: 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOfPeriod(t *testing.T) {
	p := OfPeriod([]Case{found("a", 0, qalxan.StatusConfirmed), found("a", 1, qalxan.StatusDismissed), found("a", 49, qalxan.StatusNew)})
	if diff := cmp.Diff(Median{time.Hour, 3}, p.Detect); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Median{time.Hour, 2}, p.Decide); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Tally{{"2026-11-20", 2}, {"2026-11-21", 0}, {"2026-11-22", 1}}, p.Days); diff != "" {
		t.Error(diff)
	}
	if p.Undecided != 1 || p.Levels[0] != (Tally{"critical", 0}) || p.Levels[2] != (Tally{"signal", 3}) {
		t.Errorf("%+v", p)
	}
	if empty := OfPeriod(nil); empty.Detect.N != 0 || empty.Days != nil {
		t.Errorf("nothing gives %+v", empty)
	}
}
