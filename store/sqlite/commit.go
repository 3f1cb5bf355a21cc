package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// Commit implements [store.Recorder]. What refers to something is written
// after it, so that a reference to nothing is refused where it stands.
func (s *Store) Commit(ctx context.Context, e store.Entry) error {
	return s.write(ctx, "committing an entry", func(tx *sql.Tx) error {
		for _, c := range e.Captures {
			if err := saveCapture(ctx, tx, c); err != nil {
				return fmt.Errorf("capture %s: %w", c.ID, err)
			}
		}
		for _, i := range e.Items {
			if err := saveItem(ctx, tx, i); err != nil {
				return fmt.Errorf("item %s: %w", i.Item.ID, err)
			}
		}
		dismissed, err := dismissedAmong(ctx, tx, e.Findings)
		if err != nil {
			return err
		}
		for _, g := range e.Signals {
			if err := saveSignal(ctx, tx, g); err != nil {
				return fmt.Errorf("signal %s of item %s: %w", g.ID, g.ItemID, err)
			}
		}
		for _, f := range e.Findings {
			if err := saveFinding(ctx, tx, f); err != nil {
				return fmt.Errorf("finding %s about item %s: %w", f.ID, f.ItemID, err)
			}
		}
		if err := s.reopen(ctx, tx, dismissed); err != nil {
			return err
		}
		for _, c := range e.Campaigns {
			if err := saveCampaign(ctx, tx, c); err != nil {
				return fmt.Errorf("campaign %s: %w", c.ID, err)
			}
		}
		for _, a := range e.Absorbed {
			if err := absorb(ctx, tx, a); err != nil {
				return fmt.Errorf("campaign %s into %s: %w", a.ID, a.Into, err)
			}
		}
		if err := saveShares(ctx, tx, e.Shares); err != nil {
			return fmt.Errorf("shares: %w", err)
		}
		if err := saveMarks(ctx, tx, e.Marks); err != nil {
			return fmt.Errorf("marks: %w", err)
		}
		if err := saveReviews(ctx, tx, e.Reviews); err != nil {
			return fmt.Errorf("reviews: %w", err)
		}
		if _, err := s.enqueue(ctx, tx, e.Found, false); err != nil {
			return err
		}
		return settle(ctx, tx, e.Result)
	})
}

// announce puts the items of a query, which names them in one column, into the
// outbox.
func announce(ctx context.Context, tx *sql.Tx, query string, args ...any) error {
	if _, err := tx.ExecContext(ctx, "REPLACE INTO outbox (item_id) "+query, args...); err != nil {
		return fmt.Errorf("writing to the outbox: %w", err)
	}
	return nil
}

// saveItem adds a version after the latest of its identity, which it stops
// being, and whose finding it shares.
func saveItem(ctx context.Context, tx *sql.Tx, e store.ItemEntry) error {
	i := e.Item
	if known, err := isKnown(ctx, tx, i); err != nil || known {
		return err
	}
	if err := announce(ctx, tx, "SELECT id FROM items WHERE identity = ? AND latest = 1", i.Identity); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE items SET latest = 0 WHERE identity = ? AND latest = 1", i.Identity); err != nil {
		return err
	}
	if err := insertItem(ctx, tx, e); err != nil {
		return err
	}
	if err := shareFinding(ctx, tx, i.Identity); err != nil {
		return err
	}
	return announce(ctx, tx, "VALUES (?)", i.ID)
}

func insertItem(ctx context.Context, tx *sql.Tx, e store.ItemEntry) error {
	when := e.Item.When()
	added, err := tx.ExecContext(ctx, addItem, append(itemFields(&e.Item), instant{&when}, true, frontier.Site(e.Item.URL))...)
	if err != nil {
		return err
	}
	seq, err := added.LastInsertId()
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, addContent, append(contentFields(&e.Item), seq)...); err != nil {
		return err
	}
	if len(e.Signature) > 0 {
		_, err = tx.ExecContext(ctx, addSignature, seq, minhash{&e.Signature})
	}
	return err
}

// version is what tells one version of an identity from another.
type version struct {
	number int
	hash   string
}

func versionFields(v *version) []any { return []any{&v.number, &v.hash} }

// isKnown reports whether the item's version is there already. It is
// ErrConflict if it is neither there nor the next, changed, one.
func isKnown(ctx context.Context, tx *sql.Tx, i qalxan.Item) (bool, error) {
	versions, err := list(ctx, tx, versionFields, `SELECT version, hash FROM items
		WHERE identity = ? AND version >= ? ORDER BY version`, i.Identity, i.Version-1)
	if err != nil {
		return false, err
	}
	var latest version
	for _, v := range versions {
		if v == (version{i.Version, i.Hash}) {
			return true, nil
		}
		latest = v
	}
	if i.Version != latest.number+1 {
		return false, fmt.Errorf("%w: version %d of %s is not the next of what is there", store.ErrConflict, i.Version, i.Identity)
	}
	if latest.number > 0 && latest.hash == i.Hash {
		return false, fmt.Errorf("%w: version %d of %s does not differ from the one before", store.ErrConflict, i.Version, i.Identity)
	}
	return false, nil
}
