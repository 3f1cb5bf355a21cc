package alert

import (
	"strings"
)

// Overview is what may be shown of the options: no secret stands in it.
type Overview struct {
	Rules   []RuleLine   `json:"rules"`
	Targets []TargetLine `json:"targets"`
}

// RuleLine is a rule as a list shows it.
type RuleLine struct {
	Name   string   `json:"name"`
	About  string   `json:"about"` // its query, or "system"
	Levels []string `json:"levels"`
	To     []string `json:"to"`
	When   string   `json:"when"`
	Quiet  string   `json:"quiet,omitempty"`
}

// TargetLine is a target as a list shows it.
type TargetLine struct {
	Name  string `json:"name"`
	Kind  Kind   `json:"kind"`
	Where string `json:"where"`
}

// Overview lists rules and targets.
func (o Options) Overview() Overview {
	v := Overview{Rules: []RuleLine{}, Targets: []TargetLine{}}
	for _, r := range o.Rules {
		line := RuleLine{Name: r.Name, About: r.Query, Levels: []string{}, To: r.To, When: "at once", Quiet: r.Quiet}
		for _, l := range r.Levels {
			line.Levels = append(line.Levels, string(l))
		}
		if r.System {
			line.About = "system"
		}
		if len(r.At) > 0 {
			line.When = "at " + strings.Join(r.At, " ") + " " + r.zoneName()
		}
		v.Rules = append(v.Rules, line)
	}
	for _, t := range o.Targets {
		v.Targets = append(v.Targets, TargetLine{t.Name, t.Kind, t.where()})
	}
	return v
}

func (r Rule) zoneName() string {
	if r.Zone == "" {
		return "UTC"
	}
	return r.Zone
}

// where is a target's place, without what may be secret about it.
func (t Target) where() string {
	switch t.Kind {
	case KindMail:
		return strings.Join(t.Recipients, " ") + " by " + t.Server
	case KindTelegram:
		return "chat " + t.Chat
	}
	if u, err := secureURL(t.URL); err == nil {
		return u.Host
	}
	return t.URL
}
