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
	FactSilent     = "silent"     // how many of them do not say where it is from, the origin too
	FactAttributed = "attributed" // yes: the copy says where it is from
	FactQuoted     = "quoted"     // yes: what is alike is quoted, with words of their own around
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
	silent     int
	attributed bool
	quoted     bool
}

func (c *cluster) copyFacts(m *member) copyFacts {
	origin := c.members[0]
	f := copyFacts{
		origin:     name(origin.item),
		similarity: m.body.similarity(origin.body),
		later:      m.item.When().Sub(origin.item.When()),
		attributed: m.attributed,
		quoted:     m.quoted,
		silent:     c.silent(),
	}
	f.spans, f.share = m.body.shared(origin.body)
	order := c.voices()
	f.rank, f.sources = slices.Index(order, m.voice)+1, len(order)
	return f
}

// voices lists the sources of the cluster by their first item. The hosts of one
// site are one, by however many sources they are watched.
func (c *cluster) voices() []string {
	var order []string
	for _, m := range c.members {
		if !slices.Contains(order, m.voice) {
			order = append(order, m.voice)
		}
	}
	return order
}

// silent counts the sources that hold the text and neither quote it nor say
// where it is from; the origin is one of them.
func (c *cluster) silent() int {
	silent := []string{c.members[0].voice}
	for _, m := range c.members[1:] {
		if !slices.Contains(silent, m.voice) && !m.attributed && !m.quoted {
			silent = append(silent, m.voice)
		}
	}
	return len(silent)
}

func (f copyFacts) open() bool { return f.attributed || f.quoted }

func (f copyFacts) score() float64 {
	if f.open() {
		return f.similarity / 2
	}
	return f.similarity
}

// techniques are DISARM's plagiarised content (T0084.002) and, from three
// silent sources on, copypasta (T0084.001). What is openly taken over is
// neither.
func (f copyFacts) techniques() []string {
	switch {
	case f.open():
		return nil
	case f.silent >= 3:
		return []string{"T0084.001", "T0084.002"}
	}
	return []string{"T0084.002"}
}

func (f copyFacts) reason() qalxan.Reason {
	text := fmt.Sprintf("%d %% of this text stands in an article that %s published %s; it was the %s of %s sources known when it came.",
		percent(f.share), f.origin, ago(f.later), ordinal(f.rank), cardinal(f.sources))
	if f.attributed {
		text += " It says where it is from."
	}
	if f.quoted {
		text += " What is alike is quoted."
	}
	return qalxan.Reason{Code: "duplicate.copy", Text: text, Facts: map[string]string{
		"origin": f.origin, "share": strconv.Itoa(percent(f.share)), "rank": strconv.Itoa(f.rank),
		"later": f.later.String(), "similarity": strconv.FormatFloat(f.similarity, 'f', 2, 64),
		FactSources: strconv.Itoa(f.sources), FactSilent: strconv.Itoa(f.silent),
		FactAttributed: yesNo(f.attributed), FactQuoted: yesNo(f.quoted),
	}}
}

// originFacts is what is told of an origin.
type originFacts struct {
	copiers    int // sources
	first      string
	within     time.Duration
	similarity float64 // of the closest copy
	silent     int     // sources, the origin too
	attributed bool    // all copies say where they are from
	quoted     bool    // all copies quote it, or it quotes
}

func (c *cluster) originFacts() originFacts {
	origin, copies := c.members[0], c.members[1:]
	f := originFacts{
		copiers:    len(c.voices()) - 1,
		silent:     c.silent(),
		first:      name(copies[0].item),
		within:     copies[len(copies)-1].item.When().Sub(origin.item.When()),
		attributed: true,
		quoted:     true,
	}
	for _, m := range copies {
		f.similarity = max(f.similarity, m.body.similarity(origin.body))
		f.attributed = f.attributed && m.attributed
		f.quoted = f.quoted && m.quoted
	}
	return f
}

func (f originFacts) score() float64 {
	return copyFacts{similarity: f.similarity, attributed: f.attributed, quoted: f.quoted}.score()
}

func (f originFacts) reason() qalxan.Reason {
	text := fmt.Sprintf("This text was first seen here; it was copied by %s within %s, first by %s.", others(f.copiers), lasting(f.within), f.first)
	if f.attributed {
		text += " The copies say where they are from."
	}
	if f.quoted {
		text += " What is alike is quoted."
	}
	return qalxan.Reason{Code: "duplicate.origin", Text: text, Facts: map[string]string{
		"copiers": strconv.Itoa(f.copiers), "first": f.first, "within": f.within.String(),
		FactSources: strconv.Itoa(f.copiers + 1), FactSilent: strconv.Itoa(f.silent),
		FactAttributed: yesNo(f.attributed), FactQuoted: yesNo(f.quoted),
	}}
}

func percent(share float64) int { return int(math.Round(share * 100)) }

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
