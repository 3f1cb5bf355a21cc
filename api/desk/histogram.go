package desk

import (
	"time"

	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// days is a drawing of how many hits there are on each day.
type days struct {
	Width, Height int
	Bars          []bar
	First, Last   time.Time
}

// bar is one day, in units of the drawing.
type bar struct {
	X, Y, Width, Height int
	Day                 time.Time
	Count               int
	Link                string // to the search of that day alone
}

const (
	daysWidth  = 720
	daysHeight = 56
	daysMost   = 366
)

// newDays draws the counts, which are in order of time; nil where they are of
// fewer than two days, or of more than a year.
func newDays(c *chooser, counts []store.Count) *days {
	if len(counts) > daysMost {
		return nil
	}
	var bars []bar
	top := 0
	for _, count := range counts {
		day, err := time.Parse(time.DateOnly, count.Value)
		if err != nil {
			continue
		}
		bars = append(bars, bar{
			Day: day, Count: count.Count,
			Link: c.choose(query.Range{After: day, Before: day.AddDate(0, 0, 1)}, "", 0).Link,
		})
		top = max(top, count.Count)
	}
	if len(bars) < 2 {
		return nil
	}
	d := &days{Width: daysWidth, Height: daysHeight, First: bars[0].Day, Last: bars[len(bars)-1].Day, Bars: bars}
	span := int(d.Last.Sub(d.First)/(24*time.Hour)) + 1
	if span > daysMost {
		return nil
	}
	for i, b := range d.Bars {
		at := int(b.Day.Sub(d.First) / (24 * time.Hour))
		from, to := at*daysWidth/span, (at+1)*daysWidth/span
		height := max(2, b.Count*daysHeight/top)
		d.Bars[i].X, d.Bars[i].Width = from, max(1, min(to-from-1, 40))
		d.Bars[i].Y, d.Bars[i].Height = daysHeight-height, height
	}
	return d
}
