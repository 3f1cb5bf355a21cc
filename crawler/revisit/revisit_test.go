package revisit_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
)

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestArticle(t *testing.T) {
	at := func(d time.Duration) time.Time { return now.Add(d) }
	for _, tt := range []struct {
		name   string
		memory frontier.Memory
		now    time.Duration
		want   time.Duration // 0 for never
	}{
		{"first seen", frontier.Memory{First: now}, 0, time.Hour},
		{"after an hour", frontier.Memory{First: now}, time.Hour, day},
		{"a little early", frontier.Memory{First: now}, 57 * time.Minute, day},
		{"a day late", frontier.Memory{First: now}, 2 * day, 3 * day},
		{"two days late", frontier.Memory{First: now}, 5 * day, 7 * day},
		{"after a week", frontier.Memory{First: now}, 7 * day, 30 * day},
		{"after a month", frontier.Memory{First: now}, 30 * day, 0},
		{"years later", frontier.Memory{First: now}, 900 * day, 0},
		{"changed after a day", frontier.Memory{First: now, Changed: at(day)}, day, 2 * day},
		{"changed in the end", frontier.Memory{First: now, Changed: at(30 * day)}, 30 * day, 31 * day},
		{"a month after a change", frontier.Memory{First: now, Changed: at(day)}, 31 * day, 0},
		{"deleted", frontier.Memory{First: now, Changed: at(day), Deleted: at(5 * day)}, 5 * day, 6 * day},
	} {
		got := revisit.Article(tt.memory, at(tt.now))
		if tt.want == 0 && !got.IsZero() || tt.want != 0 && !got.Equal(at(tt.want)) {
			t.Errorf("%s: %s, want after %s", tt.name, got, tt.want)
		}
	}
}

// TestListFindsItsPace reads lists that change at a steady pace, whatever the
// first guess was.
func TestListFindsItsPace(t *testing.T) {
	for _, every := range []time.Duration{10 * time.Minute, 3 * time.Hour, 5 * day} {
		for _, list := range []revisit.List{revisit.Catalogs, revisit.Lists} {
			var m frontier.Memory
			at, changes := now, 0
			for range 200 {
				print := at.Sub(now) / every
				m = list.Learn(m, at, revisit.Digest(print.String()))
				at, changes = list.Next(m, at), m.Changes
			}
			if truth := float64(day) / float64(every); m.Rate < truth/5 || m.Rate > truth*5 {
				t.Errorf("every %s: %.3g a day after %d of %d changes, want about %.3g", every, m.Rate, changes, m.Checks, truth)
			}
		}
	}
}

func TestListIsBounded(t *testing.T) {
	for name, tt := range map[string]struct {
		memory frontier.Memory
		least  time.Duration
		most   time.Duration
	}{
		"never changes": {frontier.Memory{Rate: 1e-9, Sure: 50}, 30 * day, 30 * day},
		"never rests":   {frontier.Memory{Rate: 1e9, Sure: 50}, 5 * time.Minute, 5 * time.Minute},
		"unknown":       {frontier.Memory{}, 45 * time.Minute, time.Hour},
		"wish":          {frontier.Memory{Wish: 2 * time.Hour}, 2 * time.Hour, 2 * time.Hour},
		"long wish":     {frontier.Memory{Wish: 300 * day}, revisit.MaxWish, revisit.MaxWish},
		"refuted wish":  {frontier.Memory{Wish: day, Rate: 24, Sure: 2, Checks: 9}, 45 * time.Minute, time.Hour},
	} {
		if got := revisit.Catalogs.Next(tt.memory, now).Sub(now); got < tt.least || got > tt.most {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestLearnKeepsToComparedVisits(t *testing.T) {
	m := revisit.Lists.Learn(frontier.Memory{}, now, "a")
	if m.Checks != 0 || !m.First.Equal(now) || m.Rate != 0 {
		t.Errorf("the first visit compares: %+v", m)
	}
	m = revisit.Lists.Learn(m, now, "b") // the clock stands still
	if m.Checks != 0 {
		t.Errorf("a visit at the same moment compares: %+v", m)
	}
	same, other := revisit.Lists.Learn(m, now.Add(day), ""), revisit.Lists.Learn(m, now.Add(day), "c")
	if same.Rate >= 1 || other.Rate <= 1 || same.Changes != 0 || other.Changes != 1 || same.Print != "b" {
		t.Errorf("unchanged %+v, changed %+v", same, other)
	}
	for _, passed := range []time.Duration{time.Nanosecond, 100 * 365 * day} {
		for _, print := range []string{"b", "c"} {
			if m := revisit.Lists.Learn(m, now.Add(passed), print); !(m.Rate >= 1e-4 && m.Rate <= 1e4 && m.Sure > 0) {
				t.Errorf("after %s: %+v", passed, m)
			}
		}
	}
}

func TestFresh(t *testing.T) {
	for _, tt := range []struct {
		header [][2]string
		want   time.Duration
	}{
		{nil, 0},
		{[][2]string{{"Cache-Control", "public, max-age=600"}}, 10 * time.Minute},
		{[][2]string{{"Cache-Control", `Max-Age="600"`}, {"Age", "120"}}, 8 * time.Minute},
		{[][2]string{{"Cache-Control", "max-age=60"}, {"Age", "120"}}, 0},
		{[][2]string{{"Cache-Control", "no-cache"}, {"Expires", "Sat, 21 Nov 2026 13:00:00 GMT"}}, 0},
		{[][2]string{{"Cache-Control", "max-age=99999999999999999999"}}, 0},
		{[][2]string{{"Cache-Control", "max-age=-5"}}, 0},
		{[][2]string{{"Expires", "Sat, 21 Nov 2026 13:00:00 GMT"}}, time.Hour},
		{[][2]string{{"Expires", "Sat, 21 Nov 2026 13:00:00 GMT"}, {"Date", "Sat, 21 Nov 2026 12:45:00 GMT"}}, 15 * time.Minute},
		{[][2]string{{"Expires", "0"}}, 0},
		{[][2]string{{"Expires", "Thu, 01 Jan 1970 00:00:00 GMT"}}, 0},
	} {
		h := http.Header{}
		for _, f := range tt.header {
			h.Add(f[0], f[1])
		}
		if got := revisit.Fresh(h, now); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.header, got, tt.want)
		}
	}
}

func TestHonest(t *testing.T) {
	ago := func(hours ...int) (all []time.Time) {
		for _, h := range hours {
			all = append(all, now.Add(-time.Duration(h)*time.Hour))
		}
		return all
	}
	for _, tt := range []struct {
		name     string
		modified []time.Time
		before   time.Time
		want     bool
	}{
		{"the first visit", ago(1, 30, 50), time.Time{}, false},
		{"some changed", ago(1, 2, 3, 4, 5, 30, 40, 50), now.Add(-day), true},
		{"all changed", ago(0, 0, 0, 0, 0, 0, 0, 0), now.Add(-day), false},
		{"all of a few changed", ago(0, 0, 0, 0), now.Add(-day), true},
		{"nothing is said", nil, now.Add(-day), true},
	} {
		if got := revisit.Honest(tt.modified, tt.before); got != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
}

func TestPrint(t *testing.T) {
	const text = "Körpü 3 dəqiqə əvvəl bağlandı."
	if revisit.Print(text) != revisit.Print("körpü  12 dəqiqə əvvəl bağlandı!") {
		t.Error("a clock changes the print")
	}
	if revisit.Print(text) == revisit.Print("Körpü 3 dəqiqə əvvəl açıldı.") || revisit.Print("a", "b") == revisit.Print("b", "a") {
		t.Error("other words have the same print")
	}
}

func BenchmarkLearn(b *testing.B) {
	m := frontier.Memory{First: now, Checked: now, Print: "a"}
	for b.Loop() {
		revisit.Lists.Learn(m, now.Add(day), "b")
	}
}

func FuzzFresh(f *testing.F) {
	f.Add("max-age=600", "12", "Sat, 21 Nov 2026 13:00:00 GMT", "")
	f.Add(`private, max-age="2147483647"`, "-1", "0", "Sat, 21 Nov 1926 13:00:00 GMT")
	f.Fuzz(func(t *testing.T, control, age, expires, date string) {
		h := http.Header{"Cache-Control": {control}, "Age": {age}, "Expires": {expires}, "Date": {date}}
		m := frontier.Memory{Wish: revisit.Fresh(h, now)}
		if pause := revisit.Catalogs.Next(m, now).Sub(now); m.Wish < 0 || pause < revisit.Soonest || pause > revisit.Latest {
			t.Fatalf("wish %s, pause %s", m.Wish, pause)
		}
	})
}
