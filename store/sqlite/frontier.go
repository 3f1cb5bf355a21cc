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

const taskColumns = "source_id, url, role, depth, title, published, origin, etag, last_modified, memory, announced"

func taskFields(t *frontier.Task) []any {
	return []any{
		&t.SourceID, &t.URL, &t.Role, &t.Depth, &t.Hint.Title,
		instant{&t.Hint.Published},
		&t.Hint.Origin, &t.ETag, &t.LastModified,
		document{&t.Memory},
		instant{&t.Hint.Changed},
	}
}

// maxAlarms is how many announced changes that were none an address may have
// until announcements of it are no longer believed.
const maxAlarms = 3

// A task that is due already keeps its place when it is woken. One that was
// done is also woken by the news that it changed after that; a change that
// lies in the future is none yet.
var (
	addTask = insertion("INSERT", "tasks", taskColumns+", state, next, place") + ` ON CONFLICT (source_id, url) DO UPDATE
		SET announced = excluded.announced, next = excluded.next
		WHERE state = 'done' AND excluded.announced > worked AND excluded.announced <= excluded.next AND (next IS NULL OR next > excluded.next)
			AND coalesce(json_extract(memory, '$.alarms'), 0) < ` + fmt.Sprint(maxAlarms)
	wakeTask = insertion("INSERT", "tasks", taskColumns+", state, next, place") + ` ON CONFLICT (source_id, url) DO UPDATE
		SET role = excluded.role, depth = excluded.depth, state = excluded.state, next = excluded.next, place = excluded.place
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
		result, err := statement.ExecContext(ctx, append(taskFields(&t), frontier.StateQueued, instant{&due}, t.Place(due))...)
		if err != nil {
			return 0, fmt.Errorf("task %s: %w", t.URL, err)
		}
		n, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		added += int(n)
	}
	return added, s.boundAll(ctx, tx, tasks)
}

// newValidators is whether a result's validators replace those of before. They
// belong to the last answer: an old ETag kept past an answer without one would
// hide a page that changed and changed back.
const newValidators = `excluded.etag || excluded.last_modified <> ''
	OR (excluded.state = 'done' AND excluded.status <> 304)`

// Places as they stand in statements.
var latePlace, pagePlace = fmt.Sprint(int(frontier.PlaceLate)), fmt.Sprint(int(frontier.PlacePage))

// settle sets where a task stands. One that nobody enqueued, or that was
// forgotten while it was carried out, becomes known as what the result says
// that it is. One that was put off is back among the others, unless nobody was
// asked: then it was not visited either.
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
	task, place := settled(r)
	_, err := tx.ExecContext(ctx, insertion("INSERT", "tasks", taskColumns+", state, reason, status, worked, next, place")+`
		ON CONFLICT (source_id, url) DO UPDATE SET
			state = excluded.state, reason = excluded.reason, status = excluded.status, next = excluded.next,
			worked = CASE WHEN excluded.state = 'queued' AND excluded.status = 0 THEN worked ELSE excluded.worked END,
			place = CASE WHEN place = `+latePlace+` AND excluded.state <> 'queued' THEN `+pagePlace+` ELSE place END,
			memory = CASE excluded.memory WHEN '{}' THEN memory ELSE excluded.memory END,
			etag = CASE WHEN `+newValidators+` THEN excluded.etag ELSE etag END,
			last_modified = CASE WHEN `+newValidators+` THEN excluded.last_modified ELSE last_modified END`,
		append(taskFields(&task), r.State, r.Reason, r.Status, instant{&r.Time}, next, place)...)
	if err != nil {
		return fmt.Errorf("result of %s: %w", r.URL, err)
	}
	return nil
}

// settled is the task of a result, and its place, for where it is not known.
func settled(r frontier.Result) (frontier.Task, frontier.Place) {
	t := frontier.Task{
		SourceID: r.SourceID, URL: r.URL, Role: cmp.Or(r.Role, frontier.RolePage), Depth: r.Depth,
		ETag: r.ETag, LastModified: r.LastModified, Memory: r.Memory,
	}
	if r.Role == "" {
		return t, frontier.PlacePage
	}
	return t, t.Place(r.Time)
}

// dueTask is a task with what orders it among those of other sources.
type dueTask struct {
	frontier.Task
	place     frontier.Place
	next, seq int64
	turn      int // within place and depth
}

func dueFields(d *dueTask) []any {
	return append(taskFields(&d.Task), &d.place, &d.next, &d.seq)
}

func (d dueTask) compare(o dueTask) int {
	return cmp.Or(cmp.Compare(d.place, o.place), cmp.Compare(d.Depth, o.Depth), cmp.Compare(d.turn, o.turn),
		cmp.Compare(d.next, o.next), cmp.Compare(d.seq, o.seq))
}

// Due implements [store.Frontier]. Each source is read from its own end of the
// index, so that the work depends on the limit and not on how much is known.
func (s *Store) Due(ctx context.Context, sourceIDs []string, now time.Time, limit int) ([]frontier.Task, error) {
	var due []dueTask
	err := s.read(ctx, "looking for due tasks", func(tx *sql.Tx) error {
		for _, id := range sourceIDs {
			of, err := dueOf(ctx, tx, id, now, max(limit, 0))
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
		tasks[i].Late = due[i].place == frontier.PlaceLate
	}
	return tasks, nil
}

// bin is where tasks of one source lie side by side in the index, those never
// visited before the others, and of each those due first.
type bin struct {
	place frontier.Place
	depth int
}

func binFields(b *bin) []any { return []any{&b.place, &b.depth} }

// dueOf reads one source, bin by bin. One query over all of them would read
// past everything that is due another day.
func dueOf(ctx context.Context, tx *sql.Tx, sourceID string, now time.Time, limit int) (due []dueTask, err error) {
	for at := (bin{-1, -1}); len(due) < limit; {
		bins, err := list(ctx, tx, binFields, `SELECT place, depth FROM tasks
			WHERE source_id = ? AND next IS NOT NULL AND (place, depth) > (?, ?) ORDER BY place, depth LIMIT 1`, sourceID, at.place, at.depth)
		if err != nil || len(bins) == 0 {
			return due, err
		}
		at = bins[0]
		in, err := dueIn(ctx, tx, sourceID, at, now, limit-len(due))
		if err != nil {
			return nil, err
		}
		due = append(due, in...)
	}
	return due, nil
}

// revisitTurn is the turn that pages have which are looked at again: every
// fourth.
const revisitTurn = 4

// dueIn reads one bin. Pages take turns: what is new is what a source is
// watched for, and what is edited is seen only by who looks again.
func dueIn(ctx context.Context, tx *sql.Tx, sourceID string, b bin, now time.Time, limit int) (due []dueTask, err error) {
	for visited := range 2 {
		of, err := list(ctx, tx, dueFields, `SELECT `+taskColumns+`, place, next, seq FROM tasks
			WHERE source_id = ? AND place = ? AND depth = ? AND visited = ? AND next <= ? ORDER BY next, seq LIMIT ?`,
			sourceID, b.place, b.depth, visited, instant{&now}, limit)
		if err != nil {
			return nil, err
		}
		for i := range of {
			switch {
			case b.place < frontier.PlaceStart: // lists are in order of time
			case visited == 1:
				of[i].turn = i*revisitTurn + revisitTurn - 1
			default:
				of[i].turn = i/(revisitTurn-1)*revisitTurn + i%(revisitTurn-1)
			}
		}
		due = append(due, of...)
	}
	slices.SortFunc(due, dueTask.compare)
	return due[:min(len(due), limit)], nil
}
