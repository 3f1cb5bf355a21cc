package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

// mend has the chain say what the files hold that a crash left: a line whose
// record is lost goes, and a record without a line gets one.
func (c *chain) mend(left []*leftover, now func() time.Time, log *slog.Logger) error {
	if len(left) == 0 {
		return nil
	}
	ends := map[string]int64{}
	for _, l := range left {
		ends[l.name()] = l.end
	}
	known, err := c.prune(ends, log)
	if err != nil {
		return err
	}
	for _, l := range left {
		if err := c.complete(l.f, l.end, l.name(), known, now); err != nil {
			return err
		}
	}
	return c.sync()
}

// adopt begins the chain of a folder that was written before there was one.
// It appears whole or not at all.
func (c *chain) adopt(dir string, now func() time.Time, log *slog.Logger) error {
	closed, err := filepath.Glob(filepath.Join(escapeGlob(dir), "*"+suffixWhole))
	if err != nil || len(closed) == 0 || exists(c.path) {
		return err
	}
	log.Warn("the chain of captures is begun for evidence that has none", "files", len(closed))
	draft := &chain{path: c.path + ".new"}
	if err := os.Remove(draft.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, path := range closed {
		if err := draft.adoptFile(path, now); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", filepath.Base(path), err), draft.close())
		}
	}
	if draft.f == nil {
		return nil // there is no record in any of them
	}
	if err := errors.Join(draft.close(), os.Rename(draft.path, c.path)); err != nil {
		return err
	}
	syncDir(dir)
	return nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func (c *chain) adoptFile(path string, now func() time.Time) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return c.complete(f, info.Size(), filepath.Base(path), nil, now)
}

// linesAtOnce is how many lines are written together.
const linesAtOnce = 1000

// complete adds a line for all in a file that is not known.
func (c *chain) complete(f *os.File, size int64, name string, known map[string]bool, now func() time.Time) error {
	var missing []Link
	for l, err := range captures(f, size) {
		if err != nil {
			return err
		}
		if known[l.Record] || !isWord(l.Record) || !isWord(name) {
			continue
		}
		l.File, l.Time = name, now()
		if missing = append(missing, l); len(missing) == linesAtOnce {
			if err := c.append(missing...); err != nil {
				return err
			}
			missing = missing[:0]
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return c.append(missing...)
}
