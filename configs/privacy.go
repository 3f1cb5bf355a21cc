package configs

import (
	"errors"
	"fmt"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/schedule"
)

// Privacy is how persons are treated of whom the record speaks
// (docs/privacy.md).
type Privacy struct {
	// Authors says whether authors are kept by pseudonym or by name where the
	// policy of their source does not say so.
	Authors qalxan.Authors `yaml:"authors"`
	// Named are public offices and outlets that are kept by name as authors.
	Named []string `yaml:"named"`
	// Retention is for how many days things are kept; 0 is for ever.
	Retention Retention `yaml:"retention"`
	// At is when that is looked at every day: a schedule in UTC.
	At string `yaml:"at"`
}

// Retention is for how many days each kind of data is kept.
type Retention struct {
	qalxan.Keep `yaml:",inline"`
	// Letters are those of alerts: 1 to 90.
	Letters int `yaml:"letters"`
}

// maxLetters is as long as letters are kept at most, in days.
const maxLetters = 90

// Bounds of the names that are kept.
const (
	maxNamed     = 10_000
	maxNamedSize = 200 // bytes
)

func defaultPrivacy() Privacy {
	return Privacy{Authors: qalxan.AuthorsPseudonym, At: "17 3 * * *", Retention: Retention{Letters: maxLetters}}
}

func (p Privacy) validate() error {
	if p.Authors != qalxan.AuthorsPseudonym && p.Authors != qalxan.AuthorsNamed {
		return fmt.Errorf("privacy.authors: %q is not pseudonym or named", p.Authors)
	}
	if len(p.Named) > maxNamed {
		return fmt.Errorf("privacy.named: %d names are more than %d", len(p.Named), maxNamed)
	}
	for _, name := range p.Named {
		if strings.TrimSpace(name) == "" || len(name) > maxNamedSize {
			return errors.New("privacy.named: a name is empty or longer than 200 bytes")
		}
	}
	if err := p.Retention.Keep.Validate(); err != nil {
		return fmt.Errorf("privacy.retention: %w", err)
	}
	if p.Retention.Letters < 1 || p.Retention.Letters > maxLetters {
		return fmt.Errorf("privacy.retention: letters %d is not between 1 and %d days", p.Retention.Letters, maxLetters)
	}
	if _, err := schedule.Parse(p.At); err != nil {
		return fmt.Errorf("privacy.at: %w", err)
	}
	return nil
}
