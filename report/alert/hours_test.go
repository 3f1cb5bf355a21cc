package alert

import (
	"testing"
	"time"
)

// TestOnceADay lets two years pass in zones that change their clocks: a digest
// comes once on every day of the calendar.
func TestOnceADay(t *testing.T) {
	for _, name := range []string{"UTC", "Asia/Baku", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []clock{0, 30, 2 * 60, 2*60 + 30, 9 * 60, 23*60 + 59} {
			at, days := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC), map[string]int{}
			end := at.AddDate(2, 0, 0)
			for at.Before(end) {
				next := c.next(at, zone)
				if !next.After(at) || next.Sub(at) > 26*time.Hour {
					t.Fatalf("%s %d: after %s comes %s", name, c, at, next)
				}
				at = next
				days[at.In(zone).Format(time.DateOnly)]++
			}
			for day, n := range days {
				if n != 1 {
					t.Errorf("%s at %d: %d digests on %s", name, c, n, day)
				}
			}
			if len(days) < 730 {
				t.Errorf("%s at %d: digests on %d days of two years", name, c, len(days))
			}
		}
	}
}

func TestDue(t *testing.T) {
	rule := Rule{Zone: "Asia/Baku", Quiet: "22:00-07:00"} // four hours before UTC
	digest := Rule{Zone: "Asia/Baku", When: InDigest, At: []string{"09:00", "17:00"}}
	held := rule
	held.HoldCritical = true
	for _, test := range []struct {
		name     string
		rule     Rule
		now      string
		critical bool
		want     string
		loud     bool
	}{
		{"by day", rule, "12:00", false, "21 12:00", false},
		{"before it is quiet", rule, "17:59", false, "21 17:59", false},
		{"quiet", rule, "18:00", false, "22 03:00", false},
		{"quiet after midnight", rule, "02:59", false, "21 03:00", false},
		{"the end of quiet", rule, "03:00", false, "21 03:00", false},
		{"critical", rule, "20:00", true, "21 20:00", true},
		{"critical by day", rule, "12:00", true, "21 12:00", false},
		{"critical, held", held, "20:00", true, "22 03:00", false},
		{"digest", digest, "04:59", false, "21 05:00", false},
		{"the next digest", digest, "05:00", true, "21 13:00", false},
		{"tomorrow's", digest, "13:00", false, "22 05:00", false},
	} {
		h, err := test.rule.hours()
		if err != nil {
			t.Fatal(err)
		}
		now, err := time.Parse("2006-01-02 15:04", "2026-11-21 "+test.now)
		if err != nil {
			t.Fatal(err)
		}
		due, loud := h.due(now, test.critical)
		if got := due.Format("02 15:04"); got != test.want || loud != test.loud {
			t.Errorf("%s: %s (loud %v), want %s (%v)", test.name, got, loud, test.want, test.loud)
		}
	}
}
