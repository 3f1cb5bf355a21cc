package alert

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index/query"
)

// Options are the alerts of the configuration.
type Options struct {
	// Desk is the address at which people reach the desk; links begin with it.
	Desk string `yaml:"desk"`
	// GiveUp is after how long a letter that cannot be sent is given up, 1 hour
	// to 30 days.
	GiveUp    time.Duration `yaml:"give_up"`
	Heartbeat Heartbeat     `yaml:"heartbeat"`
	Targets   []Target      `yaml:"targets"`
	Rules     []Rule        `yaml:"rules"`
}

// Heartbeat is an address that is asked while all is well, so that whoever
// listens there notices when it stops.
type Heartbeat struct {
	// URL is an address, or the name of a secret that holds one; empty for off.
	URL   string        `yaml:"url"`
	Every time.Duration `yaml:"every"` // 1 minute to 1 day
}

// When says when a rule speaks.
type When string

// The two.
const (
	AtOnce   When = "once"
	InDigest When = "digest"
)

// Rule says what is told to whom, and when.
type Rule struct {
	Name string `yaml:"name"`
	// System makes it a rule about the system itself, without query and levels.
	System bool           `yaml:"system"`
	Query  string         `yaml:"query"` // in the search language; empty for all
	Levels []qalxan.Level `yaml:"levels"`
	To     []string       `yaml:"to"` // names of targets
	When   When           `yaml:"when"`
	At     []string       `yaml:"at"`    // times of the day of digests
	Zone   string         `yaml:"zone"`  // IANA name; UTC where empty
	Quiet  string         `yaml:"quiet"` // 22:00-07:00
	// HoldCritical keeps critical cases back in quiet hours, too. Without it
	// they break them.
	HoldCritical bool   `yaml:"hold_critical"`
	Language     string `yaml:"language"` // of the words around: az, en, ru
}

// Defaults are the options where nothing is said.
func Defaults() Options {
	return Options{GiveUp: 72 * time.Hour, Heartbeat: Heartbeat{Every: 5 * time.Minute}}
}

// Problem is a setting that cannot work and where it stands: a YAML path below
// the options, such as rules[0].query.
type Problem struct {
	Path string
	Err  error
}

// Error implements error.
func (p *Problem) Error() string { return "alerts." + p.Path + ": " + p.Err.Error() }

// Unwrap is the cause.
func (p *Problem) Unwrap() error { return p.Err }

func problem(path, format string, args ...any) error {
	return &Problem{path, fmt.Errorf(format, args...)}
}

// within puts a path before that of a problem.
func within(path string, err error) error {
	if p, ok := err.(*Problem); ok {
		return &Problem{path + "." + p.Path, p.Err}
	}
	return err
}

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// Validate reports the first setting that cannot work, as a *Problem.
func (o Options) Validate() error {
	if err := o.validateGeneral(); err != nil {
		return err
	}
	targets, rules := map[string]bool{}, map[string]bool{}
	for i, t := range o.Targets {
		path := fmt.Sprintf("targets[%d]", i)
		if err := t.validate(); err != nil {
			return within(path, err)
		}
		if targets[t.Name] {
			return problem(path+".name", "%q is used twice", t.Name)
		}
		targets[t.Name] = true
	}
	for i, r := range o.Rules {
		path := fmt.Sprintf("rules[%d]", i)
		if err := r.validate(targets); err != nil {
			return within(path, err)
		}
		if rules[r.Name] {
			return problem(path+".name", "%q is used twice", r.Name)
		}
		rules[r.Name] = true
	}
	return nil
}

func (o Options) validateGeneral() error {
	switch u, err := url.Parse(o.Desk); {
	case o.Desk != "" && (err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.RawQuery != "" || u.Fragment != ""):
		return problem("desk", "%q is no address; give the one at which people reach the desk, like https://desk.example.org", o.Desk)
	case o.GiveUp < time.Hour || o.GiveUp > 30*24*time.Hour:
		return problem("give_up", "%s is not between 1h and 720h", o.GiveUp)
	case o.Heartbeat.URL != "" && (o.Heartbeat.Every < time.Minute || o.Heartbeat.Every > 24*time.Hour):
		return problem("heartbeat.every", "%s is not between 1m and 24h", o.Heartbeat.Every)
	}
	if o.Heartbeat.URL != "" {
		if err := validateAddress(o.Heartbeat.URL); err != nil {
			return &Problem{"heartbeat.url", err}
		}
	}
	return nil
}

func (r Rule) validate(targets map[string]bool) error {
	if !nameForm.MatchString(r.Name) {
		return problem("name", "%.60q is no name; use small letters, digits and hyphens", r.Name)
	}
	if len(r.To) == 0 {
		return problem("to", "name at least one target")
	}
	for i, to := range r.To {
		if !targets[to] {
			return problem(fmt.Sprintf("to[%d]", i), "there is no target %.60q", to)
		}
	}
	if err := r.validateWhat(); err != nil {
		return err
	}
	return r.validateWhen()
}

func (r Rule) validateWhat() error {
	if r.System && r.Query != "" {
		return problem("query", "a rule about the system has no query")
	}
	if r.System && len(r.Levels) > 0 {
		return problem("levels", "a rule about the system has no levels")
	}
	if _, err := query.Parse(r.Query, time.Now()); err != nil {
		return &Problem{"query", err}
	}
	for i, l := range r.Levels {
		if !slices.Contains(qalxan.Levels(), l) {
			return problem(fmt.Sprintf("levels[%d]", i), "level %.20q is not one of signal, incident, critical", l)
		}
	}
	return nil
}

func (r Rule) validateWhen() error {
	switch {
	case r.When != "" && r.When != AtOnce && r.When != InDigest:
		return problem("when", "%.20q is neither once nor digest", r.When)
	case r.When == InDigest && len(r.At) == 0:
		return problem("when", "a digest needs the times of the day at which it is sent, like at: [\"09:00\"]")
	case r.When != InDigest && len(r.At) > 0:
		return problem("at", "only a digest has times of the day; add when: digest")
	}
	_, err := r.hours()
	if err != nil {
		return err
	}
	if _, err := wordsOf(r.Language); err != nil {
		return &Problem{"language", err}
	}
	return nil
}

// hours reads when the rule speaks.
func (r Rule) hours() (h hours, err error) {
	if r.Zone == "Local" {
		return h, problem("zone", "name the zone, like Asia/Baku: that of the machine may change")
	}
	if h.zone, err = time.LoadLocation(r.Zone); err != nil {
		return h, problem("zone", "there is no time zone %.40q; use a name like Asia/Baku", r.Zone)
	}
	if h.quiet, err = parseWindow(r.Quiet); err != nil {
		return h, &Problem{"quiet", err}
	}
	for i, text := range r.At {
		c, err := parseClock(text)
		if err != nil {
			return h, &Problem{fmt.Sprintf("at[%d]", i), err}
		}
		h.at = append(h.at, c)
	}
	h.hold = r.HoldCritical
	return h, nil
}
