// Package robots reads robots.txt files and answers what they permit, after
// RFC 9309 (Robots Exclusion Protocol). Crawl-delay, Sitemap and Content-Signal
// lines, which the RFC leaves to the crawler, are read too.
package robots

import (
	"slices"
	"strings"
	"time"
)

// MaxSize is how many bytes of a file are read: 500 KiB, the least that RFC
// 9309 section 2.5 asks for. The line on which the bound falls is not read.
const MaxSize = 500 << 10

// Rules are what one robots.txt says. The zero value permits everything.
// Rules do not change and are safe for concurrent use.
type Rules struct {
	groups   []group
	delays   map[string]time.Duration // by lower-case product token
	sitemaps []string
	signals  []Signal // before any group
}

// group is consecutive User-agent lines and the rules below them (section
// 2.2.1).
type group struct {
	agents  []string // lower-case product tokens, or "*"
	rules   []rule
	signals []Signal
}

type rule struct {
	allow   bool
	pattern pattern
	text    string // the value as it stands in the file
	line    int
}

// Decision says whether an address may be fetched, and why.
type Decision struct {
	Allowed bool `json:"allowed"`
	// Rule is the deciding rule, like "Disallow: /x", and Line where it stands,
	// from 1. Both are zero where no rule applied. Rule holds foreign bytes:
	// escape it where it is shown.
	Rule string `json:"rule"`
	Line int    `json:"line"`
}

// Test reports whether the agent may fetch the address. The agent is a product
// token ("Qalxan") or a whole User-Agent line that holds one; the address is
// absolute or begins with its path.
//
// The longest matching rule decides, in octets after percent-normalisation;
// between equals, Allow does (section 2.2.2). /robots.txt is always permitted.
func (r *Rules) Test(agent, rawURL string) Decision {
	path := pathOf(rawURL)
	if path == "/robots.txt" {
		return Decision{Allowed: true}
	}
	var best *rule
	for _, g := range r.applying(tokens(agent)) {
		for i := range g.rules {
			if c := &g.rules[i]; c.beats(best) && c.pattern.matches(path) {
				best = c
			}
		}
	}
	if best == nil {
		return Decision{Allowed: true}
	}
	return Decision{Allowed: best.allow, Rule: best.String(), Line: best.line}
}

// beats reports whether r decides where both it and other match.
func (r *rule) beats(other *rule) bool {
	if other == nil {
		return true
	}
	if a, b := len(r.pattern.text), len(other.pattern.text); a != b {
		return a > b
	}
	return r.allow && !other.allow
}

func (r *rule) String() string {
	if r.allow {
		return "Allow: " + r.text
	}
	return "Disallow: " + r.text
}

// CrawlDelay is the longest Crawl-delay that the file gives the agent, and
// whether it gives one.
func (r *Rules) CrawlDelay(agent string) (time.Duration, bool) {
	names := tokens(agent)
	if !r.names(names) {
		names = []string{anyone}
	}
	var longest time.Duration
	var found bool
	for _, n := range names {
		if d, ok := r.delays[n]; ok {
			longest, found = max(longest, d), true
		}
	}
	return longest, found
}

// Sitemaps are the values of the Sitemap lines, in order, as they stand. They
// belong to no group.
func (r *Rules) Sitemaps() []string { return slices.Clone(r.sitemaps) }

// Size is about how many bytes the rules take in memory. A file of many short
// lines takes several times its length.
func (r *Rules) Size() int {
	const perString, perGroup, perRule = 16, 96, 64
	size := 64 * len(r.delays)
	for _, s := range r.sitemaps {
		size += perString + len(s)
	}
	for _, g := range append([]group{{signals: r.signals}}, r.groups...) {
		size += perGroup
		for _, a := range g.agents {
			size += perString + len(a)
		}
		for _, of := range g.rules {
			size += perRule + len(of.text) + len(of.pattern.text)
		}
		for _, s := range g.signals {
			size += 3*perString + len(s.Name) + len(s.Value)
		}
	}
	return size
}

// applying are the groups for an agent: all that name it, or, if none does,
// all for anyone.
func (r *Rules) applying(names []string) []group {
	if !r.names(names) {
		names = []string{anyone}
	}
	var found []group
	for _, g := range r.groups {
		if g.names(names) {
			found = append(found, g)
		}
	}
	return found
}

func (r *Rules) names(names []string) bool {
	return slices.ContainsFunc(r.groups, func(g group) bool { return g.names(names) })
}

func (g group) names(names []string) bool {
	return slices.ContainsFunc(g.agents, func(a string) bool { return slices.Contains(names, a) })
}

// pathOf is the normalised path and query of an address, never empty.
func pathOf(rawURL string) string {
	rest, _, _ := strings.Cut(rawURL, "#")
	if i := strings.Index(rest, "//"); i == 0 || i > 0 && rest[i-1] == ':' && !strings.ContainsAny(rest[:i], "/?") {
		rest = rest[i+2:]
		rest = rest[hostLength(rest):]
	} else if !strings.HasPrefix(rest, "/") && !strings.HasPrefix(rest, "?") {
		rest = rest[hostLength(rest):]
	}
	if !strings.HasPrefix(rest, "/") {
		rest = "/" + rest
	}
	return normalise(rest)
}

func hostLength(s string) int {
	if i := strings.IndexAny(s, "/?"); i >= 0 {
		return i
	}
	return len(s)
}
