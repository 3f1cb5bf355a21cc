package evidence

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"

	"github.com/qalxan/qalxan"
)

// Locate finds a capture by its id in the chain, with all but its source. A
// crawl that is stopped may have recorded an answer and told nobody; where the
// same body comes again, the next capture refers to it. The error is
// fs.ErrNotExist where no line is of it, and ErrDamaged where what stands there
// is not what was written.
func Locate(ctx context.Context, dir, id string) (qalxan.Capture, error) {
	f, size, err := openChain(dir)
	if err != nil {
		return qalxan.Capture{}, fmt.Errorf("locate capture %s: %w", id, err)
	}
	defer f.Close()
	for r, err := range rows(f, 0, size) {
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return qalxan.Capture{}, fmt.Errorf("locate capture %s: %w", id, err)
		}
		if r.record() != id {
			continue
		}
		l, err := r.link()
		if err != nil {
			return qalxan.Capture{}, fmt.Errorf("locate capture %s: %w: %w", id, ErrDamaged, err)
		}
		return l.capture(dir)
	}
	return qalxan.Capture{}, fmt.Errorf("locate capture %s: %w", id, fs.ErrNotExist)
}

// capture is what the records of a line say.
func (l Link) capture(dir string) (qalxan.Capture, error) {
	c := qalxan.Capture{ID: l.Record, SHA256: l.Payload, Location: qalxan.WARCLocation{File: l.File, Offset: l.Offset}}
	rec, err := Read(dir, c.Location)
	if err != nil {
		return c, err
	}
	m, err := rec.Message()
	if err != nil {
		return c, err
	}
	c.URL, c.Time, c.Truncated = rec.URL, rec.Date, rec.Truncated()
	c.Status, c.ContentType, c.Size = m.Status, m.Header.Get("Content-Type"), int64(len(m.Body))
	return c, Check(dir, c)
}
