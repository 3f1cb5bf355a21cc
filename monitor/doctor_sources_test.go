package monitor

import (
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/store"
)

// opened is a monitor over a folder of its own.
func opened(t *testing.T) *Monitor {
	t.Helper()
	config := configs.Default()
	config.Data = t.TempDir()
	m, err := Open(t.Context(), config, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

// TestDoctorNamesSourcesThatNeedALook gives a source three runs without an
// answer.
func TestDoctorNamesSourcesThatNeedALook(t *testing.T) {
	m := opened(t)
	if err := m.record.SaveSource(t.Context(), qalxan.Source{ID: "daily", Kind: qalxan.KindSite, URL: "https://daily.example/"}); err != nil {
		t.Fatal(err)
	}
	for i, id := range []string{"a", "b", "c"} {
		at := time.Now().Add(time.Duration(i-9) * time.Hour)
		if err := m.record.SaveRun(t.Context(), store.Run{ID: id, SourceID: "daily", Started: at, Ended: at.Add(time.Minute), Failed: 1, Error: "no answer"}); err != nil {
			t.Fatal(err)
		}
	}
	d, err := m.Doctor(t.Context())
	if err != nil || len(d.Sources) != 1 || !strings.HasPrefix(d.Sources[0], "daily is unanswered: It never gave an answer") || !d.Healthy {
		t.Errorf("%+v, %v", d, err)
	}
}
