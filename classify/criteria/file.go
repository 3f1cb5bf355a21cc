package criteria

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"

	"github.com/qalxan/qalxan"
)

// The least that an incident asks for. A file may ask for more.
const (
	minFamilies   = 2
	minBehaviours = 1
)

// The most that a file may hold.
const (
	maxFile       = 256 << 10
	maxIndicators = 100
	maxRules      = 50 // a level
)

// file is a criteria file.
type file struct {
	Version    string      `yaml:"version"`
	Indicators []indicator `yaml:"indicators"`
	Levels     struct {
		Signal   level `yaml:"signal"`
		Incident level `yaml:"incident"`
		Critical level `yaml:"critical"`
	} `yaml:"levels"`
}

type indicator struct {
	ID     string            `yaml:"id"`
	Family string            `yaml:"family"`
	Of     []qalxan.Detector `yaml:"of"`
	When   string            `yaml:"when"`
	Said   wording           `yaml:",inline"`

	kind kind
	ask  expression
}

type level struct {
	// Families and Behaviours are how many independent indicators, and how many
	// of them behaviour, an incident asks for.
	Families   *int   `yaml:"families"`
	Behaviours *int   `yaml:"behaviours"`
	Rules      []rule `yaml:"rules"`
}

type rule struct {
	ID   string  `yaml:"id"`
	When string  `yaml:"when"`
	Said wording `yaml:",inline"`

	ask expression
}

var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// fault is what is wrong at a place of the file.
type fault struct {
	path string // in YAML path notation, without the leading $
	err  error
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

func faultf(path, format string, args ...any) error {
	return &fault{path, fmt.Errorf(format, args...)}
}

// read reads a file and compiles what stands in it.
func read(name string, data []byte) (*file, error) {
	if len(data) > maxFile {
		return nil, fmt.Errorf("criteria %s: %d bytes are more than the %d allowed", name, len(data), maxFile)
	}
	var f file
	if err := yaml.UnmarshalWithOptions(data, &f, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("criteria %s:\n%s", name, yaml.FormatError(err, false, true))
	}
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("criteria %s%w", name, located(data, err))
	}
	return &f, nil
}

// located says at which line of the file a fault stands.
func located(data []byte, err error) error {
	var f *fault
	if !errors.As(err, &f) {
		return fmt.Errorf(": %w", err)
	}
	if path, bad := yaml.PathString("$" + f.path); bad == nil {
		if tree, bad := parser.ParseBytes(data, 0); bad == nil {
			if node, bad := path.FilterFile(tree); bad == nil && node.GetToken() != nil {
				return fmt.Errorf(":%d: %s: %w", node.GetToken().Position.Line, f.path[1:], err)
			}
		}
	}
	return fmt.Errorf(": %s: %w", f.path[1:], err)
}

func (f *file) check() error {
	if f.Version == "" {
		return faultf(".version", "give the criteria a version, so that every level can say which gave it")
	}
	if len(f.Indicators) == 0 || len(f.Indicators) > maxIndicators {
		return faultf(".indicators", "%d indicators are not 1 to %d", len(f.Indicators), maxIndicators)
	}
	if err := f.checkIndicators(); err != nil {
		return err
	}
	if err := f.Levels.Incident.guard(); err != nil {
		return err
	}
	return f.checkLevels()
}

// checkLevels compiles the rules, which may ask of every fact and indicator.
func (f *file) checkLevels() error {
	names := Facts{}.values()
	names["families"], names["behaviours"] = 0, 0
	for i, in := range f.Indicators {
		if _, taken := names[in.ID]; taken {
			return faultf(fmt.Sprintf(".indicators[%d].id", i), "the name %q is taken", in.ID)
		}
		names[in.ID] = false
	}
	if err := f.Levels.Signal.check(qalxan.LevelSignal, names); err != nil {
		return err
	}
	if err := f.Levels.Incident.check(qalxan.LevelIncident, names); err != nil {
		return err
	}
	return f.Levels.Critical.check(qalxan.LevelCritical, names)
}

// checkIndicators compiles the indicators.
func (f *file) checkIndicators() (err error) {
	families := map[qalxan.Detector]string{}
	for i := range f.Indicators {
		in := &f.Indicators[i]
		at := fmt.Sprintf(".indicators[%d]", i)
		if err := in.place(at, families); err != nil {
			return err
		}
		if in.ask, err = question(at, in.ID, in.When, in.Said, signs{}); err != nil {
			return err
		}
	}
	return f.checkFamilies()
}

// place finds the kind of an indicator. That a detector speaks in one family
// only is what makes families independent of each other.
func (in *indicator) place(at string, families map[qalxan.Detector]string) error {
	if !identifier.MatchString(in.Family) {
		return faultf(at+".family", "name the family with lower-case letters, digits and _")
	}
	if len(in.Of) == 0 {
		return faultf(at, "name the detectors whose signals the indicator %s looks at (of)", in.ID)
	}
	for _, d := range in.Of {
		k, known := kindOf(d)
		switch {
		case !known:
			return faultf(at+".of", "there is no detector %q", d)
		case in.kind != "" && in.kind != k:
			return faultf(at+".of", "the indicator %s mixes %s with %s; what is said must not pass for behaviour", in.ID, in.kind, k)
		case families[d] != "" && families[d] != in.Family:
			return faultf(at+".family", "the detector %s speaks in the family %s already; in two it would count as two independent indicators", d, families[d])
		}
		in.kind, families[d] = k, in.Family
	}
	return nil
}

// checkFamilies holds every family to one kind.
func (f *file) checkFamilies() error {
	kinds := map[string]kind{}
	for i, in := range f.Indicators {
		if k, known := kinds[in.Family]; known && k != in.kind {
			return faultf(fmt.Sprintf(".indicators[%d].family", i), "the family %s holds %s already and %s is %s", in.Family, k, in.ID, in.kind)
		}
		kinds[in.Family] = in.kind
	}
	return nil
}

// guard refuses a file by which opinion alone could be an incident.
func (l *level) guard() error {
	if l.Families == nil {
		l.Families = new(minFamilies)
	}
	if l.Behaviours == nil {
		l.Behaviours = new(minBehaviours)
	}
	if *l.Families < minFamilies {
		return faultf(".levels.incident.families", "%d is too few: an incident needs at least %d independent indicators", *l.Families, minFamilies)
	}
	if *l.Behaviours < minBehaviours {
		return faultf(".levels.incident.behaviours", "%d is too few: opinion alone must never be an incident, so at least %d indicator is behaviour", *l.Behaviours, minBehaviours)
	}
	return nil
}

func (l *level) check(name qalxan.Level, names map[string]any) error {
	at := ".levels." + string(name)
	if name != qalxan.LevelIncident && (l.Families != nil || l.Behaviours != nil) {
		return faultf(at, "families and behaviours are asked for by incidents only; write them into a rule")
	}
	if len(l.Rules) == 0 || len(l.Rules) > maxRules {
		return faultf(at, "%d rules are not 1 to %d", len(l.Rules), maxRules)
	}
	for i := range l.Rules {
		var err error
		r := &l.Rules[i]
		if r.ask, err = question(fmt.Sprintf("%s.rules[%d]", at, i), r.ID, r.When, r.Said, names); err != nil {
			return err
		}
		if slices.ContainsFunc(l.Rules[:i], func(r rule) bool { return r.ID == l.Rules[i].ID }) {
			return faultf(fmt.Sprintf("%s.rules[%d].id", at, i), "the name %q is used twice", l.Rules[i].ID)
		}
	}
	return nil
}

// question compiles the expression of an indicator or a rule, which may ask of
// the names of env.
func question(at, id, when string, said wording, env any) (expression, error) {
	if !identifier.MatchString(id) {
		return expression{}, faultf(at+".id", "name it with up to 40 lower-case letters, digits and _, a letter first")
	}
	if err := said.check(at, id); err != nil {
		return expression{}, err
	}
	e, err := compile(when, env)
	if err != nil {
		return e, &fault{at + ".when", fmt.Errorf("%s cannot be used: %w", id, err)}
	}
	return e, nil
}
