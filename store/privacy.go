package store

import (
	"context"
	"iter"
	"time"

	"github.com/qalxan/qalxan"
)

// Privacy keeps what is needed to treat persons as they may ask for: what may
// not be removed, what was erased, and where words of a person may stand. It
// never holds the name of anybody who was erased, only keyed hashes.
type Privacy interface {
	// PrivacySeal is what tells the key of the pseudonyms; empty before there is
	// one. SetPrivacySeal notes it; another than the one noted is ErrConflict.
	PrivacySeal(ctx context.Context) (string, error)
	SetPrivacySeal(ctx context.Context, seal string) error

	// Authored lists items that have an author, after a key, in order of it.
	Authored(ctx context.Context, after int64, limit int) ([]Authored, error)
	// Relabel gives items the author that stands in Label, where it still is the
	// one in Author, and the traces of what they share too. It is one
	// transaction.
	Relabel(ctx context.Context, all []Authored) error

	// Passages yields every place at which words about persons may stand. What
	// changes meanwhile may be left out.
	Passages(ctx context.Context) iter.Seq2[Passage, error]
	// Rewrite replaces the texts of passages, gives items the hash of their new
	// words, and puts them into the outbox. What is held or fixed is left alone,
	// as is what is gone. It is one transaction.
	Rewrite(ctx context.Context, passages []Passage) error
	// CapturesOf lists the captures of items and all others with the same
	// payload, but for those that are the evidence of an item under a hold.
	CapturesOf(ctx context.Context, itemIDs []string) ([]qalxan.Capture, error)

	// Loose yields the captures of sources that no item was read from: front
	// pages, feeds, and pages that brought nothing new. What is under a hold is
	// left out.
	Loose(ctx context.Context, sourceIDs []string) iter.Seq2[qalxan.Capture, error]
	// HasCapture reports whether a capture is in the record.
	HasCapture(ctx context.Context, id string) (bool, error)
	// Sweep leaves nothing in the files of the record of what was replaced or
	// removed. It takes as long as copying them, and others wait to write.
	Sweep(ctx context.Context) error

	// SaveErasure adds or replaces, by id. Erasures lists all, oldest first.
	SaveErasure(ctx context.Context, e Erasure) error
	Erasures(ctx context.Context) ([]Erasure, error)

	// AddHold adds a hold, ReleaseHold ends it; Holds lists all, those that hold
	// first, then newest first. Releasing what was released is ErrConflict.
	AddHold(ctx context.Context, h Hold) error
	ReleaseHold(ctx context.Context, id string, r Release) (Hold, error)
	Holds(ctx context.Context) ([]Hold, error)

	// Overdue lists keys of what is past its time, after a key, in order of
	// them. What has to be kept is left out: what is under a hold and, with its
	// evidence and what it was compared with, what was confirmed or escalated.
	Overdue(ctx context.Context, kind Retained, c Cutoffs, after string, limit int) ([]string, error)
	// Retire removes what Overdue listed, unless it has to be kept by now. Of
	// evidence it forgets the captures of files that are gone. It is one
	// transaction.
	Retire(ctx context.Context, kind Retained, keys []string, at time.Time) error
}

// Authored is the author of an item.
type Authored struct {
	Key      int64
	ItemID   string
	SourceID string
	Identity string
	Site     string
	Author   string
	Label    string // what the author is to be
}

// Passage is a text at one place of the record.
type Passage struct {
	Place string `json:"place"` // e.g. item.title
	Key   string `json:"key"`
	Item  string `json:"item,omitempty"` // the item that it belongs to
	Text  string `json:"text"`
	JSON  bool   `json:"-"` // the text is JSON; words stand in its strings
	Held  bool   `json:"held,omitempty"`
	// Fixed passages are never changed: what people wrote (decisions, rulings,
	// what they keep, searches, packs for platforms) and the ledger.
	Fixed bool `json:"fixed,omitempty"`
}

// PlaceAuthor is the place of an item's author.
const PlaceAuthor = "item.author"

// Erasure is one request to erase a person.
type Erasure struct {
	ID string `json:"id"`
	// Pseudonym is the keyed hash of the name as an author's label. Words, First
	// and Hash tell the name in a text: how many words it has, and keyed hashes
	// of the first and of all. Words is 0 where only a pseudonym was given.
	Pseudonym string `json:"pseudonym"`
	Words     int    `json:"words,omitempty"`
	First     string `json:"first,omitempty"`
	Hash      string `json:"hash,omitempty"`
	Suffix    bool   `json:"suffix,omitempty"` // endings may follow the last word
	// Turned is a name of two words in the other order.
	Turned *Turned        `json:"turned,omitempty"`
	By     string         `json:"by"`
	Reason string         `json:"reason"`
	Began  time.Time      `json:"began"`
	Done   time.Time      `json:"done,omitzero"`
	Counts map[string]int `json:"counts,omitempty"` // by place, and of captures
	// Unswept says that old bytes may still stand in the files of the record.
	Unswept bool `json:"unswept,omitempty"`
}

// Turned are the keyed hashes of a name in the other order.
type Turned struct {
	Pseudonym string `json:"pseudonym"`
	First     string `json:"first"`
	Hash      string `json:"hash"`
	Suffix    bool   `json:"suffix,omitempty"`
}

// Hold keeps something from being removed.
type Hold struct {
	ID string `json:"id"`
	// Noun is finding, campaign, source or identity.
	Noun    string    `json:"noun"`
	Object  string    `json:"object"`
	Reason  string    `json:"reason"`
	By      string    `json:"by"`
	Time    time.Time `json:"time"`
	Release *Release  `json:"release,omitempty"`
}

// Release is the end of a hold.
type Release struct {
	By     string    `json:"by"`
	Reason string    `json:"reason"`
	Time   time.Time `json:"time"`
}

// Retained is a kind of data that is kept for a time.
type Retained string

// The kinds of data that are kept for a time.
const (
	RetainedText      Retained = "text"      // texts and links of items
	RetainedDismissed Retained = "dismissed" // signals of findings that were dismissed
	RetainedEvidence  Retained = "evidence"  // WARC files
	RetainedLetters   Retained = "letters"   // letters of alerts
)

// Cutoffs are the times before which things are past their time: for all, and
// by source. The zero time stands for never.
type Cutoffs struct {
	All     time.Time
	Sources map[string]time.Time
}
