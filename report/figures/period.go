package figures

import (
	"time"

	"github.com/qalxan/qalxan"
)

// Period is what happened in a time, such as a week.
type Period struct {
	First, Last time.Time // when the first and the last finding were created
	Levels      []Tally   // every level, the highest first
	Statuses    []Tally   // every status
	Languages   []Tally
	Sources     []Tally
	Detectors   []Tally
	Days        []Tally // every day from the first to the last, in UTC
	Detect      Median  // from publication to finding
	Decide      Median  // from finding to the first decision
	Undecided   int
}

// mostDays is how many days a period tells apart; earlier ones are left out.
const mostDays = 20

// OfPeriod counts findings.
func OfPeriod(cases []Case) Period {
	levels := qalxan.Levels()
	p := Period{
		Levels:    In([]qalxan.Level{levels[2], levels[1], levels[0]}, Tallies(cases, One(func(c Case) string { return string(c.Finding.Level) }))),
		Statuses:  In(qalxan.Statuses(), Tallies(cases, One(func(c Case) string { return string(c.Finding.Status) }))),
		Languages: Tallies(cases, One(Language)),
		Sources:   Tallies(cases, One(func(c Case) string { return c.Finding.SourceID })),
		Detectors: Tallies(cases, Detectors),
	}
	var detect, decide []time.Duration
	for _, c := range cases {
		f := c.Finding
		if p.First.IsZero() || f.Created.Before(p.First) {
			p.First = f.Created
		}
		if f.Created.After(p.Last) {
			p.Last = f.Created
		}
		if published := c.Item.Published(); !published.IsZero() && !published.After(f.Created) {
			detect = append(detect, f.Created.Sub(published))
		}
		if len(f.Decisions) > 0 && !f.Decisions[0].Time.Before(f.Created) {
			decide = append(decide, f.Decisions[0].Time.Sub(f.Created))
		}
		if f.Status == qalxan.StatusNew {
			p.Undecided++
		}
	}
	p.Detect, p.Decide, p.Days = median(detect), median(decide), days(cases, p.First, p.Last)
	return p
}

func days(cases []Case, first, last time.Time) []Tally {
	if first.IsZero() {
		return nil
	}
	created := Tallies(cases, One(func(c Case) string { return c.Finding.Created.UTC().Format(time.DateOnly) }))
	var order []string
	end := last.UTC().Truncate(24 * time.Hour)
	begin := first.UTC().Truncate(24 * time.Hour)
	if earliest := end.AddDate(0, 0, 1-mostDays); begin.Before(earliest) {
		begin = earliest
	}
	for day := begin; !day.After(end); day = day.AddDate(0, 0, 1) {
		order = append(order, day.Format(time.DateOnly))
	}
	return In(order, created)
}
