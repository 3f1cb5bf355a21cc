package duplicate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/qalxan/qalxan"
)

// Facts that other packages judge by.
const (
	FactSources    = "sources"    // how many sources hold the text
	FactAttributed = "attributed" // yes: the copy names its origin or links to it
)

// copyFacts is what is told of a copy.
type copyFacts struct {
	origin     string // name of its source
	similarity float64
	share      float64 // of the copy's words
	spans      []qalxan.Span
	later      time.Duration
	rank       int // among the sources, by time; the origin's is 1
	sources    int
	attributed bool
}

func (c *cluster) copyFacts(m *member) copyFacts {
	origin := c.members[0]
	f := copyFacts{
		origin:     name(origin.item),
		similarity: m.body.similarity(origin.body),
		later:      m.item.When().Sub(origin.item.When()),
		attributed: attributed(m.item, origin.item),
	}
	f.spans, f.share = m.body.shared(origin.body)
	order := c.sources()
	f.rank, f.sources = slices.Index(order, m.item.SourceID)+1, len(order)
	return f
}

// sources lists the sources of the cluster by their first item.
func (c *cluster) sources() []string {
	var order []string
	for _, m := range c.members {
		if !slices.Contains(order, m.item.SourceID) {
			order = append(order, m.item.SourceID)
		}
	}
	return order
}

func (f copyFacts) score() float64 {
	if f.attributed {
		return f.similarity / 2
	}
	return f.similarity
}

// techniques are DISARM's plagiarised content (T0084.002) and, from three
// sources on, copypasta (T0084.001). A reprint that names its origin is
// neither.
func (f copyFacts) techniques() []string {
	switch {
	case f.attributed:
		return nil
	case f.sources >= 3:
		return []string{"T0084.001", "T0084.002"}
	}
	return []string{"T0084.002"}
}

func (f copyFacts) reason() qalxan.Reason {
	text := fmt.Sprintf("%d %% of this text stands in an article that %s published %s; it was the %s of %s sources known when it came.",
		percent(f.share), f.origin, ago(f.later), ordinal(f.rank), cardinal(f.sources))
	if f.attributed {
		text += " It names its origin."
	}
	return qalxan.Reason{Code: "duplicate.copy", Text: text, Facts: map[string]string{
		"origin": f.origin, "share": strconv.Itoa(percent(f.share)), "rank": strconv.Itoa(f.rank),
		"later": f.later.String(), "similarity": strconv.FormatFloat(f.similarity, 'f', 2, 64),
		FactSources: strconv.Itoa(f.sources), FactAttributed: yesNo(f.attributed),
	}}
}

// originFacts is what is told of an origin.
type originFacts struct {
	copiers    int // sources
	first      string
	within     time.Duration
	similarity float64 // of the closest copy
	attributed bool    // all copies name it
}

func (c *cluster) originFacts() originFacts {
	origin, copies := c.members[0], c.members[1:]
	f := originFacts{
		copiers:    len(c.sources()) - 1,
		first:      name(copies[0].item),
		within:     copies[len(copies)-1].item.When().Sub(origin.item.When()),
		attributed: true,
	}
	for _, m := range copies {
		f.similarity = max(f.similarity, m.body.similarity(origin.body))
		f.attributed = f.attributed && attributed(m.item, origin.item)
	}
	return f
}

func (f originFacts) score() float64 {
	return copyFacts{similarity: f.similarity, attributed: f.attributed}.score()
}

func (f originFacts) reason() qalxan.Reason {
	text := fmt.Sprintf("This text was first seen here; it was copied by %s within %s, first by %s.", others(f.copiers), lasting(f.within), f.first)
	if f.attributed {
		text += " The copies name their origin."
	}
	return qalxan.Reason{Code: "duplicate.origin", Text: text, Facts: map[string]string{
		"copiers": strconv.Itoa(f.copiers), "first": f.first, "within": f.within.String(),
		FactSources: strconv.Itoa(f.copiers + 1), FactAttributed: yesNo(f.attributed),
	}}
}

func percent(share float64) int { return int(math.Round(share * 100)) }

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
