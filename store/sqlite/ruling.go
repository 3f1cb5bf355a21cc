package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

const rulingColumns = "time, by, kind, reason, campaign_id, other_id, findings, category"

var addRuling = insertion("INSERT", "rulings", rulingColumns)

func rulingFields(r *qalxan.Ruling) []any {
	return []any{instant{&r.Time}, &r.By, &r.Kind, &r.Reason, &r.CampaignID, &r.OtherID, document{&r.Findings}, &r.Category}
}

// Rule implements [store.Recorder].
func (s *Store) Rule(ctx context.Context, r qalxan.Ruling, after ...qalxan.Campaign) error {
	doing := fmt.Sprintf("ruling on campaign %s (%s)", r.CampaignID, r.Kind)
	if err := r.Validate(); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if r.Time.IsZero() {
		r.Time = s.now()
	}
	return s.write(ctx, doing, func(tx *sql.Tx) error {
		for _, c := range after {
			if err := saveCampaign(ctx, tx, c); err != nil {
				return fmt.Errorf("campaign %s: %w", c.ID, err)
			}
		}
		if err := carryOut(ctx, tx, &r); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, addRuling, rulingFields(&r)...)
		return err
	})
}

// carryOut moves findings as a ruling says, and notes in it which went.
func carryOut(ctx context.Context, tx *sql.Tx, r *qalxan.Ruling) (err error) {
	switch r.Kind {
	case qalxan.RulingMerge:
		r.Findings, err = list(ctx, tx, itself[string], "SELECT id FROM findings WHERE campaign_id = ? ORDER BY id", r.OtherID)
		if err == nil {
			err = move(ctx, tx, r.Findings, r.OtherID, r.CampaignID)
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, "DELETE FROM campaigns_apart WHERE a = min(?1, ?2) AND b = max(?1, ?2)", r.CampaignID, r.OtherID)
		}
		if err == nil {
			err = absorb(ctx, tx, store.Absorption{ID: r.OtherID, Into: r.CampaignID})
		}
	case qalxan.RulingSplit:
		if err = move(ctx, tx, r.Findings, r.CampaignID, r.OtherID); err == nil {
			_, err = tx.ExecContext(ctx, "INSERT OR IGNORE INTO campaigns_apart VALUES (min(?1, ?2), max(?1, ?2))", r.CampaignID, r.OtherID)
		}
	}
	return err
}

// move takes findings from one campaign to another; one that is not there is
// store.ErrNotFound.
func move(ctx context.Context, tx *sql.Tx, findings []string, from, to string) error {
	for _, id := range findings {
		identity, err := first(ctx, tx, itself[string], "UPDATE findings SET campaign_id = ? WHERE id = ? AND campaign_id = ? RETURNING identity", to, id, from)
		if err != nil {
			return fmt.Errorf("finding %s of campaign %s: %w", id, from, err)
		}
		if err := stateClaims(ctx, tx, identity); err != nil {
			return err
		}
		if err := announceFinding(ctx, tx, identity); err != nil {
			return err
		}
	}
	return dropEmpty(ctx, tx, from)
}

// absorb has the id of a campaign lead to another one, which is from now on
// kept apart from what it was kept apart from.
func absorb(ctx context.Context, tx *sql.Tx, a store.Absorption) error {
	for _, statement := range []string{
		"UPDATE campaigns_absorbed SET became = ?2 WHERE became = ?1",
		"REPLACE INTO campaigns_absorbed VALUES (?1, ?2)",
		`INSERT OR IGNORE INTO campaigns_apart SELECT min(?2, other), max(?2, other)
			FROM (SELECT iif(a = ?1, b, a) AS other FROM campaigns_apart WHERE ?1 IN (a, b)) WHERE other <> ?2`,
		"DELETE FROM campaigns_apart WHERE ?1 IN (a, b)",
	} {
		if _, err := tx.ExecContext(ctx, statement, a.ID, a.Into); err != nil {
			return err
		}
	}
	return nil
}

// Rulings implements [store.Cases].
func (s *Store) Rulings(ctx context.Context, campaignID string) ([]qalxan.Ruling, error) {
	all, err := list(ctx, s.reader, rulingFields, `WITH part (id) AS (
			SELECT ?1 UNION SELECT id FROM campaigns_absorbed WHERE became = ?1
		) SELECT `+rulingColumns+` FROM rulings
		WHERE campaign_id IN (SELECT id FROM part) OR other_id IN (SELECT id FROM part) ORDER BY seq`, campaignID)
	return all, s.explain("rulings on campaign "+campaignID, err)
}

// Apart implements [store.Cases].
func (s *Store) Apart(ctx context.Context, campaignIDs []string) ([][2]string, error) {
	if len(campaignIDs) < 2 {
		return nil, nil
	}
	marks, args := strings.Repeat(", ?", len(campaignIDs))[2:], make([]any, 0, 2*len(campaignIDs))
	for range 2 {
		for _, id := range campaignIDs {
			args = append(args, id)
		}
	}
	pairs, err := list(ctx, s.reader, pairOf[string], "SELECT a, b FROM campaigns_apart WHERE a IN ("+marks+") AND b IN ("+marks+") ORDER BY a, b", args...)
	return pairs, s.explain("looking for campaigns that are kept apart", err)
}

// pairOf is the fields of a row of two columns of one type.
func pairOf[T any](p *[2]T) []any { return []any{&p[0], &p[1]} }
