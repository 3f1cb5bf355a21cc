package extract

import (
	"regexp"
	"strconv"
	"time"
)

// The orders in which a day, a month in words and a year stand, as fold spells
// them. Between them stand what several languages put there: "de", "-cı il",
// "წლის", "թ.", "-yil", "ماه".
var (
	dayMonthYear = regexp.MustCompile(`(?:^|\P{N})(\d{1,2})(?:\s*[-–]\s*|\.?\s+)(?:de\s+)?(\p{L}+)\.?,?(?:\s+(?:de|ماه))?,?\s+(\d{4})(?:\P{N}|$)`)
	monthDayYear = regexp.MustCompile(`(\p{L}+)\.?\s+(\d{1,2})(?:-\p{L}+)?,?\s+(\d{4})(?:\P{N}|$)`)
	yearDayMonth = regexp.MustCompile(`(?:^|\P{N})(\d{4})(?:\s*-?\s*\p{L}{1,9}\.?)?,?\s+(\d{1,2})(?:\s*[-–]\s*|\s+)(\p{L}+)`)
	yearMonthDay = regexp.MustCompile(`(?:^|\P{N})(\d{4})(?:\s*-?\s*\p{L}{1,9}\.?)?,?\s+(\p{L}+)\s+(\d{1,2})(?:\P{N}|$)`)

	yearFirst  = regexp.MustCompile(`(?:^|\P{N})(\d{4})([./-])(\d{1,2})[./-](\d{1,2})(?:\P{N}|$)`)
	allNumbers = regexp.MustCompile(`(?:^|\P{N})(\d{1,2})([./-])(\d{1,2})[./-](\d{4})(?:\P{N}|$)`)
	clock      = regexp.MustCompile(`(?:^|\P{N})([01]?\d|2[0-3]):([0-5]\d)(?:\P{N}|$)`)
)

// spellings are the orders above with the places of year, month and day.
var spellings = []struct {
	*regexp.Regexp
	year, month, day int
}{{dayMonthYear, 3, 2, 1}, {monthDayYear, 3, 1, 2}, {yearDayMonth, 1, 3, 2}, {yearMonthDay, 1, 2, 3}}

// dayInWords is the day that a line names. Days of numbers alone are read only
// where they cannot be read in two ways: 21.11.2026 and 21/11/2026, but not
// 03/02/2026.
func dayInWords(line string) (time.Time, bool) {
	line = fold(line)
	for _, s := range spellings {
		if m := s.FindStringSubmatch(line); m != nil {
			year := number(m[s.year])
			if month := monthOf(m[s.month], year); month > 0 {
				return makeDay(year, month, number(m[s.day]))
			}
		}
	}
	if m := yearFirst.FindStringSubmatch(line); m != nil {
		return makeDay(number(m[1]), number(m[3]), number(m[4]))
	}
	m := allNumbers.FindStringSubmatch(line)
	if m == nil {
		return time.Time{}, false
	}
	month := number(m[3])
	if day := number(m[1]); m[2] != "." && day <= 12 && day != month {
		return time.Time{}, false
	}
	return makeDay(number(m[4]), month, number(m[1]))
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// makeDay is a day of the calendar that the year tells.
func makeDay(year, month, day int) (time.Time, bool) {
	if isJalali(year) {
		return fromJalali(year, month, day)
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, month > 0 && t.Month() == time.Month(month) && t.Day() == day
}

// withClock spells a day, and the time of day where the line has one.
func withClock(day time.Time, line string) string {
	if m := clock.FindStringSubmatch(fold(line)); m != nil {
		return day.Format(time.DateOnly) + " " + m[1] + ":" + m[2]
	}
	return day.Format(time.DateOnly)
}
