package configs

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/report/standing"
)

// Packs is how reports to platforms are treated.
type Packs struct {
	// RemindAfter is after how many days without an answer people are reminded,
	// 1 to 365.
	RemindAfter int `yaml:"remind_after"`
}

// Patience is how long an answer may take.
func (p Packs) Patience() time.Duration { return time.Duration(p.RemindAfter) * 24 * time.Hour }

func (p Packs) validate() error {
	if p.RemindAfter < 1 || p.RemindAfter > 365 {
		return fmt.Errorf("packs.remind_after: %d is not between 1 and 365 days", p.RemindAfter)
	}
	return nil
}

// checkReports reports what cannot work about the standing reports, with its
// line.
func (c Config) checkReports(fsys fs.FS, file string) error {
	err := standing.Validate(c.Reports, c.Alerts.Targets)
	var p *alert.Problem
	if !errors.As(err, &p) {
		return err
	}
	data, unread := readBounded(fsys, file)
	if unread != nil {
		return err
	}
	return fmt.Errorf("configuration %s:%d: reports%s: %w", file, lineOf(data, "$.reports"+p.Path), p.Path, p.Err)
}
