package alert

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a machine without zones must not silence anybody
)

// clock is a time of the day in minutes.
type clock int

var clockForm = regexp.MustCompile(`^([01][0-9]|2[0-3]):([0-5][0-9])$`)

func parseClock(text string) (clock, error) {
	m := clockForm.FindStringSubmatch(text)
	if m == nil {
		return 0, fmt.Errorf("%.20q is no time of the day; write it like 09:00", text)
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	return clock(hour*60 + minute), nil
}

// next is the first moment after t at which the clocks of a zone show c. On a
// day whose clocks skip that time it is as long after midnight as the clock
// says; where they show it twice, one of the two: once a day in any case.
func (c clock) next(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	for n := -1; ; n++ {
		at := time.Date(year, month, day+n, int(c)/60, int(c)%60, 0, 0, zone)
		if at.After(t) {
			return at.UTC()
		}
	}
}

// window is a span of every day. It may pass midnight; equal ends are none.
type window struct{ from, to clock }

// errWindow says how a window is written.
var errWindow = errors.New("write quiet hours like 22:00-07:00")

func parseWindow(text string) (w window, err error) {
	if text == "" {
		return w, nil
	}
	from, to, ok := strings.Cut(text, "-")
	if !ok {
		return w, errWindow
	}
	if w.from, err = parseClock(strings.TrimSpace(from)); err == nil {
		w.to, err = parseClock(strings.TrimSpace(to))
	}
	if err == nil && w.from == w.to {
		err = errors.New("both ends are the same; quiet all day is no alert at all")
	}
	if err != nil {
		return w, fmt.Errorf("%w: %w", errWindow, err)
	}
	return w, nil
}

// holds reports whether the clocks of a zone show a time in the window at t.
func (w window) holds(t time.Time, zone *time.Location) bool {
	t = t.In(zone)
	now := clock(t.Hour()*60 + t.Minute())
	if w.from <= w.to {
		return w.from <= now && now < w.to
	}
	return now >= w.from || now < w.to
}

// hours are when a rule speaks.
type hours struct {
	zone  *time.Location
	quiet window
	at    []clock // none: at once
	// hold keeps critical cases, too, until the quiet hours end.
	hold bool
}

// due is when something that a rule notices at now is to be said. Loud says that
// it breaks the quiet hours.
func (h hours) due(now time.Time, critical bool) (due time.Time, loud bool) {
	due = now
	for i, c := range h.at {
		if at := c.next(now, h.zone); i == 0 || at.Before(due) {
			due = at
		}
	}
	switch {
	case h.quiet.from == h.quiet.to || !h.quiet.holds(due, h.zone):
		return due, false
	case critical && !h.hold:
		return due, true
	}
	return h.quiet.to.next(due, h.zone), false
}
