package qalxan

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// Kind says how a source is collected.
type Kind string

// The kinds of source. Each has a collector in crawler/source.
const (
	KindSite      Kind = "site"      // a web site: its pages, sitemaps and feeds
	KindFeed      Kind = "feed"      // one RSS, Atom or JSON feed
	KindWikipedia Kind = "wikipedia" // revisions of watched articles of one MediaWiki
)

// Grade is the reliability of a source on the Admiralty scale (NATO AJP-2.1):
// A reliable to E unreliable, F cannot be judged. It is set by people, never
// computed.
type Grade string

// GradeUnknown is the grade of a source that nobody has judged.
const GradeUnknown Grade = "F"

// Source is one place that is watched.
type Source struct {
	// ID names the source everywhere: lower-case letters, digits and dashes,
	// 1 to 64 characters.
	ID   string `yaml:"id" json:"id"`
	Name string `yaml:"name" json:"name"`
	Kind Kind   `yaml:"kind" json:"kind"`
	// URL is where collecting starts: a site's front page, a feed's address, or
	// the root of a wiki (https://az.wikipedia.org).
	URL string `yaml:"url" json:"url"`
	// Articles are the titles that a wikipedia source watches.
	Articles []string `yaml:"articles,omitempty" json:"articles,omitempty"`
	// Entries tells a feed source what to do with its entries: EntriesFollow
	// (the default) fetches the page behind each, EntriesTake makes the entry
	// itself the item.
	Entries Entries `yaml:"entries,omitempty" json:"entries,omitempty"`
	// Schedule is a cron specification in UTC. A source without one is crawled
	// only when asked for.
	Schedule string `yaml:"schedule,omitempty" json:"schedule,omitempty"`
	// Languages are those expected here, as ISO 639 codes. They inform; they
	// never filter.
	Languages []string `yaml:"languages,omitempty" json:"languages,omitempty"`
	Grade     Grade    `yaml:"grade,omitempty" json:"grade"`
	// Reach says whom the source reaches by itself; empty where that is not
	// known to be more than its own readers. It is set by people.
	Reach  Reach  `yaml:"reach,omitempty" json:"reach,omitempty" enum:"mainstream,prominent"`
	Policy Policy `yaml:"policy,omitempty" json:"policy"`
}

// Reach is how far the voice of a source carries.
type Reach string

// The reaches that count on the Breakout Scale.
const (
	ReachMainstream Reach = "mainstream" // an outlet that the public at large follows
	ReachProminent  Reach = "prominent"  // a celebrity, an official or a candidate
)

// Entries says what the entries of a feed are to us.
type Entries string

// The two readings of a feed.
const (
	EntriesFollow Entries = "follow"
	EntriesTake   Entries = "take"
)

var sourceID = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$`)

// WithDefaults returns the source with every unset field at its default.
func (s Source) WithDefaults() Source {
	if s.Name == "" {
		s.Name = s.ID
	}
	if s.Grade == "" {
		s.Grade = GradeUnknown
	}
	if s.Kind == KindFeed && s.Entries == "" {
		s.Entries = EntriesFollow
	}
	s.Policy = s.Policy.WithDefaults()
	return s
}

// Validate reports the first rule that the source breaks, in words that name
// the source and the field. The schedule is checked where schedules are read.
func (s Source) Validate() error {
	if !sourceID.MatchString(s.ID) {
		return fmt.Errorf("source id %q: use 1 to 64 lower-case letters, digits and dashes", s.ID)
	}
	if err := s.validateKind(); err != nil {
		return fmt.Errorf("source %s: %w", s.ID, err)
	}
	if len(s.Grade) != 1 || !strings.Contains("ABCDEF", string(s.Grade)) {
		return fmt.Errorf("source %s: grade %q is not one of A to F", s.ID, s.Grade)
	}
	if s.Reach != "" && s.Reach != ReachMainstream && s.Reach != ReachProminent {
		return fmt.Errorf("source %s: reach %q is not mainstream or prominent", s.ID, s.Reach)
	}
	if err := validateAddress(s.URL); err != nil {
		return fmt.Errorf("source %s: %w", s.ID, err)
	}
	if err := s.Policy.Validate(); err != nil {
		return fmt.Errorf("source %s: policy: %w", s.ID, err)
	}
	return nil
}

func (s Source) validateKind() error {
	switch s.Kind {
	case KindSite:
	case KindFeed:
		if s.Entries != EntriesFollow && s.Entries != EntriesTake {
			return fmt.Errorf("entries %q is not follow or take", s.Entries)
		}
	case KindWikipedia:
		if len(s.Articles) == 0 {
			return fmt.Errorf("a wikipedia source needs at least one title under articles")
		}
	default:
		return fmt.Errorf("kind %q is not one of site, feed, wikipedia", s.Kind)
	}
	return nil
}

func validateAddress(raw string) error {
	u, err := url.Parse(raw)
	if err != nil {
		return fmt.Errorf("url %q cannot be read: %w", raw, err)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return fmt.Errorf("url %q needs http:// or https:// and a host", raw)
	}
	return nil
}
