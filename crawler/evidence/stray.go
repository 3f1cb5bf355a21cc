package evidence

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/qalxan/qalxan"
)

// Answer is the answer that was captured, with the body as it came. It is nil
// where there is none, or none any more: for a revisit, what was erased, and
// what was removed.
func (w *Writer) Answer(c qalxan.Capture) (*Message, error) {
	rec, err := Read(w.dir, c.Location)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the answer of %s: %w", c.ID, err)
	}
	if rec.Type != "response" || rec.Erased() != "" {
		return nil, nil
	}
	m, err := rec.Message()
	if err != nil {
		return nil, fmt.Errorf("read the answer of %s: %w", c.ID, err)
	}
	return &m, nil
}

// Strays are those of the captures recorded last (about four thousand) that
// known does not know: a process that was killed had written them and told
// nobody. They have no source.
func (w *Writer) Strays(ctx context.Context, known func(id string) (bool, error)) ([]qalxan.Capture, error) {
	f, size, err := openChain(w.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for stray captures: %w", err)
	}
	defer f.Close()
	var strays []qalxan.Capture
	for r, err := range rows(f, max(0, size-recentLines), size) {
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return strays, fmt.Errorf("look for stray captures: %w", err)
		}
		l, err := r.link()
		if err != nil || l.note() {
			continue // the first line may be cut
		}
		if there, err := known(l.Record); err != nil {
			return strays, err
		} else if there {
			continue
		}
		// What is gone, damaged or no answer can be no stray.
		if c, err := l.capture(w.dir); err == nil {
			strays = append(strays, c)
		}
	}
	return strays, nil
}
