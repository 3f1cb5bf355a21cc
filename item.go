package qalxan

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// Undetermined is the language code of a text whose language is not known
// (ISO 639-2 und).
const Undetermined = "und"

// Item is one page or post at one moment. Items of one Identity form a chain
// of versions, numbered from 1; a version exists only if its words differ from
// those of the version before.
type Item struct {
	ID       string `json:"id"`
	Identity string `json:"identity"` // the address that stays the same: canonical where trusted
	Version  int    `json:"version"`
	SourceID string `json:"source"`
	// CaptureID is the capture that this version was read from.
	CaptureID string `json:"capture"`

	URL       string `json:"url"`                 // as fetched, after redirects
	Canonical string `json:"canonical,omitempty"` // as claimed by the page
	Title     string `json:"title"`
	Text      string `json:"text,omitempty"`
	// Withheld is why there is no text, or only the beginning of one; nil where
	// nothing was withheld.
	Withheld *Withheld `json:"withheld,omitempty"`
	Author   string    `json:"author,omitempty"` // the label shown on the page
	Site     string    `json:"site,omitempty"`   // the outlet's name as the page gives it

	Language Language  `json:"language"`
	Dates    []Date    `json:"dates"`
	Links    []string  `json:"links,omitempty"` // absolute addresses found in the text
	Seen     time.Time `json:"seen"`            // when this version was first captured
	Hash     string    `json:"hash"`            // of title and text: what tells versions apart
}

// Language is what is known of the language of a text.
type Language struct {
	Code       string  `json:"code"`       // ISO 639-1, or und
	Confidence float64 `json:"confidence"` // 0 to 1
	Script     string  `json:"script"`     // ISO 15924: Latn, Cyrl, Arab, Armn, Geor, ... or Zyyy
}

// DateKind says what a date is the date of.
type DateKind string

// The kinds of date that pages carry.
const (
	DatePublished DateKind = "published"
	DateModified  DateKind = "modified"
)

// OriginRevision is the origin of a date that a wiki's history gives. Such
// dates order the versions of an item; they are never claims of the page.
const OriginRevision = "revision"

// Date is one date that a page claims, with where the claim stands.
type Date struct {
	Kind   DateKind  `json:"kind"`
	Time   time.Time `json:"time"`
	Origin string    `json:"origin"` // e.g. "json-ld datePublished", "feed", "url"
}

// Published is the first date of publication, in order of trust, that the item
// claims; the zero time where it claims none.
func (i Item) Published() time.Time { return i.date(DatePublished) }

// Modified is the first date of change that the item claims; the zero time
// where it claims none.
func (i Item) Modified() time.Time { return i.date(DateModified) }

func (i Item) date(kind DateKind) time.Time {
	for _, d := range i.Dates {
		if d.Kind == kind {
			return d.Time
		}
	}
	return time.Time{}
}

// When is the time that orders items: published where claimed and not after
// the capture, otherwise when it was seen.
func (i Item) When() time.Time {
	if p := i.Published(); !p.IsZero() && !p.After(i.Seen) {
		return p
	}
	return i.Seen
}

// ItemHash is the digest by which versions are told apart: lower-case hex
// SHA-256 of title and text.
func ItemHash(title, text string) string {
	sum := sha256.Sum256([]byte(title + "\x00" + text))
	return hex.EncodeToString(sum[:])
}

// ItemID is the id of one version of an identity.
func ItemID(identity string, version int) string {
	return hashID("i", identity, fmt.Sprint(version))
}

// hashID makes a short, stable id: a letter for the noun and 64 bits of a
// digest of the parts. The same parts give the same id on every machine.
func hashID(noun string, parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return noun + "-" + hex.EncodeToString(h.Sum(nil)[:8])
}

// NewID is an id that nothing else has: a letter for the noun and 64 random
// bits. It is for what is made once and by nobody else, like a letter.
func NewID(noun string) string {
	var id [8]byte
	_, _ = rand.Read(id[:]) // it never fails
	return noun + "-" + hex.EncodeToString(id[:])
}
