package demo_test

import (
	"testing"

	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/internal/demo"
	"github.com/qalxan/qalxan/monitor"
)

// TestWeek plays the demo's week and holds the outcome to the scenario's
// truth: everything hidden is found, nothing else is flagged, the campaign
// begins where it was seeded, and index and record agree.
func TestWeek(t *testing.T) {
	fsys, err := configs.Demo()
	if err != nil {
		t.Fatal(err)
	}
	d, err := demo.Open(fsys, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	m, err := monitor.Open(t.Context(), d.Config, d.Options())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	}()
	steps := 0
	if err := d.Play(t.Context(), m, func(demo.Step) { steps++ }); err != nil {
		t.Fatal(err)
	}
	account, err := d.Account(t.Context(), m.Record())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d steps, %+v", steps, account.Totals)
	for _, sentence := range account.Missing {
		t.Error("missing:", sentence)
	}
	for _, sentence := range account.Wrong {
		t.Error("wrong:", sentence)
	}
	checkAuthors(t, d, m)
	diagnosis, err := m.Doctor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !diagnosis.Healthy {
		t.Errorf("the doctor found %+v", diagnosis)
	}
}
