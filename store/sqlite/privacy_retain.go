package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

func isNone(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// before is the SQL of the cutoff of a row's source: ?1 has those of sources, ?2
// the one of all.
const before = "coalesce((SELECT value FROM json_each(?1) WHERE json_each.key = source_id), ?2)"

// notKept lets through what need not be kept.
const notKept = "identity NOT IN (SELECT identity FROM privacy_kept)"

// overdue are the queries of what is past its time: ?3 is the key to go on
// after, ?4 the limit.
var overdue = map[store.Retained]string{
	store.RetainedText: `SELECT seq FROM items JOIN contents ON item_seq = seq
		WHERE seq > CAST(?3 AS INTEGER) AND seen < ` + before + " AND (text <> '' OR links NOT IN ('null', '[]')) AND " + notKept + " ORDER BY seq LIMIT ?4",
	store.RetainedDismissed: `SELECT identity FROM findings f
		WHERE identity > ?3 AND status = 'dismissed' AND updated < ` + before + " AND " + notKept + `
		AND EXISTS (SELECT 1 FROM items i JOIN signals g ON g.item_id = i.id WHERE i.identity = f.identity) ORDER BY identity LIMIT ?4`,
	store.RetainedLetters: `SELECT id FROM letters
		WHERE id > ?3 AND created < ?2 AND ?1 IS NOT NULL AND state NOT IN ('due', 'failed') ORDER BY id LIMIT ?4`,
	// A file goes as a whole: none of its captures may be young or the evidence
	// of what is kept, by itself or by the payload that a revisit repeats.
	store.RetainedEvidence: `SELECT warc_file FROM captures WHERE warc_file > ?3 GROUP BY warc_file
		HAVING sum(time >= ` + before + `) = 0 AND sum(id IN (SELECT capture_id FROM items WHERE identity IN (SELECT identity FROM privacy_kept))) = 0
		AND sum((source_id, url, sha256) IN (SELECT c.source_id, c.url, c.sha256 FROM items i JOIN captures c ON c.id = i.capture_id
			WHERE i.identity IN (SELECT identity FROM privacy_kept))) = 0
		AND sum(source_id IN (SELECT object FROM holds WHERE open = 1 AND noun = 'source')) = 0
		ORDER BY warc_file LIMIT ?4`,
}

// Overdue implements [store.Privacy].
func (s *Store) Overdue(ctx context.Context, kind store.Retained, c store.Cutoffs, after string, limit int) ([]string, error) {
	query, ok := overdue[kind]
	if !ok {
		return nil, fmt.Errorf("%w: there is no kind of data %q", store.ErrNotFound, kind)
	}
	sources := map[string]int64{}
	for id, t := range c.Sources {
		sources[id] = cutoff(t)
	}
	all, err := list(ctx, s.reader, itself[string], query, document{sources}, cutoff(c.All), after, limit)
	return all, s.explain("looking for "+string(kind)+" past its time", err)
}

// cutoff is a time as it is compared; nothing is before the one of never.
func cutoff(t time.Time) int64 {
	if t.IsZero() {
		return math.MinInt64
	}
	return t.UnixMicro()
}

// retire are the statements that remove: ?1 has the keys, ?2 is why a text is
// not there any more.
var retire = map[store.Retained][]string{
	store.RetainedText: {
		"REPLACE INTO outbox (item_id) SELECT id FROM items WHERE seq IN (SELECT value FROM json_each(?1)) AND " + notKept + " AND ?2 <> ''",
		"DELETE FROM signatures WHERE item_seq IN (SELECT seq FROM items WHERE seq IN (SELECT value FROM json_each(?1)) AND " + notKept + ") AND ?2 <> ''",
		"UPDATE signals SET spans = '[]' WHERE item_id IN (SELECT id FROM items WHERE seq IN (SELECT value FROM json_each(?1)) AND " + notKept + ") AND ?2 <> ''",
		"UPDATE contents SET text = '', links = '[]', withheld = ?2 WHERE item_seq IN (SELECT seq FROM items WHERE seq IN (SELECT value FROM json_each(?1)) AND " + notKept + ")",
	},
	store.RetainedDismissed: {
		"REPLACE INTO outbox (item_id) SELECT id FROM items WHERE identity IN (SELECT value FROM json_each(?1)) AND " + notKept + " AND ?2 <> ''",
		"DELETE FROM signals WHERE item_id IN (SELECT id FROM items WHERE identity IN (SELECT value FROM json_each(?1)) AND " + notKept + ") AND ?2 <> ''",
	},
	store.RetainedLetters: {
		"DELETE FROM letters WHERE id IN (SELECT value FROM json_each(?1)) AND state NOT IN ('due', 'failed') AND ?2 <> ''",
	},
	store.RetainedEvidence: {
		"DELETE FROM captures WHERE warc_file IN (SELECT value FROM json_each(?1)) AND ?2 <> ''",
	},
}

// Retire implements [store.Privacy].
func (s *Store) Retire(ctx context.Context, kind store.Retained, keys []string, at time.Time) error {
	why := &qalxan.Withheld{By: qalxan.WithheldRetention, Time: at.UTC()}
	return s.write(ctx, "removing "+string(kind)+" past its time", func(tx *sql.Tx) error {
		for _, statement := range retire[kind] {
			if _, err := tx.ExecContext(ctx, statement, document{keys}, document{why}); err != nil {
				return err
			}
		}
		return nil
	})
}
