package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/qalxan/qalxan/store"
)

// link is an entry as it is kept.
type link struct {
	number        int64
	entry, digest string
}

func linkFields(l *link) []any { return []any{&l.number, &l.entry, &l.digest} }

// Enter implements [store.Ledger].
func (s *Store) Enter(ctx context.Context, e store.Entered) (store.Entered, error) {
	if e.Time = e.Time.UTC().Truncate(time.Microsecond); e.Time.IsZero() {
		e.Time = s.now().UTC().Truncate(time.Microsecond)
	}
	err := s.write(ctx, "entering "+e.Verb+" into the ledger", func(tx *sql.Tx) error {
		last, err := first(ctx, tx, linkFields, "SELECT number, entry, digest FROM ledger ORDER BY number DESC LIMIT 1")
		if errors.Is(err, sql.ErrNoRows) {
			last, err = link{digest: store.Genesis}, nil
		}
		if err != nil {
			return err
		}
		e.Number, e.Previous = last.number+1, last.digest
		text, err := e.Canonical()
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO ledger (number, entry, digest) VALUES (?, ?, ?)",
			e.Number, string(text), store.Chain(e.Previous, text))
		return err
	})
	return e, err
}

// Entries implements [store.Ledger].
func (s *Store) Entries(ctx context.Context, f store.EntryFilter, p store.Page) ([]store.Entered, string, error) {
	c, limit, err := entriesThat(f, p)
	if err != nil {
		return nil, "", err
	}
	all, err := list(ctx, s.reader, func(e *store.Entered) []any { return []any{document{e}} },
		c.query("SELECT entry")+" ORDER BY number DESC LIMIT ?", append(c.args, limit+1)...)
	if err != nil || len(all) <= limit {
		return all, "", s.explain("reading the ledger", err)
	}
	all = all[:limit]
	return all, strconv.FormatInt(all[limit-1].Number, 10), nil
}

func entriesThat(f store.EntryFilter, p store.Page) (*conditions, int, error) {
	c := &conditions{from: "ledger"}
	if f.By != "" {
		c.add("by = ?", f.By)
	}
	if n := len(f.Verb); n > 0 && f.Verb[n-1] == '.' {
		c.add("verb >= ? AND verb < ?", f.Verb, f.Verb[:n-1]+"/") // the letter after the dot
	} else if n > 0 {
		c.add("verb = ?", f.Verb)
	}
	if !f.Since.IsZero() {
		// Whole seconds sort before their fractions only without the Z.
		c.add("rtrim(time, 'Z') >= ?", f.Since.UTC().Truncate(time.Microsecond).Format("2006-01-02T15:04:05.999999"))
	}
	before := p.Cursor
	p.Cursor = ""
	limit, err := c.turn(p, "", "")
	if before != "" && err == nil {
		number, fault := strconv.ParseInt(before, 10, 64)
		if fault != nil || number < 1 {
			return nil, 0, fmt.Errorf("%w: the cursor %.40q was not made by this list; start again without one", store.ErrPage, before)
		}
		c.add("number < ?", number)
	}
	return c, limit, err
}

// linksAtOnce is how many entries are verified between two breaths.
const linksAtOnce = 500

// checkLedger returns the sentence that names the first entry which does not
// fit the one before it, or nothing.
func checkLedger(ctx context.Context, tx *sql.Tx) ([]string, error) {
	last := link{digest: store.Genesis}
	for {
		links, err := list(ctx, tx, linkFields,
			"SELECT number, entry, digest FROM ledger WHERE number > ? ORDER BY number LIMIT ?", last.number, linksAtOnce)
		if err != nil {
			return nil, err
		}
		for _, l := range links {
			if fault := l.follows(last); fault != "" {
				return []string{fmt.Sprintf("the audit log is broken at entry %d: %s; what stands from there on was changed by hand: keep a copy and restore a backup", l.number, fault)}, nil
			}
			last = l
		}
		if len(links) == 0 {
			return checkEnd(ctx, tx, last.number)
		}
	}
}

// follows says why an entry does not follow the one before; empty where it
// does.
func (l link) follows(last link) string {
	var e store.Entered
	if err := json.Unmarshal([]byte(l.entry), &e); err != nil {
		return "it cannot be read"
	}
	switch {
	case l.number != last.number+1 || e.Number != l.number:
		return fmt.Sprintf("entry %d is missing", last.number+1)
	case e.Previous != last.digest:
		return "it does not name the entry before it"
	case store.Chain(last.digest, []byte(l.entry)) != l.digest:
		return "its digest is not that of its words"
	}
	return ""
}

// checkEnd compares the last entry with the number that the file gave out last:
// a chain alone does not show that its end was cut off.
func checkEnd(ctx context.Context, tx *sql.Tx, last int64) ([]string, error) {
	given, err := list(ctx, tx, itself[int64], "SELECT seq FROM sqlite_sequence WHERE name = 'ledger'")
	if err != nil || len(given) == 0 || given[0] == last {
		return nil, err
	}
	return []string{fmt.Sprintf("the audit log ends at entry %d, but entry %d was written: its end was cut off; restore a backup", last, given[0])}, nil
}
