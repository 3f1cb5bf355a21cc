package sqlite

import (
	"context"
	"database/sql"
	"iter"

	"github.com/qalxan/qalxan"
)

// rowsAPage is how many rows an iterator reads at a time.
const rowsAPage = 500

const captureColumns = "id, source_id, url, time, status, content_type, size, sha256, truncated, warc_file, warc_offset"

var addCapture = insertion("INSERT", "captures", captureColumns) + " ON CONFLICT (id) DO NOTHING"

func captureFields(c *qalxan.Capture) []any {
	return []any{
		&c.ID, &c.SourceID, &c.URL,
		instant{&c.Time},
		&c.Status, &c.ContentType, &c.Size, &c.SHA256, &c.Truncated,
		&c.Location.File, &c.Location.Offset,
	}
}

func saveCapture(ctx context.Context, tx *sql.Tx, c qalxan.Capture) error {
	_, err := tx.ExecContext(ctx, addCapture, captureFields(&c)...)
	return err
}

// Capture implements [store.Reader].
func (s *Store) Capture(ctx context.Context, id string) (qalxan.Capture, error) {
	c, err := first(ctx, s.reader, captureFields, "SELECT "+captureColumns+" FROM captures WHERE id = ?", id)
	return c, s.explain("capture "+id, err)
}

// Captures implements [store.Reader], in the order in which they were
// committed, which is nearly that of the evidence files.
func (s *Store) Captures(ctx context.Context) iter.Seq2[qalxan.Capture, error] {
	return pages(func(after int64) ([]qalxan.Capture, int64, error) {
		fields := func(c *qalxan.Capture) []any { return append(captureFields(c), &after) }
		page, err := list(ctx, s.reader, fields,
			"SELECT "+captureColumns+", seq FROM captures WHERE seq > ? ORDER BY seq LIMIT ?", after, rowsAPage)
		return page, after, s.explain("reading captures", err)
	})
}
