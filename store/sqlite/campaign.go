package sqlite

import (
	"context"
	"database/sql"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

const campaignColumns = "id, title, narratives, first, last, updated, breakout"

var putCampaign = insertion("REPLACE", "campaigns", campaignColumns)

func campaignFields(c *qalxan.Campaign) []any {
	return []any{&c.ID, &c.Title, document{&c.Narratives}, instant{&c.First}, instant{&c.Last}, instant{&c.Updated}, document{&c.Breakout}}
}

func saveCampaign(ctx context.Context, tx *sql.Tx, c qalxan.Campaign) error {
	_, err := tx.ExecContext(ctx, putCampaign, campaignFields(&c)...)
	return err
}

// dropEmpty removes a campaign whose last finding has gone to another.
func dropEmpty(ctx context.Context, tx *sql.Tx, id string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM campaigns WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM findings WHERE campaign_id = ?1)", id)
	return err
}

// Campaign implements [store.Reader].
func (s *Store) Campaign(ctx context.Context, id string) (qalxan.Campaign, error) {
	c, err := first(ctx, s.reader, campaignFields, "SELECT "+campaignColumns+` FROM campaigns
		WHERE id IN (?1, (SELECT became FROM campaigns_absorbed WHERE id = ?1)) ORDER BY id <> ?1`, id)
	return c, s.explain("campaign "+id, err)
}

// Campaigns implements [store.Reader].
func (s *Store) Campaigns(ctx context.Context, p store.Page) ([]qalxan.Campaign, string, error) {
	c := &conditions{from: "campaigns"}
	limit, err := c.turn(p, "updated", "id")
	if err != nil {
		return nil, "", err
	}
	all, err := list(ctx, s.reader, campaignFields,
		c.query("SELECT "+campaignColumns)+" ORDER BY updated DESC, id DESC LIMIT ?", append(c.args, limit+1)...)
	if err != nil {
		return nil, "", s.explain("listing campaigns", err)
	}
	all, cursor := cut(all, limit, func(c qalxan.Campaign) key { return key{c.Updated, c.ID} })
	return all, cursor, nil
}
