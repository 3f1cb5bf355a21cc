package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/qalxan/qalxan/store"
)

const packColumns = "id, subject, platform, state, outcome, made, sent, answered, entry"

var (
	addPack = insertion("INSERT", "packs", packColumns)
	putPack = insertion("REPLACE", "packs", packColumns)
)

func packFields(p *store.Pack) []any {
	return []any{&p.ID, &p.Subject, &p.Platform, &p.State, &p.Outcome, instant{&p.Made}, instant{&p.Sent}, instant{&p.Answered}, document{p}}
}

func packEntry(p *store.Pack) []any { return []any{document{p}} }

// AddPack implements [store.Packs].
func (s *Store) AddPack(ctx context.Context, p store.Pack) error {
	return s.write(ctx, "adding pack "+p.ID, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, addPack, packFields(&p)...)
		return err
	})
}

// NotePack implements [store.Packs].
func (s *Store) NotePack(ctx context.Context, id string, e store.PackEvent, seen int) (p store.Pack, err error) {
	err = s.write(ctx, "noting what happened to pack "+id, func(tx *sql.Tx) error {
		before, err := first(ctx, tx, packEntry, "SELECT entry FROM packs WHERE id = ?", id)
		if err != nil {
			return err
		}
		if len(before.Events) != seen {
			return fmt.Errorf("%w: its history has %d entries and you saw %d; look again", store.ErrConflict, len(before.Events), seen)
		}
		if p, err = before.With(e); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, putPack, packFields(&p)...)
		return err
	})
	return p, err
}

// Pack implements [store.Packs].
func (s *Store) Pack(ctx context.Context, id string) (store.Pack, error) {
	p, err := first(ctx, s.reader, packEntry, "SELECT entry FROM packs WHERE id = ?", id)
	return p, s.explain("reading pack "+id, err)
}

// Packs implements [store.Packs].
func (s *Store) Packs(ctx context.Context, f store.PackFilter, p store.Page) ([]store.Pack, string, error) {
	c := &conditions{from: "packs"}
	if f.State != "" {
		c.add("state = ?", f.State)
	}
	if f.Subject != "" {
		c.add("subject = ?", f.Subject)
	}
	if !f.SentBefore.IsZero() {
		c.add("state = 'sent' AND sent < ?", instant{&f.SentBefore})
	}
	limit, err := c.turn(p, "made", "id")
	if err != nil {
		return nil, "", err
	}
	all, err := list(ctx, s.reader, packEntry, c.query("SELECT entry")+" ORDER BY made DESC, id DESC LIMIT ?", append(c.args, limit+1)...)
	if err != nil {
		return nil, "", s.explain("reading packs", err)
	}
	page, cursor := cut(all, limit, func(p store.Pack) key { return key{p.Made, p.ID} })
	return page, cursor, nil
}

// countPacks counts by platform; the median is that of the middle one or two
// of the packs that were answered, by the days it took.
const countPacks = `WITH answers AS (
	SELECT platform, (answered - sent) / 86400000000.0 AS days,
		row_number() OVER (PARTITION BY platform ORDER BY answered - sent) AS place,
		count(*) OVER (PARTITION BY platform) AS total
	FROM packs WHERE answered > 0
)
SELECT p.platform, sum(p.state = 'made'), sum(p.state <> 'made'), sum(p.state = 'sent'), sum(p.state = 'sent' AND p.sent < ?), sum(p.answered > 0),
	coalesce((SELECT avg(days) FROM answers a WHERE a.platform = p.platform AND place IN ((total + 1) / 2, (total + 2) / 2)), 0.0)
FROM packs p GROUP BY p.platform ORDER BY p.platform`

func packTally(t *store.PackTally) []any {
	return []any{&t.Platform, &t.Made, &t.Sent, &t.Waiting, &t.Overdue, &t.Answered, &t.MedianDays}
}

// packOutcome is how often something came of packs for a platform.
type packOutcome struct {
	platform string
	outcome  store.PackOutcome
	count    int
}

// PackTallies implements [store.Packs].
func (s *Store) PackTallies(ctx context.Context, overdue time.Time) (all []store.PackTally, err error) {
	err = s.read(ctx, "counting packs", func(tx *sql.Tx) error {
		if all, err = list(ctx, tx, packTally, countPacks, instant{&overdue}); err != nil {
			return err
		}
		fields := func(o *packOutcome) []any { return []any{&o.platform, &o.outcome, &o.count} }
		outcomes, err := list(ctx, tx, fields, "SELECT platform, outcome, count(*) FROM packs WHERE outcome <> '' GROUP BY platform, outcome")
		for i := range all {
			all[i].Outcomes = ofPlatform(all[i].Platform, outcomes)
		}
		return err
	})
	return all, err
}

// ofPlatform are the outcomes of one platform, in the order in which they are
// known.
func ofPlatform(platform string, outcomes []packOutcome) []store.Count {
	counts := []store.Count{}
	for _, known := range store.PackOutcomes() {
		for _, o := range outcomes {
			if o.platform == platform && o.outcome == known {
				counts = append(counts, store.Count{Value: string(known), Count: o.count})
			}
		}
	}
	return counts
}
