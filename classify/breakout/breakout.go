// Package breakout computes how far a campaign has spread, on the Breakout
// Scale (B. Nimmo, The Breakout Scale: measuring the impact of influence
// operations, Brookings 2020).
//
// A platform is the open web, the wikis, or a network that many share, such as
// Telegram. A community is the readers of a source, or those of a language.
// Category 6 is not computed: people say so.
package breakout

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
)

// minDoubling is how many members a campaign has at least before its doubling
// says anything.
const minDoubling = 8

// Member is one finding of a campaign.
type Member struct {
	ItemID   string
	SourceID string
	// Source is the name of the source, Platform as by PlatformOf.
	Source, Platform string
	Language         string // ISO 639-1, or und
	Reach            qalxan.Reach
	When             time.Time // Item.When
}

// Compute returns the category of a campaign with these members, and the steps
// by which it came there. The order of the members does not matter; without
// any the category is 0.
func Compute(members []Member) qalxan.Breakout {
	members = slices.Clone(members)
	slices.SortFunc(members, func(a, b Member) int {
		return cmp.Or(a.When.Compare(b.When), cmp.Compare(a.ItemID, b.ItemID))
	})
	var b qalxan.Breakout
	s := spread{platforms: set{}, sources: map[string]set{}, languages: set{}}
	for _, m := range members {
		category, code := s.add(m)
		if category <= b.Category {
			continue
		}
		b.Category = category
		b.Steps = append(b.Steps, qalxan.BreakoutStep{
			Category: category, Item: m.ItemID, Time: m.When, Why: m.because(code),
			Code: code, Facts: map[string]string{"source": m.Source, "platform": m.Platform, "language": m.Language},
		})
	}
	return b
}

// The codes of steps: what a member brought. The facts of each are source (its
// name), platform and language.
const (
	CodeFirst      = "breakout.first"
	CodePlatform   = "breakout.platform"
	CodeLanguage   = "breakout.language"
	CodeSource     = "breakout.source"
	CodeMainstream = "breakout.mainstream"
	CodeProminent  = "breakout.prominent"
)

// Codes lists the code of every step.
func Codes() []string {
	return []string{CodeFirst, CodePlatform, CodeLanguage, CodeSource, CodeMainstream, CodeProminent}
}

// because says a step in English.
func (m Member) because(code string) string {
	switch code {
	case CodeProminent:
		return m.Source + ", a prominent voice, carried it."
	case CodeMainstream:
		return m.Source + ", a mainstream outlet, carried it."
	case CodePlatform:
		return fmt.Sprintf("%s brought it to another platform (%s).", m.Source, m.Platform)
	case CodeLanguage:
		return fmt.Sprintf("%s brought it to the readers of another language (%s).", m.Source, m.Language)
	case CodeSource:
		return fmt.Sprintf("%s brought it to the readers of another source.", m.Source)
	}
	return fmt.Sprintf("It was first seen at %s (%s).", m.Source, m.Platform)
}

// spread is where a campaign was seen so far.
type spread struct {
	platforms set
	sources   map[string]set // by platform
	languages set
}

// add returns the category that the spread has with one more member, and how
// that member brought it there, as a code.
func (s *spread) add(m Member) (category int, code string) {
	platform := s.platforms.note(m.Platform)
	if platform {
		s.sources[m.Platform] = set{}
	}
	source := s.sources[m.Platform].note(m.SourceID)
	language := m.Language != qalxan.Undetermined && m.Language != "" && s.languages.note(m.Language)
	switch {
	case m.Reach == qalxan.ReachProminent:
		return 5, CodeProminent
	case m.Reach == qalxan.ReachMainstream:
		return 4, CodeMainstream
	}
	switch {
	case platform:
		code = CodePlatform
	case language:
		code = CodeLanguage
	case source:
		code = CodeSource
	}
	many := len(s.platforms) > 1
	switch {
	case many && s.communities():
		return 3, code
	case many || s.communities():
		return 2, code
	}
	return qalxan.BreakoutLowest, CodeFirst
}

// communities reports whether there are several: two languages, or two sources
// on one platform. The same outlet on two platforms has one readership.
func (s *spread) communities() bool {
	if len(s.languages) > 1 {
		return true
	}
	for _, sources := range s.sources {
		if len(sources) > 1 {
			return true
		}
	}
	return false
}

// set is values, each once.
type set map[string]bool

// note adds a value, and reports whether it was not there yet.
func (s set) note(value string) bool {
	known := s[value]
	s[value] = true
	return !known
}

// Doubled is how long a campaign took to double last: from half of its members
// to all, at least a second. It is 0 under eight members.
func Doubled(members []Member) time.Duration {
	n := len(members)
	if n < minDoubling {
		return 0
	}
	times := make([]time.Time, n)
	for i, m := range members {
		times[i] = m.When
	}
	slices.SortFunc(times, time.Time.Compare)
	return max(time.Second, times[n-1].Sub(times[n/2-1]))
}
