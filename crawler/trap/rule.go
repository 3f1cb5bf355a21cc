// Package trap keeps a crawl out of what a site makes up without end:
// calendars, filters that combine, paths that grow, sessions in addresses.
//
// Some traps show in an address alone and are never asked for. All others are
// learned: a [Watch] groups a run's addresses by their shape, their path and
// their host, sees which groups bring stories or lead to some, and puts what
// brings nothing behind everything else. No list of hosts is needed, and an
// archive of thousands of stories is no trap, because it brings stories.
// docs/frontier.md tells more.
package trap

import "fmt"

// Rule names a kind of trap.
type Rule string

// The kinds.
const (
	Calendar  Rule = "calendar"
	Facets    Rule = "facets"
	Repeating Rule = "repeating path"
	Slashes   Rule = "slashes"
	Sessions  Rule = "sessions"
	Redirects Rule = "redirects"
	Wide      Rule = "many pages of one kind"
	Long      Rule = "long address"
	Deep      Rule = "deep path"
)

// The bounds by which an address is refused unseen.
const (
	maxLetters    = 500 // of path and query, unescaped
	maxSegments   = 16
	maxRepeats    = 2 // of one name in a path
	maxParameters = 8
	maxSlashes    = 1 // doubled ones in a path
	maxAhead      = 1 // years
	firstYear     = 1900
)

var reasons = map[Rule]string{
	Calendar:  "it is one of very many days or months, or years away from today",
	Facets:    "it is one of very many combinations of filters",
	Repeating: "its path repeats itself and grows with every link",
	Slashes:   "its path has empty parts that come of links which only add slashes",
	Sessions:  "its path names a visit and not a page",
	Redirects: "it only leads from one address to the next",
	Wide:      "very many pages stand beside it that bring no story",
	Long:      fmt.Sprintf("its address has more than %d letters", maxLetters),
	Deep:      fmt.Sprintf("its path has more than %d parts", maxSegments),
}

// Rules lists every kind.
func Rules() []Rule {
	return []Rule{Calendar, Facets, Repeating, Slashes, Sessions, Redirects, Wide, Long, Deep}
}

// Reason says in words why an address is left out by the rule.
func (r Rule) Reason() string {
	return fmt.Sprintf("left out as a trap (%s): %s", r, reasons[r])
}

// Sight is a trap that a run met.
type Sight struct {
	Rule    Rule
	Count   int    // addresses left out
	Example string // one of them
}

// String says it in a sentence.
func (s Sight) String() string {
	if s.Count == 1 {
		return fmt.Sprintf("1 address %s: %s", s.Rule.Reason(), s.Example)
	}
	return fmt.Sprintf("%d addresses %s, for example %s", s.Count, s.Rule.Reason(), s.Example)
}
