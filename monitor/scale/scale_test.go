package scale

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
)

// book is a record that has one calibration in force.
type book struct {
	Record
	inForce qalxan.Calibration
}

func (b book) Calibration(context.Context) (qalxan.Calibration, error) { return b.inForce, nil }

func of(t *testing.T, c qalxan.Calibration) *Scale {
	t.Helper()
	s, err := New(t.Context(), time.Now, book{inForce: c})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestWeigh: what a detector says of itself stays where decisions say nothing,
// and a signal that was withdrawn has no likelihood.
func TestWeigh(t *testing.T) {
	own := 0.9
	g := qalxan.Signal{ItemID: "i-1", Detector: qalxan.DetectTechnique, Score: 0.9, Likelihood: &own}
	of(t, qalxan.Calibration{}).Weigh(qalxan.Item{ID: "i-1"}, &g)
	if g.Likelihood != &own {
		t.Error("the detector's own likelihood is gone")
	}
	s := of(t, qalxan.Calibration{Curves: []qalxan.Curve{
		{Detector: qalxan.DetectDuplicate, Line: &qalxan.Line{}},
		{Detector: qalxan.DetectDuplicate, Language: "az", Line: &qalxan.Line{Intercept: 3}},
	}})
	item := qalxan.Item{ID: "i-1", Language: qalxan.Language{Code: "az"}}
	for _, tt := range []struct {
		item  string
		score float64
		want  string
	}{{"i-1", 1, "0.95"}, {"i-0", 1, "0.50"}, {"i-1", 0, "none"}} {
		g := qalxan.Signal{ItemID: tt.item, Detector: qalxan.DetectDuplicate, Score: tt.score}
		s.Weigh(item, &g)
		got := "none"
		if g.Likelihood != nil {
			got = fmt.Sprintf("%.2f", *g.Likelihood)
		}
		if got != tt.want {
			t.Errorf("%+v: %s", tt, got)
		}
	}
}
