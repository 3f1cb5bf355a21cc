package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

const (
	findingColumns = "id, identity, item_id, source_id, level, status, criteria, reason, grounds, campaign_id, created, updated"
	selectFinding  = "SELECT " + findingColumns + " FROM findings "

	decisionColumns = "time, by, was, became, level_was, level, reason, assignee, undoes, news"
)

// A known finding keeps its status and the time it was created, and the level
// that a person gave it; writing an old entry again does not make it look older.
var addFinding = insertion("INSERT", "findings", findingColumns) + ` ON CONFLICT (id) DO UPDATE SET
	item_id = excluded.item_id, source_id = excluded.source_id,
	level = CASE WHEN EXISTS (SELECT 1 FROM decisions WHERE finding_id = excluded.id AND decisions.level <> '')
		THEN findings.level ELSE excluded.level END,
	criteria = excluded.criteria, reason = excluded.reason, grounds = excluded.grounds, campaign_id = excluded.campaign_id,
	updated = max(updated, excluded.updated)`

func findingFields(f *qalxan.Finding) []any {
	return []any{
		&f.ID, &f.Identity, &f.ItemID, &f.SourceID, &f.Level, &f.Status, &f.Criteria,
		document{&f.Reason},
		document{&f.Grounds},
		&f.CampaignID,
		instant{&f.Created},
		instant{&f.Updated},
	}
}

func decisionFields(d *qalxan.Decision) []any {
	return []any{instant{&d.Time}, &d.By, &d.From, &d.To, &d.FromLevel, &d.Level, &d.Reason, &d.Assignee, &d.Undoes, document{&d.News}}
}

// saveFinding adds or changes a finding.
func saveFinding(ctx context.Context, tx *sql.Tx, f qalxan.Finding) error {
	if f.Status == "" {
		f.Status = qalxan.StatusNew
	}
	was, err := first(ctx, tx, findingFields, selectFinding+"WHERE id = ?", f.ID)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if _, err := tx.ExecContext(ctx, addFinding, findingFields(&f)...); err != nil {
		return err
	}
	if err := stateClaims(ctx, tx, f.Identity); err != nil {
		return err
	}
	if was.CampaignID != f.CampaignID {
		if err := dropEmpty(ctx, tx, was.CampaignID); err != nil {
			return err
		}
	}
	if was.Level == f.Level && was.CampaignID == f.CampaignID {
		return nil
	}
	return announceFinding(ctx, tx, f.Identity)
}

// announceFinding passes a change of what can be searched of a finding on to
// all versions of its item.
func announceFinding(ctx context.Context, tx *sql.Tx, identity string) error {
	if err := shareFinding(ctx, tx, identity); err != nil {
		return err
	}
	return announce(ctx, tx, "SELECT id FROM items WHERE identity = ? ORDER BY version", identity)
}

// shareFinding copies what can be searched of a finding, if there is one, to
// all versions of its item.
func shareFinding(ctx context.Context, tx *sql.Tx, identity string) error {
	_, err := tx.ExecContext(ctx, `UPDATE items SET level = f.level, status = f.status, campaign_id = f.campaign_id
		FROM findings f WHERE f.identity = items.identity AND items.identity = ?`, identity)
	return err
}

// Decide implements [store.Recorder].
func (s *Store) Decide(ctx context.Context, findingID string, d qalxan.Decision) (qalxan.Finding, error) {
	doing := "deciding on finding " + findingID
	if err := d.Validate(); err != nil {
		return qalxan.Finding{}, fmt.Errorf("%s: %w", doing, err)
	}
	if d.Time.IsZero() {
		d.Time = s.now()
	}
	var f qalxan.Finding
	err := s.write(ctx, doing, func(tx *sql.Tx) (err error) {
		if err = decide(ctx, tx, findingID, d); err != nil {
			return err
		}
		f, err = findingWhere(ctx, tx, "id = ?", findingID)
		return err
	})
	return f, err
}

func decide(ctx context.Context, tx *sql.Tx, findingID string, d qalxan.Decision) error {
	f, err := findingWhere(ctx, tx, "id = ?", findingID)
	if err != nil {
		return err
	}
	if d.Seen != nil && *d.Seen != len(f.Decisions) {
		return store.ErrConflict
	}
	if err := f.Admits(d); err != nil {
		return err
	}
	d.From, d.To = f.Status, cmp.Or(d.To, f.Status)
	level := cmp.Or(d.Level, f.Level)
	if d.FromLevel = ""; d.Level != "" {
		d.FromLevel = f.Level
	}
	_, err = tx.ExecContext(ctx, insertion("INSERT", "decisions", decisionColumns+", finding_id"), append(decisionFields(&d), findingID)...)
	if err != nil {
		return err
	}
	after := f
	after.Decisions = append(after.Decisions, d)
	_, err = tx.ExecContext(ctx, "UPDATE findings SET status = ?, level = ?, confirmers = ?, assignee = ?, updated = max(updated, ?) WHERE id = ?",
		d.To, level, len(after.Confirmers()), after.Assignee(), instant{&d.Time}, findingID)
	if err != nil || d.To == d.From && level == f.Level {
		return err
	}
	return announceFinding(ctx, tx, f.Identity)
}

// Finding implements [store.Reader].
func (s *Store) Finding(ctx context.Context, id string) (qalxan.Finding, error) {
	return s.finding(ctx, "finding "+id, "id = ?", id)
}

// FindingOf implements [store.Reader].
func (s *Store) FindingOf(ctx context.Context, identity string) (qalxan.Finding, error) {
	return s.finding(ctx, "finding about "+identity, "identity = ?", identity)
}

func (s *Store) finding(ctx context.Context, doing, condition, value string) (f qalxan.Finding, err error) {
	err = s.read(ctx, doing, func(tx *sql.Tx) (err error) {
		f, err = findingWhere(ctx, tx, condition, value)
		return err
	})
	return f, err
}

func findingWhere(ctx context.Context, tx *sql.Tx, condition, value string) (f qalxan.Finding, err error) {
	if f, err = first(ctx, tx, findingFields, selectFinding+"WHERE "+condition, value); err != nil {
		return f, err
	}
	if f.Signals, err = signalsOf(ctx, tx, f.Identity); err != nil {
		return f, err
	}
	f.Decisions, err = decisionsOn(ctx, tx, f.ID)
	return f, err
}

func decisionsOn(ctx context.Context, tx *sql.Tx, findingID string) ([]qalxan.Decision, error) {
	return list(ctx, tx, decisionFields, "SELECT "+decisionColumns+" FROM decisions WHERE finding_id = ? ORDER BY seq", findingID)
}

// Findings implements [store.Reader].
func (s *Store) Findings(ctx context.Context, f store.Filter, p store.Page) ([]qalxan.Finding, string, error) {
	c := findingsThat(f)
	limit, err := c.turn(p, "f.updated", "f.id")
	if err != nil {
		return nil, "", err
	}
	var all []qalxan.Finding
	err = s.read(ctx, "listing findings", func(tx *sql.Tx) (err error) {
		all, err = list(ctx, tx, findingFields, selectFinding+"WHERE id IN ("+c.query("SELECT f.id")+
			" ORDER BY f.updated DESC, f.id DESC LIMIT ?) ORDER BY updated DESC, id DESC", append(c.args, limit+1)...)
		if err != nil {
			return err
		}
		return complete(ctx, tx, all)
	})
	if err != nil {
		return nil, "", err
	}
	all, cursor := cut(all, limit, func(f qalxan.Finding) key { return key{f.Updated, f.ID} })
	return all, cursor, nil
}
