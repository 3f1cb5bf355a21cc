package sqlite

import (
	"context"
	"database/sql"

	"github.com/qalxan/qalxan"
)

const signalColumns = "id, item_id, detector, key, score, likelihood, stance, spans, compared, reason, techniques, time"

var putSignal = insertion("REPLACE", "signals", signalColumns)

func signalFields(g *qalxan.Signal) []any {
	return []any{
		&g.ID, &g.ItemID, &g.Detector, &g.Key, &g.Score, &g.Likelihood, &g.Stance,
		document{&g.Spans},
		&g.Compared,
		document{&g.Reason},
		document{&g.Techniques},
		instant{&g.Time},
	}
}

// saveSignal adds or replaces a signal. Of signals only the narratives can be
// searched, so only a new one of those changes the item.
func saveSignal(ctx context.Context, tx *sql.Tx, g qalxan.Signal) error {
	claims := g.Detector == qalxan.DetectNarrative
	if claims {
		err := announce(ctx, tx, "SELECT ? WHERE NOT EXISTS (SELECT 1 FROM signals WHERE id = ?)", g.ItemID, g.ID)
		if err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, putSignal, signalFields(&g)...); err != nil || !claims {
		return err
	}
	found, err := list(ctx, tx, itself[string], "SELECT f.identity FROM items i JOIN findings f ON f.identity = i.identity WHERE i.id = ?", g.ItemID)
	if err != nil || len(found) == 0 {
		return err
	}
	return stateClaims(ctx, tx, found[0])
}

// Signals implements [store.Reader].
func (s *Store) Signals(ctx context.Context, identity string) ([]qalxan.Signal, error) {
	all, err := signalsOf(ctx, s.reader, identity)
	return all, s.explain("signals of "+identity, err)
}

func signalsOf(ctx context.Context, q querier, identity string) ([]qalxan.Signal, error) {
	return list(ctx, q, signalFields, "SELECT "+signalColumns+` FROM signals
		WHERE item_id IN (SELECT id FROM items WHERE identity = ?) ORDER BY time, seq`, identity)
}
