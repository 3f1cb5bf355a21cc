package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Ledger keeps who did what. Entries are only ever added, and each holds the
// digest of the one before it, so that none can be changed or taken out without
// breaking the chain. Check names the first entry that does not fit.
type Ledger interface {
	// Enter adds an entry. Number, Time and Previous are filled in.
	Enter(ctx context.Context, e Entered) (Entered, error)
	// Entries lists entries that the filter lets through, newest first.
	Entries(ctx context.Context, f EntryFilter, p Page) ([]Entered, string, error)
}

// Entered is one entry of the ledger. Its fields are in the order of their
// names in JSON, which with sorted, unspaced output is the canonical form that
// is digested (RFC 8785, 3.2).
type Entered struct {
	// Address is where the request came from; empty for this machine's socket.
	Address string `json:"address"`
	By      string `json:"by"`     // a user, or what was given as one
	Detail  string `json:"detail"` // what else there is to know
	Number  int64  `json:"number"` // counts from 1
	Object  string `json:"object"` // what it was done to
	// Outcome is ok, failed or refused.
	Outcome  string    `json:"outcome"`
	Previous string    `json:"previous"` // the digest before this
	Time     time.Time `json:"time"`     // UTC, to the microsecond
	Verb     string    `json:"verb"`
	// Via is session, token:ID, socket or open.
	Via string `json:"via"`
}

// EntryFilter lets through what fits all that is given.
type EntryFilter struct {
	By string
	// Verb is one verb, or with a dot at its end all that begin so.
	Verb  string
	Since time.Time // inclusive
}

// Genesis stands before the first entry.
var Genesis = strings.Repeat("0", sha256.Size*2)

// Canonical is the form of the entry that is kept and digested.
func (e Entered) Canonical() ([]byte, error) {
	e.Time = e.Time.UTC().Truncate(time.Microsecond)
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(e); err != nil {
		return nil, fmt.Errorf("writing entry %d: %w", e.Number, err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// Chain is the digest of an entry in its canonical form, after the digest of
// the entry before it.
func Chain(previous string, canonical []byte) string {
	sum := sha256.New()
	sum.Write([]byte(previous))
	sum.Write(canonical)
	return hex.EncodeToString(sum.Sum(nil))
}
