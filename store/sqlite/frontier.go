package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
)

const taskColumns = "source_id, url, role, depth, title, published, origin, etag, last_modified"

func taskFields(t *frontier.Task) []any {
	return []any{
		&t.SourceID, &t.URL, &t.Role, &t.Depth, &t.Hint.Title, instant{&t.Hint.Published}, &t.Hint.Origin, &t.ETag, &t.LastModified,
	}
}

// A task that is due already keeps its place when it is woken.
var (
	addTask  = insertion("INSERT", "tasks", taskColumns+", state, next") + " ON CONFLICT (source_id, url) DO NOTHING"
	wakeTask = insertion("INSERT", "tasks", taskColumns+", state, next") + ` ON CONFLICT (source_id, url) DO UPDATE
		SET role = excluded.role, depth = excluded.depth, state = excluded.state, next = excluded.next
		WHERE next IS NULL OR next > excluded.next`
)

// Enqueue implements [store.Frontier].
func (s *Store) Enqueue(ctx context.Context, tasks []frontier.Task, again bool) (int, error) {
	added := 0
	err := s.write(ctx, fmt.Sprintf("enqueueing %d tasks", len(tasks)), func(tx *sql.Tx) (err error) {
		added, err = s.enqueue(ctx, tx, tasks, again)
		return err
	})
	return added, err
}

func (s *Store) enqueue(ctx context.Context, tx *sql.Tx, tasks []frontier.Task, again bool) (int, error) {
	if len(tasks) == 0 {
		return 0, nil
	}
	query := addTask
	if again {
		query = wakeTask
	}
	statement, err := tx.PrepareContext(ctx, query)
	if err != nil {
		return 0, err
	}
	defer statement.Close()
	added, due := 0, s.now()
	for _, t := range tasks {
		result, err := statement.ExecContext(ctx, append(taskFields(&t), frontier.StateQueued, instant{&due})...)
		if err != nil {
			return 0, fmt.Errorf("task %s: %w", t.URL, err)
		}
		n, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		added += int(n)
	}
	return added, nil
}

// newValidators is whether a result's validators replace those of before. They
// belong to the last answer: an old ETag kept past an answer without one would
// hide a page that changed and changed back.
const newValidators = `excluded.etag || excluded.last_modified <> ''
	OR (excluded.state = 'done' AND excluded.status <> 304)`

// settle sets where a task stands. One that nobody enqueued becomes known as a
// page.
func settle(ctx context.Context, tx *sql.Tx, r frontier.Result) error {
	if r.SourceID == "" && r.URL == "" {
		return nil
	}
	var next any
	switch {
	case !r.Next.IsZero():
		next = instant{&r.Next}
	case r.State == frontier.StateQueued:
		next = instant{&r.Time}
	}
	task := frontier.Task{SourceID: r.SourceID, URL: r.URL, Role: frontier.RolePage, ETag: r.ETag, LastModified: r.LastModified}
	_, err := tx.ExecContext(ctx, insertion("INSERT", "tasks", taskColumns+", state, reason, status, worked, next")+`
		ON CONFLICT (source_id, url) DO UPDATE SET
			state = excluded.state, reason = excluded.reason, status = excluded.status,
			worked = excluded.worked, next = excluded.next,
			etag = CASE WHEN `+newValidators+` THEN excluded.etag ELSE etag END,
			last_modified = CASE WHEN `+newValidators+` THEN excluded.last_modified ELSE last_modified END`,
		append(taskFields(&task), r.State, r.Reason, r.Status, instant{&r.Time}, next)...)
	if err != nil {
		return fmt.Errorf("result of %s: %w", r.URL, err)
	}
	return nil
}

// dueTask is a task with what orders it among those of other sources.
type dueTask struct {
	frontier.Task
	rank      int
	next, seq int64
}

func dueFields(d *dueTask) []any {
	return append(taskFields(&d.Task), &d.rank, &d.next, &d.seq)
}

func (d dueTask) compare(o dueTask) int {
	return cmp.Or(cmp.Compare(d.rank, o.rank), cmp.Compare(d.Depth, o.Depth), cmp.Compare(d.next, o.next), cmp.Compare(d.seq, o.seq))
}

// Due implements [store.Frontier]. Each source is read from its own end of the
// index, so that the work depends on the limit and not on how much is queued.
func (s *Store) Due(ctx context.Context, sourceIDs []string, now time.Time, limit int) ([]frontier.Task, error) {
	var due []dueTask
	err := s.read(ctx, "looking for due tasks", func(tx *sql.Tx) error {
		for _, id := range sourceIDs {
			of, err := list(ctx, tx, dueFields, `SELECT `+taskColumns+`, rank, next, seq FROM tasks
				WHERE source_id = ? AND next IS NOT NULL AND next <= ?
				ORDER BY rank, depth, next, seq LIMIT ?`, id, instant{&now}, max(limit, 0))
			if err != nil {
				return err
			}
			due = append(due, of...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(due, dueTask.compare)
	tasks := make([]frontier.Task, min(len(due), max(limit, 0)))
	for i := range tasks {
		tasks[i] = due[i].Task
	}
	return tasks, nil
}
