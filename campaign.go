package qalxan

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Campaign is findings that belong together. Its id is that of the first
// finding's identity and stays the same as it grows.
type Campaign struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Narratives are the ids of the claims that its findings make.
	Narratives []string  `json:"narratives"`
	First      time.Time `json:"first"` // the earliest member, by Item.When
	Last       time.Time `json:"last"`
	Updated    time.Time `json:"updated"`
	Breakout   Breakout  `json:"breakout"`
}

// CampaignID is the id of the campaign that began with an identity.
func CampaignID(identity string) string { return hashID("c", identity) }

// IsCampaignID reports whether an id would be that of a campaign.
func IsCampaignID(id string) bool { return strings.HasPrefix(id, "c-") }

// SplitID is the id of the campaign that was split off at a time and begins
// with an identity.
func SplitID(identity string, at time.Time) string {
	return hashID("c", identity, strconv.FormatInt(at.UnixNano(), 10))
}

// The ends of the Breakout Scale. The last category is never computed.
const (
	BreakoutLowest  = 1
	BreakoutHighest = 6
)

// Breakout is how far a campaign has spread, on the Breakout Scale (B. Nimmo,
// The Breakout Scale, Brookings 2020): 1 one platform and one community, 2
// several of either, 3 several of both, 4 mainstream media, 5 prominent
// persons, 6 a policy response, other concrete action, or a call for violence.
type Breakout struct {
	Category int `json:"category"` // 1 to 6; 0 where it was not computed yet
	// Steps are how the computed category rose, in order of time.
	Steps []BreakoutStep `json:"steps,omitempty"`
	// SetBy is the person who set the category; empty where it was computed.
	SetBy string `json:"set_by,omitempty"`
	// Why is what that person gave as the reason.
	Why string `json:"why,omitempty"`
}

// BreakoutStep is the moment at which the spread reached a category.
type BreakoutStep struct {
	Category int       `json:"category"`
	Item     string    `json:"item"` // the version that caused it
	Time     time.Time `json:"time"` // Item.When
	Why      string    `json:"why"`  // one English sentence
	// Code and Facts are what the sentence was made of; empty in records of
	// before they were kept.
	Code  string            `json:"code,omitempty"`
	Facts map[string]string `json:"facts,omitempty"`
}

// Reason is why the spread reached the category, to be said in any language.
func (s BreakoutStep) Reason() Reason { return Reason{Code: s.Code, Facts: s.Facts, Text: s.Why} }

// RulingKind says what a ruling is about.
type RulingKind string

// The kinds of ruling.
const (
	RulingMerge    RulingKind = "merge"    // two campaigns are one
	RulingSplit    RulingKind = "split"    // some findings are a campaign of their own
	RulingBreakout RulingKind = "breakout" // the Breakout category is this
)

// Ruling is what a person decided about campaigns. Rulings are only ever added,
// and what is placed later keeps to them.
type Ruling struct {
	Time   time.Time  `json:"time"`
	By     string     `json:"by"`
	Kind   RulingKind `json:"kind" enum:"merge,split,breakout"`
	Reason string     `json:"reason"`
	// CampaignID is the campaign that stays. OtherID is the one that went into
	// it, or was split off from it.
	CampaignID string `json:"campaign"`
	OtherID    string `json:"other,omitempty"`
	// Findings are the ids of those that went to another campaign.
	Findings []string `json:"findings,omitempty"`
	// Category is the Breakout category that was set; 0 for the one that is
	// computed.
	Category int `json:"category,omitempty"`
}

// Validate reports why the ruling cannot be made.
func (r Ruling) Validate() error {
	switch {
	case r.By == "":
		return errors.New("a ruling needs the name of who makes it")
	case r.Reason == "":
		return errors.New("a ruling needs a reason")
	case !slices.Contains([]RulingKind{RulingMerge, RulingSplit, RulingBreakout}, r.Kind):
		return fmt.Errorf("ruling %q is not one of merge, split, breakout", r.Kind)
	case r.Kind == RulingMerge && (r.OtherID == "" || r.OtherID == r.CampaignID):
		return errors.New("a merge needs two different campaigns")
	case r.Kind == RulingSplit && len(r.Findings) == 0:
		return errors.New("a split needs the findings that leave")
	case r.Kind == RulingBreakout && r.Category != 0 && (r.Category < BreakoutLowest || r.Category > BreakoutHighest):
		return fmt.Errorf("breakout category %d is not 1 to 6, or 0 for the one that is computed", r.Category)
	}
	return nil
}
