package configs

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/breakout"
	"github.com/qalxan/qalxan/classify/lookalike"
	"github.com/qalxan/qalxan/crawler/frontier"
)

// Techniques says how manipulation techniques are looked for.
type Techniques string

// The ways to look for techniques.
const (
	// TechniquesFull uses the weights that come with the program. They were
	// learned from data that may not be used commercially (CC BY-NC-SA 4.0).
	TechniquesFull Techniques = "full"
	// TechniquesLists uses the lists of turns of phrase alone.
	TechniquesLists Techniques = "lists"
	TechniquesOff   Techniques = "off"
)

func (c Config) validateDetectors() error {
	if !slices.Contains([]Techniques{TechniquesFull, TechniquesLists, TechniquesOff}, c.Techniques) {
		return fmt.Errorf("techniques: %q is not one of full, lists, off", c.Techniques)
	}
	for _, m := range c.IgnoredMarks {
		if m.Kind == "" || m.Value == "" {
			return fmt.Errorf("ignored_marks: %q needs a kind and a value, like those that a finding shows", string(m.Kind)+"="+m.Value)
		}
	}
	if _, err := lookalike.New(c.Lookalikes()); err != nil {
		return fmt.Errorf("brands: %w; give the domains of each, like example.az", err)
	}
	return nil
}

// Lookalikes are the names that hosts may imitate: the brands, and the sources
// that people judged reliable (grade A or B), under the names that they have
// here. A source whose host is trusted is no such name; one of several that
// lie on a site stands for all of them.
func (c Config) Lookalikes() lookalike.Options {
	o := lookalike.Options{Brands: slices.Clone(c.Brands), Trusted: c.Trusted}
	known := slices.Clone(c.Trusted)
	for _, b := range c.Brands {
		known = append(known, b.Domains...)
	}
	for _, s := range c.Sources {
		site := frontier.Site(s.URL)
		if !isName(s, site) || slices.Contains(known, site) || slices.Contains(known, frontier.Host(s.URL)) {
			continue
		}
		o.Brands, known = append(o.Brands, lookalike.Brand{Name: s.Name, Domains: []string{site}}), append(known, site)
	}
	return o
}

// isName reports whether a source is reliable and has a name of its own: not
// that of a wiki or network on which it is a guest, nor a number.
func isName(s qalxan.Source, site string) bool {
	_, err := netip.ParseAddr(site)
	return (s.Grade == "A" || s.Grade == "B") && breakout.PlatformOf(s.Kind, s.URL) == breakout.Web && err != nil && strings.Contains(site, ".")
}
