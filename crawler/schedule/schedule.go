// Package schedule says when sources are due, by cron specifications in UTC,
// and starts them.
package schedule

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// ErrSpec: a specification cannot be used. The error says why and shows one
// that can.
var ErrSpec = errors.New("not a schedule")

const (
	// Least is the shortest time between two runs.
	Least = time.Minute

	maxSpec = 256 // bytes
	example = `write five fields like "*/15 * * * *", or "@hourly", or "@every 10m"`
)

// Schedule is a cron specification that was understood.
type Schedule struct {
	spec  string
	times cron.Schedule
}

// Parse reads a specification: the five fields minute, hour, day of month,
// month and day of week; or @hourly, @daily, @weekly, @monthly, @yearly; or
// @every with a duration of at least one minute. All times are UTC. An error
// is ErrSpec, in words for people.
func Parse(spec string) (Schedule, error) {
	spec = strings.TrimSpace(spec)
	times, err := parse(spec)
	if err != nil {
		shown := spec[:min(len(spec), maxSpec)]
		return Schedule{}, fmt.Errorf("schedule %q: %w: %w; %s", shown, ErrSpec, err, example)
	}
	return Schedule{spec, times}, nil
}

func parse(spec string) (times cron.Schedule, err error) {
	if err := precheck(spec); err != nil {
		return nil, err
	}
	// cron 3.0.1 panics on some specifications, such as "TZ=0".
	defer func() {
		if recover() != nil {
			times, err = nil, errors.New("it cannot be read")
		}
	}()
	if times, err = cron.ParseStandard(spec); err != nil {
		return nil, err
	}
	if times.Next(leapYear).IsZero() {
		return nil, errors.New("such a day never comes")
	}
	return times, nil
}

// leapYear is a day from which every day of the calendar comes within the five
// years that cron looks ahead.
var leapYear = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// precheck refuses what cron would take but we do not mean.
func precheck(spec string) error {
	if spec == "" {
		return errors.New("it is empty")
	}
	if len(spec) > maxSpec {
		return fmt.Errorf("it is longer than %d bytes", maxSpec)
	}
	if strings.HasPrefix(spec, "TZ=") || strings.HasPrefix(spec, "CRON_TZ=") {
		return errors.New("schedules are in UTC, leave the time zone out")
	}
	if err := checkSteps(strings.Fields(spec)); err != nil {
		return err
	}
	every, ok := strings.CutPrefix(spec, "@every ")
	if !ok {
		return nil
	}
	if d, err := time.ParseDuration(every); err == nil && d < Least {
		return fmt.Errorf("%s is below the least time of %s", d, Least)
	}
	return nil
}

// checkSteps refuses steps that lead out of their field: cron takes */90 in
// the place of minutes for once an hour.
func checkSteps(fields []string) error {
	most := []int{59, 23, 31, 12, 7}
	if len(fields) != len(most) {
		return nil
	}
	for i, field := range fields {
		for part := range strings.SplitSeq(field, ",") {
			_, step, _ := strings.Cut(part, "/")
			if n, err := strconv.Atoi(step); err == nil && n > most[i] {
				return fmt.Errorf("the step of %s is above %d", part, most[i])
			}
		}
	}
	return nil
}

// Next is the first time after the given one.
func (s Schedule) Next(after time.Time) time.Time { return s.times.Next(after.UTC()) }

// String is the specification.
func (s Schedule) String() string { return s.spec }
