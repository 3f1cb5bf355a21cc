package api_test

import (
	"testing"

	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/classify/calibration"
)

// TestQuality: one finding of the record was confirmed, and nothing was learnt
// of that.
func TestQuality(t *testing.T) {
	q, err := apitest.Open(t).Quality(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if q.Least != calibration.Least || q.Calibration != nil || len(q.Detectors) == 0 {
		t.Fatalf("%+v", q)
	}
	for _, s := range q.Detectors {
		if s.Confirmed != 1 || s.Dismissed != 0 || s.Precision.Share != 1 || s.Precision.Low > 0.3 || s.Likelihood != nil || s.Error != nil {
			t.Errorf("%+v", s)
		}
	}
	q, err = apitest.Empty(t).Quality(t.Context())
	if err != nil || q.Detectors == nil || len(q.Detectors) > 0 {
		t.Errorf("of nothing: %+v, %v", q, err)
	}
}
