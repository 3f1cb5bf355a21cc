package qalxan

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Level is how far the criteria lift an item.
type Level string

// The levels, lowest first. Opinion alone never reaches an incident.
const (
	LevelSignal   Level = "signal"   // one indicator: worth a look
	LevelIncident Level = "incident" // manipulative behaviour, two independent indicators
	LevelCritical Level = "critical" // an incident that spreads widely or threatens harm
)

// Levels lists every level, lowest first.
func Levels() []Level { return []Level{LevelSignal, LevelIncident, LevelCritical} }

// Above reports whether l is higher than other. The empty level is below all.
func (l Level) Above(other Level) bool {
	return slices.Index(Levels(), l) > slices.Index(Levels(), other)
}

// Status is where a finding stands in review.
type Status string

// The states of review.
const (
	StatusNew       Status = "new"
	StatusConfirmed Status = "confirmed"
	StatusDismissed Status = "dismissed"
	StatusEscalated Status = "escalated"
)

// Statuses lists every status.
func Statuses() []Status {
	return []Status{StatusNew, StatusConfirmed, StatusDismissed, StatusEscalated}
}

// Finding is what an analyst reviews: an item, by its identity, with the
// signals that lifted it to a level, and what people decided.
type Finding struct {
	ID       string `json:"id"`
	Identity string `json:"identity"`
	// ItemID is the version of the item that lifted the finding to its level.
	ItemID   string `json:"item"`
	SourceID string `json:"source"`
	Level    Level  `json:"level"`
	Status   Status `json:"status"`
	// Criteria is the version of the criteria that gave the level, and Reason
	// why they did.
	Criteria string `json:"criteria"`
	Reason   Reason `json:"reason"`
	// Grounds are what the criteria gave the level on or, where a person set
	// it, what they judged on last.
	Grounds    *Grounds   `json:"grounds,omitempty"`
	Signals    []Signal   `json:"signals,omitempty"`
	CampaignID string     `json:"campaign,omitempty"`
	Created    time.Time  `json:"created"`
	Updated    time.Time  `json:"updated"`
	Decisions  []Decision `json:"decisions,omitempty"`
}

// Grounds are what a level was computed from.
type Grounds struct {
	// Level is what the criteria alone give; the finding's level may be another
	// where a person set it, or where it was higher before.
	Level Level `json:"level,omitempty"`
	// Indicators and Rules are those that were met, by their names in the
	// criteria.
	Indicators []string `json:"indicators,omitempty"`
	Rules      []string `json:"rules,omitempty"`
	// Facts are all other inputs, by their names in the criteria.
	Facts map[string]string `json:"facts,omitempty"`
}

// Override is the last decision by which a person set the level, and false
// where the criteria alone did.
func (f Finding) Override() (Decision, bool) {
	for _, d := range slices.Backward(f.Decisions) {
		if d.Level != "" {
			return d, true
		}
	}
	return Decision{}, false
}

// Decision is what a person decided about a finding: its status, its level, who
// works on it, or several of these. Decisions are only ever added.
type Decision struct {
	Time time.Time `json:"time"`
	By   string    `json:"by"`
	From Status    `json:"from"`
	To   Status    `json:"to"`
	// FromLevel and Level are set where the decision is about the level. From
	// then on the criteria leave the level alone.
	FromLevel Level  `json:"from_level,omitempty"`
	Level     Level  `json:"level,omitempty"`
	Reason    string `json:"reason"`
	// Assignee is who works on the finding from now on, or Nobody; empty where
	// the decision is not about that.
	Assignee string `json:"assignee,omitempty"`
	// Undoes says that this takes back the decision before it.
	Undoes bool `json:"undoes,omitempty"`
	// News is why a dismissed finding came back.
	News *News `json:"news,omitempty"`
	// Seen is how many decisions its taker knew of; where there are others, it
	// is not taken. It is not kept, and nil takes the decision in any case.
	Seen *int `json:"seen,omitempty"`
}

// Validate reports why the decision cannot be taken, whatever it is about. A
// decision about the level or the assignee may leave To empty: the status then
// stays. Who works on something needs no reason.
func (d Decision) Validate() error {
	if d.Level != "" && !slices.Contains(Levels(), d.Level) {
		return refuse(nil, RefusalLevel, fmt.Sprintf("level %q is not one of signal, incident, critical", d.Level), map[string]string{"level": string(d.Level)})
	}
	if !slices.Contains(Statuses(), d.To) && (d.To != "" || d.Level == "" && d.Assignee == "") {
		return refuse(nil, RefusalStatus, fmt.Sprintf("status %q is not one of new, confirmed, dismissed, escalated", d.To), map[string]string{"status": string(d.To)})
	}
	if d.By == "" {
		return refuse(nil, RefusalBy, "a decision needs the name of who takes it", nil)
	}
	if d.Reason == "" && (d.To != "" || d.Level != "") {
		return refuse(nil, RefusalReason, "a decision needs a reason", nil)
	}
	return nil
}

// FindingID is the id of the finding about an identity.
func FindingID(identity string) string { return hashID("f", identity) }

// IsFindingID reports whether an id would be that of a finding.
func IsFindingID(id string) bool { return strings.HasPrefix(id, "f-") }
