package schedule_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/schedule"
)

func TestParse(t *testing.T) {
	baku := time.FixedZone("+04", 4*60*60)
	after := time.Date(2026, 3, 29, 1, 59, 30, 0, baku) // 2026-03-28 21:59:30 UTC
	for spec, want := range map[string]string{
		"*/15 * * * *":    "2026-03-28T22:00:00Z",
		" 30 2 * * * ":    "2026-03-29T02:30:00Z",
		"0 0 * * MON":     "2026-03-30T00:00:00Z",
		"0 0 29 2 *":      "2028-02-29T00:00:00Z",
		"@hourly":         "2026-03-28T22:00:00Z",
		"@daily":          "2026-03-29T00:00:00Z",
		"@every 10m":      "2026-03-28T22:09:30Z",
		"@every 1m":       "2026-03-28T22:00:30Z",
		"0 6,18 1-5 * *":  "2026-04-01T06:00:00Z",
		"59 21 28 3 *":    "2027-03-28T21:59:00Z",
		"0 22 * * 6":      "2026-03-28T22:00:00Z",
		"@every 1h30m":    "2026-03-28T23:29:30Z",
		"@weekly":         "2026-03-29T00:00:00Z",
		"@yearly":         "2027-01-01T00:00:00Z",
		"0 0 1 JAN,JUL *": "2026-07-01T00:00:00Z",
	} {
		s, err := schedule.Parse(spec)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := s.Next(after).Format(time.RFC3339); got != want {
			t.Errorf("%q: next is %s, want %s", spec, got, want)
		}
		if s.String() != strings.TrimSpace(spec) {
			t.Errorf("String is %q", s)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for spec, says := range map[string]string{
		"":                            "empty",
		"TZ=0":                        "UTC",
		"CRON_TZ=Asia/Baku 0 0 * * *": "UTC",
		"@every 59s":                  "below the least time",
		"@every -5s":                  "below the least time",
		"@every soon":                 "soon",
		"0 0 31 2 *":                  "never comes",
		"* * * *":                     "5 fields",
		"0 * * * * *":                 "5 fields",
		"61 * * * *":                  "above maximum",
		"*/90 * * * *":                "the step of */90 is above 59",
		"0 1,*/24 * * *":              "the step of */24 is above 23",
		"@reboot":                     "@reboot",
		"yesterday":                   "5 fields",
		strings.Repeat("*", 300):      "longer than",
	} {
		_, err := schedule.Parse(spec)
		if !errors.Is(err, schedule.ErrSpec) {
			t.Errorf("%q: %v", spec, err)
			continue
		}
		for _, part := range []string{says, `"@every 10m"`, spec[:min(len(spec), 256)]} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q: %v does not say %q", spec, err, part)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"TZ=0", "CRON_TZ=", "@every 1h", "*/0 * * * *", "0-59/7 1,2 * * SUN", "? ? ? ? ?"} {
		f.Add(seed)
	}
	day := time.Date(2026, 11, 21, 10, 15, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, spec string) {
		s, err := schedule.Parse(spec)
		if err != nil {
			return
		}
		first := s.Next(day)
		if !first.After(day) || first.Location() != time.UTC {
			t.Errorf("%q: next is %s", spec, first)
		}
		if second := s.Next(first); second.Sub(first) < schedule.Least {
			t.Errorf("%q: %s is too soon after %s", spec, second, first)
		}
	})
}
