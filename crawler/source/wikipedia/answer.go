package wikipedia

import (
	"encoding/json"
	"net/netip"
	"strings"
	"time"
)

// answer is what the Action API says, in format version 2.
type answer struct {
	Error apiError `json:"error"`
	Query struct {
		Pages []article `json:"pages"`
	} `json:"query"`
}

type apiError struct {
	Code string `json:"code"`
	Info string `json:"info"`
}

type article struct {
	Title     string     `json:"title"`
	Missing   bool       `json:"missing"`
	Invalid   bool       `json:"invalid"`
	Revisions []revision `json:"revisions"`
}

type revision struct {
	ID    int64     `json:"revid"`
	Time  time.Time `json:"timestamp"`
	User  string    `json:"user"`
	Anon  bool      `json:"anon"`
	Temp  bool      `json:"temp"`
	Slots struct {
		Main struct {
			Model   string `json:"contentmodel"`
			Content string `json:"content"`
			Hidden  bool   `json:"texthidden"`
		} `json:"main"`
	} `json:"slots"`
}

func parse(body []byte) (answer, error) {
	var a answer
	err := json.Unmarshal(body, &a)
	return a, err
}

// readable reports whether the revision has words: those that an administrator
// hid have none, and modules or data pages hold no prose.
func (r revision) readable() bool {
	return !r.Slots.Main.Hidden && r.ID > 0 && (r.Slots.Main.Model == "wikitext" || r.Slots.Main.Model == "")
}

// author is the name of a registered user. Others are named by their IP
// address or, since 2024, by a temporary name like ~2026-12345-6.
func (r revision) author() string {
	if r.User == "" {
		return "" // hidden
	}
	_, err := netip.ParseAddr(r.User)
	if r.Anon || r.Temp || err == nil || strings.HasPrefix(r.User, "~") || strings.Contains(r.User, ".xxx") {
		return Unregistered
	}
	return r.User
}
