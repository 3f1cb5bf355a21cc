package standing

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/qalxan/qalxan/crawler/schedule"
)

// errZone: there is no such time zone.
var errZone = errors.New("name a time zone like Asia/Baku")

// times are the due times of a report: a schedule by the clocks of a zone. A
// time that clocks leave out in spring is due as they go on, and one that they
// show twice in autumn is due the second time only: every day has one report.
type times struct {
	wall schedule.Schedule // of clock times, as if there were no zones
	zone *time.Location
}

func newTimes(spec, zone string) (t times, err error) {
	if zone == "Local" {
		return t, fmt.Errorf("%w: that of the machine may change", errZone)
	}
	if t.zone, err = time.LoadLocation(zone); err != nil {
		return t, fmt.Errorf("there is no time zone %.40q: %w", zone, errZone)
	}
	if strings.HasPrefix(strings.TrimSpace(spec), "@every") {
		return t, errors.New("@every has no set times; give minute, hour, day, month and weekday, like 0 9 * * 1")
	}
	if t.wall, err = schedule.Parse(spec); err != nil {
		return t, err
	}
	last := t.wall.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	for range 100 {
		next := t.wall.Next(last)
		if !next.IsZero() && next.Sub(last) < leastBetween {
			return t, fmt.Errorf("it is due more often than every %s", leastBetween)
		}
		last = next
	}
	return t, nil
}

// next is the first due time after another; zero where none comes.
func (t times) next(after time.Time) time.Time {
	wall := inUTC(after.In(t.zone))
	for {
		if wall = t.wall.Next(wall); wall.IsZero() {
			return wall
		}
		// time.Date reads a time that clocks leave out by an offset next to it,
		// and takes one of two that are the same.
		due := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, t.zone)
		if due.After(after) {
			return due.UTC()
		}
	}
}

// latest is the last due time after from and not after now, and how many there
// were before it; zero where there is none.
func (t times) latest(from, now time.Time) (due time.Time, missed int) {
	for next := t.next(from); !next.IsZero() && !next.After(now); next = t.next(next) {
		if !due.IsZero() {
			missed++
		}
		due = next
	}
	return due, missed
}

// inUTC is what a clock shows, as a time in UTC.
func inUTC(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}
