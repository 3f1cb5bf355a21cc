package qalxan

import (
	"fmt"
	"slices"
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
	Criteria   string     `json:"criteria"`
	Reason     Reason     `json:"reason"`
	Signals    []Signal   `json:"signals,omitempty"`
	CampaignID string     `json:"campaign,omitempty"`
	Created    time.Time  `json:"created"`
	Updated    time.Time  `json:"updated"`
	Decisions  []Decision `json:"decisions,omitempty"`
}

// Decision is what a person decided about a finding. Decisions are only ever
// added.
type Decision struct {
	Time   time.Time `json:"time"`
	By     string    `json:"by"`
	From   Status    `json:"from"`
	To     Status    `json:"to"`
	Reason string    `json:"reason"`
}

// Validate reports why the decision cannot be taken.
func (d Decision) Validate() error {
	if !slices.Contains(Statuses(), d.To) {
		return fmt.Errorf("status %q is not one of new, confirmed, dismissed, escalated", d.To)
	}
	if d.By == "" {
		return fmt.Errorf("a decision needs the name of who takes it")
	}
	if d.Reason == "" {
		return fmt.Errorf("a decision needs a reason")
	}
	return nil
}

// FindingID is the id of the finding about an identity.
func FindingID(identity string) string { return hashID("f", identity) }
