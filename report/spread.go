package report

import (
	"html/template"
	"strconv"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/timeline"
)

// spread is a campaign with its members in order of time.
type spread struct {
	qalxan.Campaign
	Members  []member
	Timeline template.HTML
}

type member struct {
	Entry
	When  time.Time
	Delay string // after the first member; empty for it
}

var timelineWords = timeline.Words{
	Label: "Timeline; the table below holds the same.",
	More:  func(n int) string { return strconv.Itoa(n) + " more sources" },
}

func newSpread(c qalxan.Campaign, entries []Entry) (spread, error) {
	out := spread{Campaign: c}
	for _, e := range members(c, entries) {
		out.Members = append(out.Members, member{Entry: e, When: e.Item.When()})
	}
	var events []timeline.Event
	for i, m := range out.Members {
		if i > 0 {
			out.Members[i].Delay = timeline.Delay(m.When.Sub(out.Members[0].When))
		}
		events = append(events, timeline.Event{Time: m.When, Lane: name(m.Source), Title: m.Item.Title})
	}
	var err error
	out.Timeline, err = timeline.New(events).SVG(timelineWords)
	return out, err
}
