package desk

import (
	"net/url"
	"slices"
	"time"

	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// group is what one facet offers.
type group struct {
	Name         string
	Values, More []choice
}

// choice is a filter that can be put into the query or taken out of it.
type choice struct {
	Label  string
	Count  int
	Active bool
	Link   string // to the query with or, if it is active, without the filter
}

// chooser changes the filters of a query.
type chooser struct {
	node query.Node
	sort string
}

func newChooser(q, sort string, now time.Time) (*chooser, error) {
	node, err := query.Parse(q, now)
	return &chooser{node, sort}, err
}

// link is the address of a search.
func (c *chooser) link(node query.Node) string {
	text := query.String(node)
	if node == query.Node(query.All{}) {
		text = ""
	}
	values := url.Values{"q": {text}}
	if c.sort != "" {
		values.Set("sort", c.sort)
	}
	return "/search?" + values.Encode()
}

// parts are the conditions that must all hold.
func (c *chooser) parts() []query.Node {
	switch n := c.node.(type) {
	case query.And:
		return n.Parts
	case query.All:
		return nil
	}
	return []query.Node{c.node}
}

// filters lists the conditions that are filters, each with a link that removes
// it.
func (c *chooser) filters() []choice {
	var out []choice
	for i, part := range c.parts() {
		if _, ok := query.AsFilters(part); ok {
			out = append(out, choice{Label: query.String(part), Active: true, Link: c.without(i)})
		}
	}
	return out
}

func (c *chooser) without(i int) string {
	return c.link(all(slices.Delete(slices.Clone(c.parts()), i, i+1)))
}

// all joins conditions as Parse does.
func all(parts []query.Node) query.Node {
	switch len(parts) {
	case 0:
		return query.All{}
	case 1:
		return parts[0]
	}
	return query.And{Parts: parts}
}

// choose offers one value.
func (c *chooser) choose(part query.Node, label string, count int) choice {
	out := choice{Label: label, Count: count}
	for i, p := range c.parts() {
		if term, ok := p.(query.Term); ok && part == query.Node(term) {
			out.Active, out.Link = true, c.without(i)
			return out
		}
	}
	out.Link = c.link(all(append(slices.Clone(c.parts()), part)))
	return out
}

// shown is how many values of a facet stand open; the rest is folded.
const shown = 8

// offered is how many values of a facet can be chosen at all: those with the
// most hits, or the latest days. The search language reaches the others.
const offered = 40

// groups offers the values of every facet that has any.
func (d *desk) groups(c *chooser, f store.Facets) []group {
	term := func(name string, field query.Field, counts []store.Count, label func(string) string) group {
		g := group{Name: name}
		for _, v := range counts[:min(len(counts), offered)] {
			g.Values = append(g.Values, c.choose(query.Term{Field: field, Value: v.Value}, label(v.Value), v.Count))
		}
		return g
	}
	asIs := func(value string) string { return value }
	known := func(of string) func(string) string {
		return func(value string) string { return d.words.known(of, value) }
	}
	groups := []group{
		term("levels", query.FieldLevel, f.Levels, known("level")),
		term("statuses", query.FieldStatus, f.Statuses, known("status")),
		term("languages", query.FieldLanguage, f.Languages, d.words.language),
		term("narratives", query.FieldNarrative, f.Narratives, d.words.voice.Claim),
		term("sources", query.FieldSource, f.Sources, asIs),
		c.days(f.Days, d.words.day),
	}
	for i, g := range groups {
		if len(g.Values) > shown+1 {
			groups[i].Values, groups[i].More = g.Values[:shown], g.Values[shown:]
		}
	}
	return slices.DeleteFunc(groups, func(g group) bool { return len(g.Values) == 0 })
}

// days offers the latest days first.
func (c *chooser) days(counts []store.Count, label func(time.Time) string) group {
	g := group{Name: "days"}
	for _, v := range slices.Backward(counts[max(0, len(counts)-offered):]) {
		day, err := time.Parse(time.DateOnly, v.Value)
		if err != nil {
			continue
		}
		g.Values = append(g.Values, c.choose(query.Range{After: day, Before: day.AddDate(0, 0, 1)}, label(day), v.Count))
	}
	return g
}
