package extract

import "time"

// The Solar Hijri calendar of Iran and Afghanistan. Six months have 31 days,
// five have 30, and the last has 29 or, in a leap year, 30. The leap years
// follow a cycle of 33 years, which agrees with the observed equinox from 1244
// to 1472, and so for every page of the web.
const (
	firstJalali = 1244
	lastJalali  = 1472
)

// isJalali reports whether a year is one of the Solar Hijri calendar.
func isJalali(year int) bool { return firstJalali <= year && year <= lastJalali }

// newYear1400 is the first day of the year 1400.
var newYear1400 = time.Date(2021, 3, 21, 0, 0, 0, 0, time.UTC)

// fromJalali is a day of the Solar Hijri calendar, and whether there is such a
// day.
func fromJalali(year, month, day int) (time.Time, bool) {
	if !isJalali(year) || month < 1 || month > 12 || day < 1 || day > daysOfJalali(year, month) {
		return time.Time{}, false
	}
	days := day - 1
	for m := 1; m < month; m++ {
		days += daysOfJalali(year, m)
	}
	for y := 1400; y < year; y++ {
		days += lengthOfJalali(y)
	}
	for y := year; y < 1400; y++ {
		days -= lengthOfJalali(y)
	}
	return newYear1400.AddDate(0, 0, days), true
}

func isLeapJalali(year int) bool { return (25*year+11)%33 < 8 }

func lengthOfJalali(year int) int {
	if isLeapJalali(year) {
		return 366
	}
	return 365
}

func daysOfJalali(year, month int) int {
	switch {
	case month <= 6:
		return 31
	case month <= 11 || isLeapJalali(year):
		return 30
	}
	return 29
}
