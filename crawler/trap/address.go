package trap

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// address is one address, taken apart.
type address struct {
	host     string
	segments []string // empty ones are doubled slashes; a slash at the end makes none
	keys     []string // of the query, sorted
	values   url.Values
	letters  int
}

// parse takes an address apart. What cannot be parsed has no parts.
func parse(raw string) address {
	u, err := url.Parse(raw)
	if err != nil {
		return address{}
	}
	a := address{host: u.Host, values: u.Query(), letters: utf8.RuneCountInString(u.Path) + utf8.RuneCountInString(u.RawQuery)}
	if query, err := url.QueryUnescape(u.RawQuery); err == nil {
		a.letters = utf8.RuneCountInString(u.Path) + utf8.RuneCountInString(query)
	}
	if path := strings.TrimPrefix(u.Path, "/"); path != "" {
		a.segments = strings.Split(strings.TrimSuffix(path, "/"), "/")
	}
	for key := range a.values {
		a.keys = append(a.keys, key)
	}
	slices.Sort(a.keys)
	return a
}

// refused is the rule by which an address is never asked for; empty for none.
func (a address) refused(now time.Time) Rule {
	switch {
	case a.letters > maxLetters:
		return Long
	case len(a.segments) > maxSegments:
		return Deep
	case a.slashes() > maxSlashes:
		return Slashes
	case a.repeats() > maxRepeats || a.echoes():
		return Repeating
	case len(a.keys) > maxParameters:
		return Facets
	case a.runsAway(now):
		return Calendar
	}
	return ""
}

// suspected is the rule that fits an address best which brought nothing.
func (a address) suspected() Rule {
	switch {
	case a.slashes() > 0:
		return Slashes
	case a.repeats() > 1:
		return Repeating
	case len(a.years()) > 0 || a.isDay():
		return Calendar
	case len(a.keys) > 0:
		return Facets
	case a.ofVisit():
		return Sessions
	}
	return Wide
}

// ofVisit reports whether something lies below what looks like the key of a
// visit.
func (a address) ofVisit() bool {
	return slices.ContainsFunc(a.segments[:max(len(a.segments)-1, 0)], isSession)
}

func (a address) slashes() (n int) {
	for _, s := range a.segments {
		if s == "" {
			n++
		}
	}
	return n
}

// repeats is how often the name stands in the path that stands there most.
// Short numbers are days and pages, and may be the same.
func (a address) repeats() (most int) {
	times := map[string]int{}
	for _, s := range a.segments {
		if s == "" || len(s) < 3 && isNumber(s) {
			continue
		}
		times[s]++
		most = max(most, times[s])
	}
	return most
}

// echoes reports whether two or more names stand twice one after the other, as
// in /a/b/a/b.
func (a address) echoes() bool {
	for n := 2; 2*n <= len(a.segments); n++ {
		for i := 0; i+2*n <= len(a.segments); i++ {
			part := a.segments[i : i+n]
			if slices.Equal(part, a.segments[i+n:i+2*n]) && slices.ContainsFunc(part, isName) {
				return true
			}
		}
	}
	return false
}

// runsAway reports whether a date of the query or of one segment lies where no
// news is. Two segments such as /7749/12 may as well be a number and a page.
func (a address) runsAway(now time.Time) bool {
	last := now.Year() + maxAhead
	return slices.ContainsFunc(a.years(), func(year int) bool { return year < firstYear || year > last })
}

// yearKeys are the names of parameters that hold a year. Others that begin alike
// do not: yazi and yazar are a story and its author, with a number each.
var yearKeys = []string{"y", "yr", "yy", "yyyy", "year", "years", "yil"}

// years are those that a query or a segment like 2026-11 names.
func (a address) years() (years []int) {
	for key, values := range a.values {
		for _, v := range values {
			if year, ok := yearOf(v); ok {
				years = append(years, year)
			} else if year, err := strconv.Atoi(v); err == nil && len(v) == 4 && slices.Contains(yearKeys, strings.ToLower(key)) {
				years = append(years, year)
			}
		}
	}
	for _, s := range a.segments {
		if year, ok := yearOf(s); ok {
			years = append(years, year)
		}
	}
	return years
}

// isDay reports whether the path ends in a day or a month: /2026/11.
func (a address) isDay() bool {
	numbers := 0
	for i := len(a.segments) - 1; i >= 0 && isNumber(a.segments[i]); i-- {
		if numbers++; len(a.segments[i]) == 4 && numbers > 1 {
			return true
		}
	}
	return false
}

// yearOf is the year of a month or day in the spelling of ISO 8601.
func yearOf(s string) (int, bool) {
	for _, layout := range []string{"2006-01", time.DateOnly} {
		if len(s) == len(layout) {
			if t, err := time.Parse(layout, s); err == nil {
				return t.Year(), true
			}
		}
	}
	return 0, false
}
