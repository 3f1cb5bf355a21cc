package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

	"github.com/qalxan/qalxan/crawler/robots"
	"github.com/qalxan/qalxan/store"
)

const robotsColumns = "authority, path, status, body, etag, fetched, fault"

var putRobots = insertion("REPLACE", "robots", robotsColumns)

func robotsFields(a *robots.Answer) []any {
	return []any{&a.Authority, &a.Path, &a.Status, octets{&a.Body}, &a.ETag, instant{&a.Fetched}, &a.Fault}
}

// LoadRobots implements [store.Robots].
func (s *Store) LoadRobots(ctx context.Context, authority, path string) (robots.Answer, bool, error) {
	found, err := list(ctx, s.reader, robotsFields,
		"SELECT "+robotsColumns+" FROM robots WHERE authority = ? AND path = ?", authority, path)
	if err != nil || len(found) == 0 {
		return robots.Answer{}, false, s.explain("reading "+path+" of "+authority, err)
	}
	return found[0], true, nil
}

// SaveRobots implements [store.Robots].
func (s *Store) SaveRobots(ctx context.Context, a robots.Answer) error {
	return s.write(ctx, "keeping "+a.Path+" of "+a.Authority, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, putRobots, robotsFields(&a)...); err != nil {
			return err
		}
		oldest := a.Fetched.Add(-store.RobotsAge)
		_, err := tx.ExecContext(ctx, "DELETE FROM robots WHERE fetched < ?", instant{&oldest})
		return err
	})
}

// octets is a body; nothing at all is stored as an empty one.
type octets struct{ of *[]byte }

// Value implements driver.Valuer.
func (o octets) Value() (driver.Value, error) { return append([]byte{}, *o.of...), nil }

// Scan implements sql.Scanner.
func (o octets) Scan(v any) error {
	stored, ok := v.([]byte)
	if !ok {
		return fmt.Errorf("a body is stored as %T", v)
	}
	*o.of = append([]byte(nil), stored...)
	return nil
}
