// Package timeline lays out who published when: a lane for each source, in the
// order in which they joined, and a dot for each publication. It computes
// places first and draws them as SVG without styles of its own.
package timeline

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// Event is one publication.
type Event struct {
	Time  time.Time
	Lane  string // who published
	Title string // what is shown for the dot
}

// Chart is a layout in whole units of a drawing.
type Chart struct {
	Width, Height int
	Left, Right   int // where the time axis begins and ends
	Bottom, Axis  int // where its marks begin and end
	Lanes         []Lane
	Ticks         []Tick
}

// Lane is one row.
type Lane struct {
	Name string
	More int // how many names are drawn together here; 0 for one
	Y    int
	Dots []Dot
}

// Dot is one event.
type Dot struct {
	X     int
	Title string
}

// Tick is a labelled place on the time axis, in UTC.
type Tick struct {
	X     int
	Label string
}

const (
	width    = 980
	left     = 220
	right    = 920
	lane     = 30
	top      = 24
	axis     = 28
	maxLanes = 12 // later sources share the last lane
	maxName  = 26 // letters that fit beside a lane
)

// New lays the events out. Events need not be sorted; without events the chart
// has no lanes.
func New(events []Event) Chart {
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b Event) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Lane, b.Lane))
	})
	c := Chart{Width: width, Left: left, Right: right}
	if len(events) == 0 {
		return c
	}
	first, last := events[0].Time, events[len(events)-1].Time
	at := scale(first, last)
	rows := make(map[string]int)
	for _, e := range events {
		row := c.row(rows, e.Lane)
		c.Lanes[row].Dots = append(c.Lanes[row].Dots, Dot{X: at(e.Time), Title: e.Title})
	}
	c.Bottom = top + lane*(len(c.Lanes)-1) + lane/2
	c.Axis = c.Bottom + 6
	c.Height = c.Bottom + axis
	c.Ticks = ticks(first, last, at)
	return c
}

// row finds the lane of a name and adds it where there is room.
func (c *Chart) row(rows map[string]int, name string) int {
	row, known := rows[name]
	switch {
	case known:
		return row
	case len(c.Lanes) < maxLanes:
		row = len(c.Lanes)
		c.Lanes = append(c.Lanes, Lane{Name: name, Y: top + lane*row})
	default:
		row = maxLanes - 1
		c.Lanes[row].More = max(c.Lanes[row].More, 1) + 1
	}
	rows[name] = row
	return row
}

// scale maps times to places on the axis. One single moment stands at its
// start.
func scale(first, last time.Time) func(time.Time) int {
	span := float64(last.Sub(first))
	return func(t time.Time) int {
		if span <= 0 {
			return left
		}
		return left + int(float64(t.Sub(first))/span*(right-left)+0.5)
	}
}

const day = 24 * time.Hour

// steps are the distances that ticks may have.
var steps = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	day, 2 * day, 7 * day, 14 * day, 30 * day, 90 * day, 365 * day, 1825 * day, 18250 * day,
}

const maxTicks = 6

func ticks(first, last time.Time, at func(time.Time) int) []Tick {
	first, last = first.UTC(), last.UTC()
	step := steps[len(steps)-1]
	for _, s := range steps {
		if last.Sub(first) <= s*maxTicks {
			step = s
			break
		}
	}
	form := time.DateOnly
	if step < day {
		form = "01-02 15:04"
	}
	out := []Tick{{left, first.Format(form)}}
	for t := first.Truncate(step).Add(step); !t.After(last) && len(out) <= maxTicks; t = t.Add(step) {
		if x := at(t); x-out[len(out)-1].X >= 90 {
			out = append(out, Tick{x, t.Format(form)})
		}
	}
	return out
}

// Delay says a duration with its two largest units: 2d 4h, 35m, 12s.
func Delay(d time.Duration) string {
	units := []struct {
		size time.Duration
		name string
	}{{day, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}}
	for i, u := range units {
		if d < u.size {
			continue
		}
		text := strconv.Itoa(int(d/u.size)) + u.name
		if i+1 < len(units) && d%u.size >= units[i+1].size {
			text += " " + strconv.Itoa(int(d%u.size/units[i+1].size)) + units[i+1].name
		}
		return text
	}
	return "0s"
}
