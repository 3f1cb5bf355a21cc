package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

const selectSpread = `SELECT f.id, f.identity, f.item_id, f.source_id, i.url, i.title, i.language, f.level, f.at
	FROM findings f JOIN items i ON i.id = f.item_id WHERE f.campaign_id = ? `

func spreadFields(m *store.Spread) []any {
	return []any{&m.FindingID, &m.Identity, &m.ItemID, &m.SourceID, &m.URL, &m.Title, &m.Language, &m.Level, instant{&m.When}}
}

// Spread implements [store.Cases].
func (s *Store) Spread(ctx context.Context, campaignID string, limit int) ([]store.Spread, error) {
	all, err := list(ctx, s.reader, spreadFields, selectSpread+"ORDER BY f.at, f.id LIMIT ?", campaignID, limit)
	return all, s.explain("members of campaign "+campaignID, err)
}

// Joined implements [store.Cases].
func (s *Store) Joined(ctx context.Context, campaignID string, after int64) ([]store.Spread, error) {
	all, err := list(ctx, s.reader, spreadFields, selectSpread+"AND f.turn > ? ORDER BY f.at, f.id", campaignID, after)
	return all, s.explain("new members of campaign "+campaignID, err)
}

// member is a finding with the time of its item, by which members are listed.
type member struct {
	qalxan.Finding
	key
}

// Members implements [store.Cases].
func (s *Store) Members(ctx context.Context, campaignID string, p store.Page) ([]qalxan.Finding, string, error) {
	c := &conditions{from: "findings"}
	c.add("campaign_id = ?", campaignID)
	limit, err := c.forth(p, "at", "id")
	if err != nil {
		return nil, "", err
	}
	var all []qalxan.Finding
	var cursor string
	err = s.read(ctx, "members of campaign "+campaignID, func(tx *sql.Tx) error {
		rows, err := list(ctx, tx, func(m *member) []any { return append(findingFields(&m.Finding), instant{&m.at}) },
			c.query("SELECT "+findingColumns+", at")+" ORDER BY at, id LIMIT ?", append(c.args, limit+1)...)
		if err != nil {
			return err
		}
		rows, cursor = cut(rows, limit, func(m member) key { return key{m.at, m.ID} })
		for _, m := range rows {
			all = append(all, m.Finding)
		}
		return complete(ctx, tx, all)
	})
	return all, cursor, err
}

// seen is what a detector saw in a campaign.
type seen struct {
	store.Count
	techniques []string // lists as JSON
}

const (
	ofCampaign = `FROM findings f JOIN items i ON i.identity = f.identity JOIN signals g ON g.item_id = i.id
		WHERE f.campaign_id = ? AND g.score > 0 `
	selectSeen   = "SELECT g.detector, count(DISTINCT f.id), json_group_array(DISTINCT g.techniques) " + ofCampaign + "GROUP BY g.detector ORDER BY g.detector"
	selectStakes = "SELECT g.reason " + ofCampaign + "AND g.detector = 'harm' ORDER BY f.at, f.id, g.time, g.seq LIMIT ?"
)

// Shown implements [store.Cases].
func (s *Store) Shown(ctx context.Context, campaignID string) (store.Shown, error) {
	var shown store.Shown
	err := s.read(ctx, "what campaign "+campaignID+" shows", func(tx *sql.Tx) error {
		detectors, err := list(ctx, tx, func(d *seen) []any { return []any{&d.Value, &d.Count.Count, document{&d.techniques}} }, selectSeen, campaignID)
		if err != nil {
			return err
		}
		for _, d := range detectors {
			shown.Detectors = append(shown.Detectors, d.Count)
			for _, text := range d.techniques {
				var ids []string
				if err := json.Unmarshal([]byte(text), &ids); err != nil {
					return fmt.Errorf("techniques of %s: %w", d.Value, err)
				}
				shown.Techniques = append(shown.Techniques, ids...)
			}
		}
		slices.Sort(shown.Techniques)
		shown.Techniques = slices.Compact(shown.Techniques)
		shown.Stakes, err = list(ctx, tx, itsDocument[qalxan.Reason], selectStakes, campaignID, store.MaxStakes)
		if err != nil {
			return err
		}
		counts, err := first(ctx, tx, pairOf[int], "SELECT count(*), coalesce(sum(level = 'critical'), 0) FROM findings WHERE campaign_id = ?", campaignID)
		shown.Members, shown.Critical = counts[0], counts[1]
		return err
	})
	return shown, err
}

// Turning implements [store.Cases].
func (s *Store) Turning(ctx context.Context, campaignID string) (store.Turning, error) {
	t, err := first(ctx, s.reader, func(t *store.Turning) []any { return []any{&t.Turn, &t.Gone, &t.Said} },
		"SELECT coalesce(max(turn), 0), coalesce(max(gone), 0), coalesce(max(said), 0) FROM campaign_turns WHERE campaign_id = ?", campaignID)
	return t, s.explain("reading what changed of campaign "+campaignID, err)
}
