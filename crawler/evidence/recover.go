package evidence

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

// recoverAll ends the files that a crashed process left open.
func recoverAll(dir string, log *slog.Logger) error {
	left, err := filepath.Glob(filepath.Join(escapeGlob(dir), "*"+suffixWhole+suffixOpen))
	if err != nil {
		return err
	}
	for _, path := range left {
		if err := recoverFile(path, log); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
	}
	return nil
}

// escapeGlob keeps a folder's name from being read as a pattern.
func escapeGlob(dir string) string {
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `\`, `\\`).Replace(dir)
}

// recoverFile cuts a file after its last whole record and gives it its final
// name. A file without any is removed.
func recoverFile(path string, log *slog.Logger) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if !claim(f) {
		return nil // somebody is writing it
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	end := wholeUntil(f, info.Size())
	log.Warn("evidence file recovered", "file", filepath.Base(path), "kept", end, "cut", info.Size()-end)
	if end == 0 {
		return os.Remove(path)
	}
	if err := f.Truncate(end); err != nil {
		return full(err)
	}
	if err := f.Sync(); err != nil {
		return full(err)
	}
	return os.Rename(path, strings.TrimSuffix(path, suffixOpen))
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
