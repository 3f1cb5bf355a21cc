// Package standing makes reports at set times, and when a person asks for one.
//
// A due time brings one report, whenever the process ends: what was due is
// noted before it is made, and the letters that bring a report are posted in
// the transaction that says it is made. What was missed while nobody ran is
// made once, and says that it is late. Reports are made one at a time.
package standing

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/report/say"
)

// Report is one standing report of the configuration.
type Report struct {
	Name  string        `yaml:"name"`
	Kind  report.Kind   `yaml:"kind"`  // findings where empty
	Query string        `yaml:"query"` // in the search language; empty for all
	As    report.Format `yaml:"format"`
	// Period is how long before its time a report tells of, 1 hour to 366 days.
	// Where it is zero a weekly report tells of seven days, others of all.
	Period    time.Duration `yaml:"period"`
	Languages []string      `yaml:"languages"` // one or two; English where empty
	Title     string        `yaml:"title"`
	Marking   string        `yaml:"marking"`
	Templates string        `yaml:"templates"` // folder with a report.html or report.md
	At        string        `yaml:"at"`        // cron: minute, hour, day, month, weekday
	Zone      string        `yaml:"zone"`      // IANA name; UTC where empty
	To        []string      `yaml:"to"`        // mail targets of the alerts
	Folder    string        `yaml:"folder"`    // where a copy is put
}

// Order is a report that a person asks for.
type Order struct {
	Kind      report.Kind
	As        report.Format
	Query     string
	Period    time.Duration // as in Report
	Languages []string
	Title     string
	By        string
}

// Errors that callers act on.
var (
	// ErrRequest: a report like this cannot be made; the sentence says why.
	ErrRequest = errors.New("the report cannot be made like this")
	// ErrName: there is no standing report of this name.
	ErrName = errors.New("no standing report has this name")
	// ErrGone: the file is not kept any longer.
	ErrGone = errors.New("the file of this report is not kept any longer")
)

// Bounds of what a configuration or a person may ask for.
const (
	mostReports   = 100
	maxText       = 300  // bytes of a title or marking
	maxQuery      = 2000 // bytes
	leastPeriod   = time.Hour
	mostPeriod    = 366 * 24 * time.Hour
	week          = 7 * 24 * time.Hour
	leastBetween  = 15 * time.Minute
	mostLanguages = 2
)

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// Validate reports the first setting that cannot work, as an *[alert.Problem]
// whose path begins with the place in the list. To may name targets of kind
// mail only.
func Validate(reports []Report, targets []alert.Target) error {
	if len(reports) > mostReports {
		return fmt.Errorf("%d reports are more than the %d allowed", len(reports), mostReports)
	}
	seen := map[string]bool{}
	for i, r := range reports {
		field, err := r.fault(targets)
		if err == nil && seen[r.Name] {
			field, err = "name", fmt.Errorf("%q is used twice", r.Name)
		}
		if err != nil {
			return &alert.Problem{Path: fmt.Sprintf("[%d].%s", i, field), Err: err}
		}
		seen[r.Name] = true
	}
	return nil
}

// fault is the first setting that cannot work, and why.
func (r Report) fault(targets []alert.Target) (field string, err error) {
	if !nameForm.MatchString(r.Name) {
		return "name", fmt.Errorf("%.60q is no name; use small letters, digits and hyphens", r.Name)
	}
	if field, err := r.order().fault(); err != nil {
		return field, err
	}
	if len(r.Marking) > maxText {
		return "marking", fmt.Errorf("it is longer than %d bytes", maxText)
	}
	if len(r.To) == 0 && r.Folder == "" {
		return "to", errors.New("name a mail target of the alerts, or a folder")
	}
	for i, name := range r.To {
		if !slices.ContainsFunc(targets, func(t alert.Target) bool { return t.Name == name && t.Kind == alert.KindMail }) {
			return fmt.Sprintf("to[%d]", i), fmt.Errorf("alerts.targets has no target %.60q of kind mail", name)
		}
	}
	if _, err := newTimes(r.At, r.Zone); errors.Is(err, errZone) {
		return "zone", err
	} else if err != nil {
		return "at", err
	}
	return "", nil
}

func (r Report) order() Order {
	return Order{Kind: r.Kind, As: r.As, Query: r.Query, Period: r.Period, Languages: r.Languages, Title: cmp.Or(r.Title, r.Name)}
}

func (o Order) fault() (field string, err error) {
	if o.Kind != "" && !slices.Contains(report.Kinds(), o.Kind) {
		return "kind", fmt.Errorf("%.20q is not one of findings, brief, weekly", o.Kind)
	}
	if !slices.Contains(report.Formats(), o.As) {
		return "format", fmt.Errorf("%.20q is not one of html, pdf, xlsx, csv, jsonl, markdown", o.As)
	}
	if len(o.Query) > maxQuery {
		return "query", fmt.Errorf("it is longer than %d bytes", maxQuery)
	}
	if _, err := query.Parse(o.Query, time.Now()); err != nil {
		return "query", err
	}
	if o.Period != 0 && (o.Period < leastPeriod || o.Period > mostPeriod) {
		return "period", fmt.Errorf("%s is not between 1h and 8784h", o.Period)
	}
	if len(o.Title) > maxText {
		return "title", fmt.Errorf("it is longer than %d bytes", maxText)
	}
	return "languages", spoken(o.Languages)
}

// spoken reports why a report cannot speak these languages.
func spoken(codes []string) error {
	if len(codes) > mostLanguages {
		return fmt.Errorf("a report is in one or two languages, not in %d", len(codes))
	}
	words, err := say.New()
	if err != nil {
		return err
	}
	for _, code := range codes {
		if _, err := words.For(code); err != nil {
			return fmt.Errorf("%.20q is not one of az, en, ru", code)
		}
	}
	return nil
}

// span is the period that a report of this time tells of.
func (o Order) span(at time.Time) (after, before time.Time) {
	period := o.Period
	if period == 0 && o.Kind == report.KindWeekly {
		period = week
	}
	if period == 0 {
		return time.Time{}, time.Time{}
	}
	at = at.UTC().Truncate(time.Second)
	return at.Add(-period), at
}

// within is the query, narrowed to the period.
func within(q string, after, before time.Time) string {
	if before.IsZero() {
		return q
	}
	if strings.TrimSpace(q) != "" {
		q = "(" + q + ") "
	}
	return q + "after:" + after.Format(time.RFC3339) + " before:" + before.Format(time.RFC3339)
}
