package sqlite

import (
	"context"
	"time"
)

// A run that has not ended has the zero time there, long before 1970.
const endRuns = `UPDATE runs SET stopped = 1, error = ?, ended = max(started, coalesce((
	SELECT max(time) FROM captures WHERE source_id = runs.source_id AND time >= runs.started AND time < coalesce((
		SELECT min(n.started) FROM runs n WHERE n.source_id = runs.source_id AND n.started > runs.started), ?)), started))
	WHERE ended < 0`

// EndRuns implements [store.Recorder].
func (s *Store) EndRuns(ctx context.Context, reason string) (int, error) {
	never := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	result, err := s.writer.ExecContext(ctx, endRuns, reason, instant{&never})
	if err != nil {
		return 0, s.explain("ending runs that were cut off", err)
	}
	n, err := result.RowsAffected()
	return int(n), s.explain("ending runs that were cut off", err)
}
