package standing

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/qalxan/qalxan/store"
)

// Line is a standing report and when it is due next.
type Line struct {
	Report
	Next time.Time       `json:"next,omitzero"`
	Last *store.Dispatch `json:"last,omitempty"`
}

// Lines lists the standing reports.
func (s *Service) Lines(ctx context.Context) ([]Line, error) {
	lines := []Line{}
	for _, r := range s.options.Reports {
		l := Line{Report: r, Next: s.times[r.Name].next(s.deps.Now())}
		last, err := s.deps.Record.LastDispatch(ctx, r.Name)
		if err == nil {
			l.Last = &last
		} else if !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// Made lists the reports that were made, the last first.
func (s *Service) Made(ctx context.Context, p store.Page) ([]store.Dispatch, string, error) {
	all, next, err := s.deps.Record.Dispatches(ctx, p)
	if all == nil {
		all = []store.Dispatch{}
	}
	return all, next, err
}

// File is a report that was made, with its bytes. It is ErrGone where they are
// not kept any longer.
func (s *Service) File(ctx context.Context, id string) (store.Dispatch, []byte, error) {
	d, err := s.deps.Record.Dispatch(ctx, id)
	if err != nil {
		return d, nil, err
	}
	data, err := ReadFile(s.options.Dir, d.File)
	if d.File == "" || errors.Is(err, os.ErrNotExist) {
		return d, nil, fmt.Errorf("report %s: %w", id, ErrGone)
	}
	return d, data, err
}

// room is ErrRequest where as many files are kept as people may have made.
func (s *Service) room() error {
	files, err := os.ReadDir(s.options.Dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	var size int64
	for _, f := range files {
		if info, gone := f.Info(); gone == nil {
			size += info.Size()
		}
	}
	if len(files) >= mostFiles || size >= mostBytes {
		return fmt.Errorf("%w: %d reports of %d MB are kept, as many as may be; older ones go after %d days",
			ErrRequest, len(files), size>>20, FilesKept/(24*time.Hour))
	}
	return nil
}

// sweep removes the files that are kept no longer.
func (s *Service) sweep() error {
	files, err := os.ReadDir(s.options.Dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, f := range files {
		info, gone := f.Info()
		if gone == nil && info.Mode().IsRegular() && s.deps.Now().Sub(info.ModTime()) > FilesKept {
			err = errors.Join(err, os.Remove(filepath.Join(s.options.Dir, f.Name())))
		}
	}
	return err
}
