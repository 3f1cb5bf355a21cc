package evidence

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// recoverAll ends the files that a crashed process left open, and has the chain
// say what they hold. A file gets its final name only after the chain is on
// disk, so that a crash in between repeats the work.
func recoverAll(dir string, c *chain, now func() time.Time, log *slog.Logger) (err error) {
	left, err := leftovers(dir)
	defer func() {
		for _, l := range left {
			err = errors.Join(err, l.f.Close())
		}
	}()
	if err != nil {
		return err
	}
	for _, l := range left {
		if err := l.cut(log); err != nil {
			return fmt.Errorf("%s: %w", l.name(), err)
		}
	}
	if err := c.mend(left, now, log); err != nil {
		return fmt.Errorf("%s: %w", ChainFile, err)
	}
	for _, l := range left {
		if err := l.settle(); err != nil {
			return fmt.Errorf("%s: %w", l.name(), err)
		}
	}
	return nil
}

// leftover is a file that a crashed process left, claimed by this one.
type leftover struct {
	f    *os.File
	path string // the name it gets
	end  int64  // of its last whole record
}

// leftovers claims every open file that nobody is writing.
func leftovers(dir string) (left []*leftover, err error) {
	paths, err := filepath.Glob(filepath.Join(escapeGlob(dir), "*"+suffixWhole+suffixOpen))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return left, err
		}
		if !claim(f) {
			f.Close()
			continue
		}
		left = append(left, &leftover{f: f, path: strings.TrimSuffix(path, suffixOpen)})
	}
	return left, nil
}

// escapeGlob keeps a folder's name from being read as a pattern.
func escapeGlob(dir string) string {
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `\`, `\\`).Replace(dir)
}

func (l *leftover) name() string { return filepath.Base(l.path) }

// cut ends the file after its last whole record.
func (l *leftover) cut(log *slog.Logger) error {
	info, err := l.f.Stat()
	if err != nil {
		return err
	}
	l.end = wholeUntil(l.f, info.Size())
	log.Warn("evidence file recovered", "file", l.name(), "kept", l.end, "cut", info.Size()-l.end)
	return full(errors.Join(l.f.Truncate(l.end), l.f.Sync()))
}

// settle gives the file its final name. A file without any record is removed.
func (l *leftover) settle() error {
	if l.end == 0 {
		return os.Remove(l.path + suffixOpen)
	}
	return os.Rename(l.path+suffixOpen, l.path)
}

// wholeUntil is the end of the last whole record.
func wholeUntil(r io.ReaderAt, size int64) (end int64) {
	for rec, err := range Walk(r, size) {
		if err == nil {
			end = rec.Offset + rec.Size
		}
	}
	return end
}
