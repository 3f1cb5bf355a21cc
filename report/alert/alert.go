// Package alert tells people what was found, and when the system itself needs
// them: by rules over the query language, in grouped digests, to mail,
// webhooks, Telegram and Slack-compatible rooms.
//
//	record's news --> Teller: rules --> what waits --> digests --> letters
//	letters --> Courier: one sender for each target --> people
//
// What waits and every letter stand in the record, so a crash loses nothing. A
// letter keeps its id however often it is tried: it arrives at least once, and
// who gets it twice can tell. docs/alerts.md is the full description.
package alert

import (
	"time"

	"github.com/qalxan/qalxan"
)

// Digest is what one letter says. All its texts are cleaned and bounded.
type Digest struct {
	Rule     string    `json:"rule"`
	Language string    `json:"language"`
	Created  time.Time `json:"created"`
	// Test says that somebody pressed the test button: nothing happened.
	Test bool `json:"test,omitempty"`
	// System says that the entries are conditions of the system.
	System bool `json:"system,omitempty"`
	// Loud says that the letter broke the quiet hours for a critical case.
	Loud   bool    `json:"loud,omitempty"`
	Groups []Group `json:"groups"`
	// Total counts what the letter is about; More what it leaves out of that.
	Total int `json:"total"`
	More  int `json:"more,omitempty"`
	// Link is the desk; empty where its address is not configured.
	Link string `json:"link,omitempty"`
	// Enclosed goes with a mail; nil for nothing.
	Enclosed *Enclosure `json:"enclosed,omitempty"`
}

// Group is entries of one campaign, or of none: the highest level first.
type Group struct {
	Campaign string  `json:"campaign,omitempty"` // its id
	Title    string  `json:"title,omitempty"`
	Link     string  `json:"link,omitempty"`
	Entries  []Entry `json:"entries"`
}

// Entry is one finding, or one condition of the system.
type Entry struct {
	Subject string        `json:"id"`
	Level   qalxan.Level  `json:"level,omitempty"`
	Status  qalxan.Status `json:"status,omitempty"`
	News    News          `json:"news"` // why it is told
	Title   string        `json:"title"`
	Source  string        `json:"source,omitempty"`
	Reason  string        `json:"reason,omitempty"` // one line
	Link    string        `json:"link,omitempty"`
	Time    time.Time     `json:"time"`
	// Returned says that a person dismissed it before.
	Returned bool `json:"returned,omitempty"`
}

// News says why something is told.
type News string

// The kinds of news. The first four are about findings.
const (
	NewsFound     News = "found"     // the rule never told of it
	NewsRaised    News = "raised"    // its level is higher than it was
	NewsEscalated News = "escalated" // a person escalated it
	NewsMore      News = "more"      // it meets criteria that it did not meet before
	NewsBegan     News = "began"     // a condition of the system holds
	NewsOver      News = "over"      // it holds no more
	NewsReport    News = "report"    // a report was made
)

// Bounds of a digest.
const (
	maxEntries = 50
	maxTitle   = 200 // code points
	maxReason  = 300
	maxSource  = 100
)
