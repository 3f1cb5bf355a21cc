package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/qalxan/qalxan"
)

// dismissedAmong reads those of the findings that stand dismissed, as they are
// before an entry is written.
func dismissedAmong(ctx context.Context, tx *sql.Tx, findings []qalxan.Finding) ([]qalxan.Finding, error) {
	var dismissed []qalxan.Finding
	for _, f := range findings {
		was, err := findingWhere(ctx, tx, "id = ?", f.ID)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("finding %s: %w", f.ID, err)
		}
		if was.Status == qalxan.StatusDismissed {
			dismissed = append(dismissed, was)
		}
	}
	return dismissed, nil
}

// reopen makes dismissed findings new again where the entry that was written
// holds news about them.
func (s *Store) reopen(ctx context.Context, tx *sql.Tx, dismissed []qalxan.Finding) error {
	for _, was := range dismissed {
		now, err := findingWhere(ctx, tx, "id = ?", was.ID)
		if err != nil {
			return err
		}
		if d, news := was.Reopening(now, s.now()); news {
			if err := decide(ctx, tx, was.ID, d); err != nil {
				return fmt.Errorf("reopening finding %s: %w", was.ID, err)
			}
		}
	}
	return nil
}
