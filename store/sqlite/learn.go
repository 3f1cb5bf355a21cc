package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

const (
	calibrationColumns = "time, by, curves, undone_by, undone"
	selectCalibration  = "SELECT number, " + calibrationColumns + " FROM calibrations "
	inForce            = "WHERE undone_by = '' ORDER BY number DESC LIMIT 1"
)

var addCalibration = insertion("INSERT", "calibrations", calibrationColumns)

func calibrationFields(c *qalxan.Calibration) []any {
	return []any{&c.Number, instant{&c.Time}, &c.By, document{&c.Curves}, &c.UndoneBy, instant{&c.Undone}}
}

func judgedFields(j *store.Judged) []any {
	// The last is what the strongest was chosen by.
	return []any{&j.FindingID, &j.Detector, &j.Language, &j.Status, &j.Score}
}

// selectJudged goes on with conditions. With max(), SQLite takes the other
// columns of a group from the row that has it.
const (
	selectJudged = `SELECT f.id, g.detector, i.language, f.status, max(g.score)
		FROM findings f
		JOIN decisions d ON d.seq = (SELECT max(seq) FROM decisions WHERE finding_id = f.id)
		JOIN items i ON i.identity = f.identity
		JOIN signals g ON g.item_id = i.id AND g.score > 0 AND g.time <= d.time
		WHERE f.status IN ('confirmed', 'escalated', 'dismissed') `
	groupJudged = "GROUP BY f.id, g.detector ORDER BY f.id, g.detector"
)

// Judged implements [store.Lessons].
func (s *Store) Judged(ctx context.Context) ([]store.Judged, error) {
	all, err := list(ctx, s.reader, judgedFields, selectJudged+groupJudged)
	return all, s.explain("reading what was decided", err)
}

// JudgedSince implements [store.Lessons].
func (s *Store) JudgedSince(ctx context.Context, after int64) (r store.Rejudged, err error) {
	err = s.read(ctx, "reading what was decided anew", func(tx *sql.Tx) error {
		// One more than the last, so that 0 is never where all was read.
		if r.Number, err = first(ctx, tx, itself[int64], "SELECT coalesce(max(seq), 0) + 1 FROM lesson_news"); err != nil {
			return err
		}
		if after == 0 {
			r.Judged, err = list(ctx, tx, judgedFields, selectJudged+groupJudged)
			return err
		}
		if r.Findings, err = list(ctx, tx, itself[string], "SELECT finding_id FROM lesson_news WHERE seq >= ? ORDER BY finding_id", after); err != nil || len(r.Findings) == 0 {
			return err
		}
		r.Judged, err = list(ctx, tx, judgedFields, selectJudged+"AND f.id IN (SELECT value FROM json_each(?)) "+groupJudged, document{r.Findings})
		return err
	})
	return r, err
}

// AddCalibration implements [store.Calibrations].
func (s *Store) AddCalibration(ctx context.Context, c qalxan.Calibration) (qalxan.Calibration, error) {
	err := s.write(ctx, "keeping a calibration", func(tx *sql.Tx) error {
		added, err := tx.ExecContext(ctx, addCalibration, calibrationFields(&c)[1:]...)
		if err != nil {
			return err
		}
		number, err := added.LastInsertId()
		c.Number = int(number)
		return err
	})
	return c, err
}

// UndoCalibration implements [store.Calibrations].
func (s *Store) UndoCalibration(ctx context.Context, by string, at time.Time) (c qalxan.Calibration, err error) {
	if by == "" {
		return c, fmt.Errorf("undoing a calibration: it needs the name of who does")
	}
	err = s.write(ctx, "undoing the calibration in force", func(tx *sql.Tx) (err error) {
		if c, err = first(ctx, tx, calibrationFields, selectCalibration+inForce); err != nil {
			return err
		}
		c.UndoneBy, c.Undone = by, at.UTC().Truncate(time.Microsecond)
		_, err = tx.ExecContext(ctx, "UPDATE calibrations SET undone_by = ?, undone = ? WHERE number = ?", c.UndoneBy, instant{&c.Undone}, c.Number)
		return err
	})
	return c, err
}

// Calibrations implements [store.Lessons].
func (s *Store) Calibrations(ctx context.Context) ([]qalxan.Calibration, error) {
	all, err := list(ctx, s.reader, calibrationFields, selectCalibration+"ORDER BY number DESC")
	return all, s.explain("listing calibrations", err)
}

// Calibration implements [store.Lessons].
func (s *Store) Calibration(ctx context.Context) (qalxan.Calibration, error) {
	c, err := first(ctx, s.reader, calibrationFields, selectCalibration+inForce)
	if errors.Is(err, sql.ErrNoRows) {
		return qalxan.Calibration{}, nil
	}
	return c, s.explain("reading the calibration in force", err)
}
