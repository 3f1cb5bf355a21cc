package qalxan

import "time"

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
}

// CampaignID is the id of the campaign that began with an identity.
func CampaignID(identity string) string { return hashID("c", identity) }
