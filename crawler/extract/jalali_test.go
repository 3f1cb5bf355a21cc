package extract

import (
	"testing"
	"time"
)

func TestFromJalali(t *testing.T) {
	tests := []struct {
		year, month, day int
		want             string // empty: there is no such day
	}{
		{1300, 1, 1, "1921-03-21"},
		{1357, 11, 22, "1979-02-11"},
		{1375, 1, 1, "1996-03-20"},
		{1378, 10, 11, "2000-01-01"},
		{1399, 12, 30, "2021-03-20"},
		{1400, 1, 1, "2021-03-21"},
		{1402, 10, 11, "2024-01-01"},
		{1403, 1, 1, "2024-03-20"},
		{1403, 12, 30, "2025-03-20"},
		{1404, 1, 1, "2025-03-21"},
		{1405, 8, 30, "2026-11-21"},
		{1404, 12, 30, ""},
		{1405, 7, 31, ""},
		{1405, 0, 1, ""},
		{1405, 13, 1, ""},
		{1405, 1, 0, ""},
		{2026, 1, 1, ""},
		{1, 1, 1, ""},
	}
	for _, test := range tests {
		day, ok := fromJalali(test.year, test.month, test.day)
		if ok != (test.want != "") || ok && day.Format(time.DateOnly) != test.want {
			t.Errorf("%d-%d-%d: got %s, %v; want %q", test.year, test.month, test.day, day.Format(time.DateOnly), ok, test.want)
		}
	}
}

// TestJalaliDaysFollowEachOther walks through every day of the calendar.
func TestJalaliDaysFollowEachOther(t *testing.T) {
	last, _ := fromJalali(firstJalali, 1, 1)
	last = last.AddDate(0, 0, -1)
	for year := firstJalali; year <= lastJalali; year++ {
		for month := 1; month <= 12; month++ {
			for day := 1; day <= daysOfJalali(year, month); day++ {
				next, ok := fromJalali(year, month, day)
				if !ok || !next.Equal(last.AddDate(0, 0, 1)) {
					t.Fatalf("%d-%d-%d is %s, after %s", year, month, day, next.Format(time.DateOnly), last.Format(time.DateOnly))
				}
				last = next
			}
		}
	}
}
