package timeline

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestNew(t *testing.T) {
	chart := New([]Event{
		{noon.Add(time.Hour), "second", "copy"},
		{noon, "first", "original"},
		{noon.Add(2 * time.Hour), "first", "again"},
	})
	want := []Lane{
		{Name: "first", Y: 24, Dots: []Dot{{220, "original"}, {920, "again"}}},
		{Name: "second", Y: 54, Dots: []Dot{{570, "copy"}}},
	}
	if diff := cmp.Diff(want, chart.Lanes); diff != "" {
		t.Error(diff)
	}
	ticks := []Tick{{220, "11-21 12:00"}, {570, "11-21 13:00"}, {920, "11-21 14:00"}}
	if diff := cmp.Diff(ticks, chart.Ticks); diff != "" {
		t.Error(diff)
	}
}

func TestNewBounds(t *testing.T) {
	if got := New(nil); len(got.Lanes) != 0 || len(got.Ticks) != 0 {
		t.Errorf("no events gave %+v", got)
	}
	if got := New([]Event{{noon, "only", ""}}); got.Lanes[0].Dots[0].X != left {
		t.Errorf("a single event stands at %d", got.Lanes[0].Dots[0].X)
	}
	var many []Event
	for i := range 100 {
		many = append(many, Event{noon.AddDate(i, 0, 0), fmt.Sprintf("s%02d", i), ""})
	}
	got := New(many)
	if len(got.Lanes) != maxLanes || got.Lanes[maxLanes-1].More != 100-maxLanes+1 {
		t.Errorf("%d lanes, the last for %d", len(got.Lanes), got.Lanes[maxLanes-1].More)
	}
	if n := len(got.Ticks); n < 2 || n > maxTicks+1 {
		t.Errorf("a century has %d ticks", n)
	}
}

func TestSVG(t *testing.T) {
	chart := New([]Event{{noon, "<b>" + strings.Repeat("ə", 40), "</title><script>"}, {noon.Add(time.Hour), "b", ""}})
	got, err := chart.SVG(Words{Label: `"><x`, More: func(n int) string { return fmt.Sprint(n) }})
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<b>", "<script", `""><x`, strings.Repeat("ə", 30)} {
		if strings.Contains(string(got), bad) {
			t.Errorf("the drawing holds %s:\n%s", bad, got)
		}
	}
	if n := strings.Count(string(got), "<circle"); n != 2 {
		t.Errorf("%d dots, want 2", n)
	}
}

func TestDelay(t *testing.T) {
	tests := map[time.Duration]string{
		0:                              "0s",
		-time.Hour:                     "0s",
		12 * time.Second:               "12s",
		35 * time.Minute:               "35m",
		2*time.Hour + 5*time.Minute:    "2h 5m",
		49*time.Hour + 59*time.Minute:  "2d 1h",
		24*time.Hour + 59*time.Second:  "1d",
		90*time.Second + 3*time.Second: "1m 33s",
	}
	for d, want := range tests {
		if got := Delay(d); got != want {
			t.Errorf("Delay(%s) = %q, want %q", d, got, want)
		}
	}
}
