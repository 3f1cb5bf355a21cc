package edit

import (
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
)

func TestSame(t *testing.T) {
	const title, text = "Körpü təmir olunur", "İşlər 12 gün çəkəcək.\nBaxış: 1 024\n3 saat əvvəl"
	for _, tt := range []struct {
		name, title, text string
		same              bool
	}{
		{"itself", title, text, true},
		{"spacing, case and punctuation", "KÖRPÜ  təmir olunur!", "işlər 12 gün çəkəcək\n\nBaxış: 1 024\n3 saat əvvəl", true},
		{"counters and clocks", title, "İşlər 12 gün çəkəcək.\nBaxış: 7 300 118\n5 gün əvvəl\n8 şərh", true},
		{"a number of the story", title, strings.Replace(text, "12", "90", 1), false},
		{"a word", title, strings.Replace(text, "gün", "ay", 1), false},
		{"the headline", "Körpü bağlanır", text, false},
		{"a word from the text to the title", title + " İşlər", strings.Replace(text, "İşlər ", "", 1), false},
	} {
		if got := Same(version(1, title, text), version(2, tt.title, tt.text)); got != tt.same {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
}

func TestPresence(t *testing.T) {
	latest := version(2, "t", "x")
	a := Absence{Reason: "there is no such page (404)", Status: 404, Since: noon, Confirmed: noon.Add(7 * time.Hour), CaptureID: "urn:uuid:1"}
	gone, back := Deleted(latest, a), Returned(latest, a)
	want := "The page was deleted: it was missing on 20 November 2026 at 12:00 UTC and still on 20 November 2026 at 19:00 UTC (there is no such page (404))."
	if gone.Reason.Text != want || gone.Key != KeyDeleted || gone.ItemID != latest.ID || gone.Reason.Facts["capture"] != "urn:uuid:1" || gone.Reason.Facts["exposed"] != "" {
		t.Errorf("%+v", gone)
	}
	if back.Key != KeyReturned || back.ID == gone.ID || !strings.Contains(back.Reason.Text, "there again on 20 November 2026 at 19:00") {
		t.Errorf("%+v", back)
	}
	a.Exposed = true
	if exposed := Deleted(latest, a); exposed.Score <= gone.Score || exposed.ID != gone.ID || exposed.Reason.Facts["exposed"] != "yes" ||
		!strings.HasPrefix(exposed.Reason.Text, "The page was deleted after something was found about it: it was missing") {
		t.Errorf("%+v", exposed)
	}
}

func TestBackdated(t *testing.T) {
	from, to := noon.AddDate(0, 0, -10), noon.AddDate(0, 0, -1)
	for name, tt := range map[string]struct {
		claimed, from, to time.Time
		want              bool
	}{
		"inside what was listed":    {noon.AddDate(0, 0, -5), from, to, true},
		"an archive":                {noon.AddDate(-3, 0, 0), from, to, false},
		"just before the listing":   {to.Add(-time.Hour), from, to, false},
		"at the edge of the past":   {from.Add(time.Hour), from, to, false},
		"after the listing":         {noon, from, to, false},
		"no date":                   {time.Time{}, from, to, false},
		"nothing was listed before": {noon.AddDate(0, 0, -5), time.Time{}, time.Time{}, false},
	} {
		item := version(1, "t", "x")
		item.Dates = []qalxan.Date{{Kind: qalxan.DatePublished, Time: tt.claimed, Origin: "feed"}}
		got := Backdated(item, tt.from, tt.to)
		if len(got) == 1 != tt.want {
			t.Errorf("%s: %+v", name, got)
		}
		if tt.want && (got[0].Key != KeyBackdated || got[0].Reason.Facts["claimed"] != "2026-11-15T12:00:00Z") {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
