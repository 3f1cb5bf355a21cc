package qalxan

import (
	"fmt"
	"time"
)

// Policy is what may be done with a source. Every field but the terms is
// enforced by code.
type Policy struct {
	// Delay is the least time between the end of one request to a host and the
	// start of the next. A longer Crawl-delay in robots.txt wins. Default 5 s.
	Delay time.Duration `yaml:"delay,omitempty" json:"delay" doc:"nanoseconds"`
	// MaxPages bounds the answers taken in one run. Default 200.
	MaxPages int `yaml:"max_pages,omitempty" json:"max_pages"`
	// MaxDepth bounds how many links a page may be away from the start.
	// Default 2.
	MaxDepth int `yaml:"max_depth,omitempty" json:"max_depth"`
	// MaxBody bounds one answer after decompression, in bytes. A longer answer
	// is cut and the cut is recorded. Default 8 MiB.
	MaxBody int64 `yaml:"max_body,omitempty" json:"max_body"`
	// AllowPrivate lets this source reach loopback and private addresses. It is
	// meant for tests and for an intranet that the operator owns.
	AllowPrivate bool `yaml:"allow_private,omitempty" json:"allow_private,omitempty"`
	// NoText keeps address, title and dates of an item but none of its text.
	NoText bool `yaml:"no_text,omitempty" json:"no_text,omitempty"`
	// NoScore keeps every detector away from this source's items.
	NoScore bool `yaml:"no_score,omitempty" json:"no_score,omitempty"`
	// Authors says whether the authors of this source's items are kept by name;
	// by a pseudonym where it is empty.
	Authors Authors `yaml:"authors,omitempty" json:"authors,omitempty" enum:"pseudonym,named"`
	// Keep is for how long what comes from this source is kept, where that
	// differs from what holds for all.
	Keep Keep `yaml:"keep,omitempty" json:"keep,omitzero"`
	// Terms is the address of the terms of use that the operator read, and
	// TermsRead the day (YYYY-MM-DD) they did.
	Terms     string `yaml:"terms,omitempty" json:"terms,omitempty"`
	TermsRead string `yaml:"terms_read,omitempty" json:"terms_read,omitempty"`
}

// Authors says what is kept of those who sign items.
type Authors string

// The two ways to keep authors.
const (
	AuthorsPseudonym Authors = "pseudonym" // a keyed hash of the name (docs/privacy.md)
	AuthorsNamed     Authors = "named"     // the name as it stands
)

// Keep says for how many days something is kept; 0 says nothing.
type Keep struct {
	Evidence int `yaml:"evidence,omitempty" json:"evidence,omitempty"` // WARC files
	Text     int `yaml:"text,omitempty" json:"text,omitempty"`         // texts and links of items
	// Dismissed are the signals of findings that were dismissed.
	Dismissed int `yaml:"dismissed,omitempty" json:"dismissed,omitempty"`
}

// MaxKeep is the longest that can be asked for, in days: a hundred years.
const MaxKeep = 36_500

// Validate reports a number of days that is out of its range.
func (k Keep) Validate() error {
	for _, one := range []struct {
		name string
		days int
	}{{"evidence", k.Evidence}, {"text", k.Text}, {"dismissed", k.Dismissed}} {
		if one.days < 0 || one.days > MaxKeep {
			return fmt.Errorf("%s %d is not between 0 and %d days", one.name, one.days, MaxKeep)
		}
	}
	return nil
}

// Defaults and bounds of a policy.
const (
	DefaultDelay    = 5 * time.Second
	DefaultMaxPages = 200
	DefaultMaxDepth = 2
	DefaultMaxBody  = 8 << 20

	maxDelay    = time.Hour
	maxMaxPages = 1_000_000
	maxMaxDepth = 64
	maxMaxBody  = 256 << 20
)

// WithDefaults returns the policy with every unset bound at its default.
func (p Policy) WithDefaults() Policy {
	if p.Delay == 0 {
		p.Delay = DefaultDelay
	}
	if p.MaxPages == 0 {
		p.MaxPages = DefaultMaxPages
	}
	if p.MaxDepth == 0 {
		p.MaxDepth = DefaultMaxDepth
	}
	if p.MaxBody == 0 {
		p.MaxBody = DefaultMaxBody
	}
	return p
}

// Validate reports the first field that is out of its range.
func (p Policy) Validate() error {
	switch {
	case p.Delay < 0 || p.Delay > maxDelay:
		return fmt.Errorf("delay %s is not between 0s and %s", p.Delay, maxDelay)
	case p.MaxPages < 1 || p.MaxPages > maxMaxPages:
		return fmt.Errorf("max_pages %d is not between 1 and %d", p.MaxPages, maxMaxPages)
	case p.MaxDepth < 1 || p.MaxDepth > maxMaxDepth:
		return fmt.Errorf("max_depth %d is not between 1 and %d", p.MaxDepth, maxMaxDepth)
	case p.MaxBody < 1 || p.MaxBody > maxMaxBody:
		return fmt.Errorf("max_body %d is not between 1 and %d", p.MaxBody, maxMaxBody)
	}
	if p.Authors != "" && p.Authors != AuthorsPseudonym && p.Authors != AuthorsNamed {
		return fmt.Errorf("authors %q is not pseudonym or named", p.Authors)
	}
	if err := p.Keep.Validate(); err != nil {
		return fmt.Errorf("keep: %w", err)
	}
	if p.TermsRead == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, p.TermsRead); err != nil {
		return fmt.Errorf("terms_read %q is not a day like 2026-11-21", p.TermsRead)
	}
	return nil
}
