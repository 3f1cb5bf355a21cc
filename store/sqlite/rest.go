package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

const (
	restColumns = "host, until, why, back_off, blocks, leave"
	trapColumns = "name, wide, astray, since"
)

var (
	putRest = insertion("REPLACE", "rests", restColumns+", expires")
	addTrap = insertion("REPLACE", "traps", trapColumns+", source_id")
)

func restFields(r *frontier.Rest) []any {
	return []any{&r.Host, instant{&r.Until}, &r.Why, span{&r.BackOff}, &r.Blocks, span{&r.Leave}}
}

func trapFields(t *frontier.Trap) []any { return []any{&t.Name, &t.Wide, &t.Astray, instant{&t.Since}} }

// SaveRest implements [store.Rests].
func (s *Store) SaveRest(ctx context.Context, r frontier.Rest, now time.Time) error {
	return s.write(ctx, "keeping how long "+r.Host+" rests", func(tx *sql.Tx) error {
		var err error
		expires := r.Expires()
		if r.Until.IsZero() {
			_, err = tx.ExecContext(ctx, "DELETE FROM rests WHERE host = ?", r.Host)
		} else {
			_, err = tx.ExecContext(ctx, putRest, append(restFields(&r), instant{&expires})...)
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM rests WHERE expires < ?
			OR host IN (SELECT host FROM rests ORDER BY expires DESC LIMIT -1 OFFSET ?)`, instant{&now}, store.MaxRests)
		return err
	})
}

// LoadRests implements [store.Rests].
func (s *Store) LoadRests(ctx context.Context, now time.Time) ([]frontier.Rest, error) {
	all, err := list(ctx, s.reader, restFields, "SELECT "+restColumns+" FROM rests WHERE expires >= ? ORDER BY host", instant{&now})
	return all, s.explain("reading which hosts rest", err)
}

// SaveTraps implements [store.Traps].
func (s *Store) SaveTraps(ctx context.Context, sourceID string, traps []frontier.Trap, now time.Time) error {
	return s.write(ctx, "keeping the traps of "+sourceID, func(tx *sql.Tx) error {
		oldest := now.Add(-frontier.TrapAge)
		if _, err := tx.ExecContext(ctx, "DELETE FROM traps WHERE source_id = ? OR since < ?", sourceID, instant{&oldest}); err != nil {
			return err
		}
		for _, t := range traps {
			if _, err := tx.ExecContext(ctx, addTrap, append(trapFields(&t), sourceID)...); err != nil {
				return err
			}
		}
		return nil
	})
}

// LoadTraps implements [store.Traps].
func (s *Store) LoadTraps(ctx context.Context, sourceID string, now time.Time) ([]frontier.Trap, error) {
	oldest := now.Add(-frontier.TrapAge)
	all, err := list(ctx, s.reader, trapFields,
		"SELECT "+trapColumns+" FROM traps WHERE source_id = ? AND since >= ? ORDER BY name", sourceID, instant{&oldest})
	return all, s.explain("reading the traps of "+sourceID, err)
}

// span is a duration as microseconds.
type span struct{ *time.Duration }

// Value implements driver.Valuer.
func (s span) Value() (driver.Value, error) { return s.Microseconds(), nil }

// Scan implements sql.Scanner.
func (s span) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a duration is stored as %T", v)
	}
	*s.Duration = time.Duration(n) * time.Microsecond
	return nil
}
