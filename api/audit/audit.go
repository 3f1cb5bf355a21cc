// Package audit enters who did what into the ledger of the record: logins,
// decisions, exports, reads of what is restricted, and changes of users and
// tokens. The ledger is a chain of digests; the doctor verifies it.
package audit

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/store"
)

// How things went.
const (
	OK      = "ok"
	Failed  = "failed"
	Refused = "refused"
)

// maxField bounds each field of an entry, in bytes: names and addresses come
// from outside.
const maxField = 500

// Log enters into a ledger. It is safe for concurrent use.
type Log struct{ ledger store.Ledger }

var _ account.Ledger = (*Log)(nil)

// New returns the log over a ledger.
func New(ledger store.Ledger) *Log { return &Log{ledger} }

// Enter adds an entry. Who, by which way and from where is taken from the
// context unless the entry says it.
func (l *Log) Enter(ctx context.Context, e store.Entered) error {
	who := account.From(ctx)
	if e.By == "" {
		e.By = who.Name
	}
	if e.Via == "" {
		e.Via = who.Via()
	}
	if e.Address == "" {
		e.Address = who.Address
	}
	for _, field := range []*string{&e.Address, &e.By, &e.Detail, &e.Object, &e.Verb, &e.Via} {
		*field = clean(*field)
	}
	// What happened is entered even if whoever asked has gone meanwhile.
	if _, err := l.ledger.Enter(context.WithoutCancel(ctx), e); err != nil {
		return fmt.Errorf("the audit log takes no entries, so nothing is done that belongs into it: %w", err)
	}
	return nil
}

// Entries lists entries that the filter lets through, newest first. Lists are
// never nil.
func (l *Log) Entries(ctx context.Context, f store.EntryFilter, p store.Page) (List, error) {
	all, next, err := l.ledger.Entries(ctx, f, p)
	if all == nil {
		all = []store.Entered{}
	}
	return List{all, next}, err
}

// List is one page of entries.
type List struct {
	Entries []store.Entered `json:"entries"`
	Next    string          `json:"next,omitempty"` // cursor of the next page
}

// clean bounds a field and takes out what could move a terminal's cursor or
// break a line.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text[:min(len(text), maxField)], ""))
}
