package standing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
)

// maxError bounds what is kept of an error, in bytes.
const maxError = 500

// make makes a dispatch, and notes how it went. That the process is told to
// stop is no reason to note a failure of a standing report: the next process
// begins again.
func (s *Service) make(ctx context.Context, r Report, d store.Dispatch) (store.Dispatch, error) {
	d.State, d.Made, d.Tries, d.Error = store.DispatchMaking, s.deps.Now(), d.Tries+1, ""
	if err := s.deps.Record.SaveDispatch(ctx, d, nil); err != nil {
		return d, err
	}
	letters, failed := s.carryOut(ctx, r, &d)
	switch {
	case ctx.Err() != nil && r.Name != "":
		return d, ctx.Err()
	case ctx.Err() != nil: // nobody begins again what a person asked for
		ctx, failed = context.WithoutCancel(ctx), fmt.Errorf("whoever asked for it went away: %w", ctx.Err())
	}
	d.State, d.Made = store.DispatchMade, s.deps.Now()
	if failed != nil {
		d.State, d.Error, letters = store.DispatchFailed, brief(failed.Error()), nil
		s.deps.Logger.Error("a report could not be made", "report", d.Report, "id", d.ID, "error", failed)
	}
	return d, errors.Join(failed, s.deps.Record.SaveDispatch(ctx, d, letters))
}

// carryOut writes the file, and puts it where it goes: the folder first, for
// that can fail.
func (s *Service) carryOut(ctx context.Context, r Report, d *store.Dispatch) ([]store.Letter, error) {
	if err := s.write(ctx, r, d); err != nil {
		return nil, err
	}
	d.Went = nil
	if r.Folder != "" {
		data, err := ReadFile(s.options.Dir, d.File)
		if err == nil {
			err = put(r.Folder, s.fileName(*d), data)
		}
		if err != nil {
			return nil, fmt.Errorf("putting it into the folder: %w", err)
		}
		d.Went = append(d.Went, "folder "+filepath.Join(r.Folder, s.fileName(*d)))
	}
	letters, err := s.options.Alerts.Letters(s.notice(*d), r.To)
	if len(r.To) > 0 {
		d.Went = append(d.Went, "mail "+strings.Join(r.To, ", "))
	}
	return letters, err
}

// write makes the file of a dispatch.
func (s *Service) write(ctx context.Context, r Report, d *store.Dispatch) error {
	document, err := s.deps.Gather(ctx, d.Title, within(d.Query, d.After, d.Before))
	if err != nil {
		return err
	}
	document.Kind, document.Languages, document.Marking = report.Kind(d.Kind), d.Languages, r.Marking
	document.After, document.Before = d.After, d.Before
	if d.Late {
		document.Due = d.Due
	}
	if document.Template, err = template(r.Templates, report.Format(d.Format)); err != nil {
		return err
	}
	d.File, d.Findings = d.ID+"."+extension(d.Format), len(document.Findings)
	return writeFile(s.options.Dir, d.File, 0o600, func(w io.Writer) error {
		counted := &counter{to: w, hash: sha256.New()}
		err := report.Write(counted, report.Format(d.Format), document)
		d.Size, d.SHA256 = counted.size, hex.EncodeToString(counted.hash.Sum(nil))
		return err
	})
}

// notice is the letter that brings a dispatch.
func (s *Service) notice(d store.Dispatch) alert.Notice {
	n := alert.Notice{
		Name: d.Report, Language: d.Languages[0], Title: d.Title, Subject: d.ID, Path: "/reports#" + d.ID, Time: d.Made,
		Reason: fmt.Sprintf("%s · %d bytes · SHA-256 %s", s.fileName(d), d.Size, d.SHA256),
	}
	if d.Size <= alert.MaxEnclosure {
		n.Enclosed = &alert.Enclosure{File: d.File, Name: s.fileName(d), SHA256: d.SHA256}
	}
	return n
}

// fileName is the name under which people get a report: by the clocks of its
// zone.
func (s *Service) fileName(d store.Dispatch) string {
	at, zone := d.Due, time.UTC
	if at.IsZero() {
		at = d.Made
	}
	if t, known := s.times[d.Report]; known {
		zone = t.zone
	}
	return d.Report + at.In(zone).Format("-20060102-1504.") + extension(d.Format)
}

func extension(format string) string {
	if format == string(report.Markdown) {
		return "md"
	}
	return format
}

// brief bounds what is kept of an error.
func brief(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
	return strings.ToValidUTF8(text[:min(len(text), maxError)], "")
}
