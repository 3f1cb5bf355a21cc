package desk

import (
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/report/timeline"
)

// spread is a drawing of how a campaign spread: a lane for each source, a dot
// for each publication, and an arrow from where each has it.
type spread struct {
	timeline.Chart
	Arrows []arrow
}

// arrow leads from one dot to another, along a curve through two more points.
type arrow struct {
	X1, Y1, X2, Y2, Bend int
	Tie                  string
	From, To             string // titles
}

// newSpread lays out the first members of a campaign, which are in order of
// time, and the way that it took.
func newSpread(view api.CampaignView) spread {
	var events []timeline.Event
	for _, m := range view.Early {
		events = append(events, timeline.Event{Time: m.When, Lane: m.Source, Title: m.Title})
	}
	s := spread{Chart: timeline.New(events)}
	places, titles := s.places(view.Early), map[string]string{}
	for _, m := range view.Early {
		titles[m.FindingID] = m.Title
	}
	for _, hop := range view.Path {
		from, drawn := places[hop.From]
		to, too := places[hop.To]
		if !drawn || !too {
			continue // it came while the page was made
		}
		s.Arrows = append(s.Arrows, arrow{
			X1: from[0], Y1: from[1], X2: to[0], Y2: to[1], Bend: (from[0] + to[0]) / 2,
			Tie: string(hop.Tie), From: titles[hop.From], To: titles[hop.To],
		})
	}
	return s
}

// places finds the dot of every member: within a lane, dots stand in the order
// of time, as members do.
func (s spread) places(members []api.Early) map[string][2]int {
	rows, used := map[string]int{}, map[int]int{}
	for i, lane := range s.Lanes {
		rows[lane.Name] = i
	}
	places := map[string][2]int{}
	for _, m := range members {
		row, known := rows[m.Source]
		if !known {
			row = len(s.Lanes) - 1
		}
		lane := s.Lanes[row]
		if n := used[row]; n < len(lane.Dots) {
			places[m.FindingID] = [2]int{lane.Dots[n].X, lane.Y}
		}
		used[row]++
	}
	return places
}
