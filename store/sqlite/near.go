package sqlite

import (
	"context"
	"database/sql"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// stateClaims writes down which claims the finding about an identity is about,
// if there is one.
func stateClaims(ctx context.Context, tx *sql.Tx, identity string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO claimants (finding_id, narrative, spreads, campaign_id, at) `+claimsStated+`
		AND f.identity = ? GROUP BY f.id, g.key
		ON CONFLICT DO UPDATE SET spreads = excluded.spreads, campaign_id = excluded.campaign_id, at = excluded.at`, identity)
	return err
}

const claimsStated = `SELECT f.id AS finding_id, g.key AS narrative, max(g.stance = 'spreads') AS spreads, f.campaign_id, f.at
	FROM findings f JOIN items v ON v.identity = f.identity JOIN signals g ON g.item_id = v.id WHERE g.detector = 'narrative'`

// The campaigns of a claim are found by leaps over the index, each to the next
// campaign, so that the number of their members does not matter.
const selectClaimants = `WITH RECURSIVE
	asked (narrative) AS (SELECT DISTINCT value FROM json_each(?1)),
	leaps (narrative, campaign_id) AS (
		SELECT narrative, '' FROM asked UNION ALL
		SELECT narrative, (SELECT c.campaign_id FROM claimants c
			WHERE c.narrative = leaps.narrative AND c.spreads = 1 AND c.campaign_id > leaps.campaign_id ORDER BY c.campaign_id LIMIT 1)
		FROM leaps WHERE campaign_id IS NOT NULL
	),
	chosen (narrative, id) AS (
		SELECT narrative, (SELECT c.finding_id FROM claimants c
			WHERE c.narrative = leaps.narrative AND c.spreads = 1 AND c.campaign_id = leaps.campaign_id AND c.at >= ?2 AND c.at < ?3
			ORDER BY c.at LIMIT 1)
		FROM leaps WHERE campaign_id <> ''
	),
	alone (narrative, id, place) AS (
		SELECT c.narrative, c.finding_id, row_number() OVER (PARTITION BY c.narrative ORDER BY c.at DESC, c.finding_id)
		FROM asked CROSS JOIN claimants c
		WHERE c.narrative = asked.narrative AND c.spreads = 1 AND c.campaign_id = '' AND c.at >= ?2 AND c.at < ?3
	),
	bounded (id, place) AS (
		SELECT id, place FROM alone UNION ALL
		SELECT id, row_number() OVER (PARTITION BY narrative) FROM chosen WHERE id IS NOT NULL
	)
	SELECT f.id, f.identity, f.source_id, i.title, f.campaign_id, f.at,
		(SELECT json_group_array(narrative) FROM claimants WHERE finding_id = f.id AND spreads = 1)
	FROM (SELECT DISTINCT id FROM bounded WHERE place <= ?4) b
	CROSS JOIN findings f ON f.id = b.id CROSS JOIN items i ON i.id = f.item_id ORDER BY f.at, f.id`

func claimantFields(c *store.Claimant) []any {
	return []any{&c.FindingID, &c.Identity, &c.SourceID, &c.Title, &c.CampaignID, instant{&c.When}, document{&c.Narratives}}
}

// Claimants implements [store.Nearby].
func (s *Store) Claimants(ctx context.Context, r store.Reach, limit int) ([]store.Claimant, error) {
	all, err := list(ctx, s.reader, claimantFields, selectClaimants, document{r.Narratives}, instant{&r.From}, instant{&r.Before}, limit)
	return all, s.explain("findings that spread the same claim", err)
}

const selectNaming = `SELECT DISTINCT f.identity
	FROM (SELECT finding_id AS id, row_number() OVER (PARTITION BY narrative ORDER BY at DESC, finding_id) AS place
		FROM claimants WHERE narrative IN (SELECT value FROM json_each(?1)) AND spreads = 0 AND at >= ?2 AND at < ?3) c
	CROSS JOIN findings f ON f.id = c.id CROSS JOIN items v ON v.identity = f.identity CROSS JOIN signals g ON g.item_id = v.id
	WHERE c.place <= ?4 AND g.detector IN (SELECT value FROM json_each(?5)) AND g.score > 0
		AND (g.compared IN (SELECT id FROM items WHERE identity = ?6) OR EXISTS (SELECT 1 FROM json_each(g.reason, '$.facts') WHERE instr(value, ?6)))
	ORDER BY f.identity`

// Naming implements [store.Nearby].
func (s *Store) Naming(ctx context.Context, identity string, by []qalxan.Detector, r store.Reach, limit int) ([]string, error) {
	all, err := list(ctx, s.reader, itself[string], selectNaming,
		document{r.Narratives}, instant{&r.From}, instant{&r.Before}, limit, document{by}, identity)
	return all, s.explain("findings that name "+identity, err)
}

// written is a source with the turn at which it was written.
type written struct {
	turn int64
	qalxan.Source
}

// SourcesSince implements [store.Nearby].
func (s *Store) SourcesSince(ctx context.Context, turn int64) ([]qalxan.Source, int64, error) {
	rows, err := list(ctx, s.reader, func(w *written) []any { return []any{&w.turn, document{&w.Source}} },
		"SELECT n.seq, s.doc FROM source_news n JOIN sources s ON s.id = n.source_id WHERE n.seq > ? ORDER BY n.seq", turn)
	if err != nil {
		return nil, turn, s.explain("listing sources that changed", err)
	}
	all := make([]qalxan.Source, len(rows))
	for i, w := range rows {
		all[i], turn = w.Source, w.turn
	}
	return all, turn, nil
}
