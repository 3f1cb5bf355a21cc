// Package intake takes in what others recorded: the pages of web archives.
package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/source/page"
	"github.com/qalxan/qalxan/crawler/source/warc"
)

// WARC is the kind of file that can be taken in.
const WARC = "warc"

// Request says which files of others to take in.
type Request struct {
	As    string   `json:"as"`    // WARC
	Files []string `json:"files"` // absolute paths
	// Source is the id of the source that everything goes under; empty for one
	// source for each host.
	Source string `json:"source,omitempty"`
}

// Progress is how far the import of one file is.
type Progress struct {
	File     string         `json:"file"`
	Read     int64          `json:"read"` // bytes of Size
	Size     int64          `json:"size"`
	Records  int            `json:"records"`
	Items    int            `json:"items"` // new items and versions
	Findings int            `json:"findings"`
	Skipped  map[string]int `json:"skipped"` // records, by the reason in words
	Done     bool           `json:"done"`
	// Error says why the file could not be read to its end.
	Error string `json:"error,omitempty"`
}

// progressEvery is how many records pass between two reports of progress.
const progressEvery = 200

// Options of an import; all are required.
type Options struct {
	Now     func() time.Time
	Logger  *slog.Logger
	Sources func() []qalxan.Source // those that are crawled now
}

// Record is what is known: a store is one.
type Record interface {
	Source(ctx context.Context, id string) (qalxan.Source, error)
	SaveSource(ctx context.Context, s qalxan.Source) error
	Latest(ctx context.Context, identity string) (qalxan.Item, error)
}

// Evidence is where captures are recorded: *evidence.Writer.
type Evidence interface {
	Record(ctx context.Context, x evidence.Exchange) (qalxan.Capture, error)
}

// Deps are what an import works with. Sink takes what was read.
type Deps struct {
	Record   Record
	Evidence Evidence
	Sink     crawler.Sink
}

// ErrDamaged: a file could be read to a part only.
var ErrDamaged = warc.ErrDamaged

// Import takes the pages of archives through the same stages as a crawl: each
// becomes a capture of our own with the time that the archive gives, is read
// and judged. What is known already is left out, so that an import that was
// stopped can be given again. A file that is damaged is read as far as it goes;
// the error, which is ErrDamaged, names it after the other files were read. It
// is qalxan.ErrRequest where the request cannot be carried out. Report may be
// nil.
func Import(ctx context.Context, o Options, d Deps, r Request, report func(Progress)) error {
	i := &intake{Options: o, Deps: d, hosts: map[string]qalxan.Source{}, report: report}
	i.reader = page.Reader{Extractor: extract.New(extract.Options{Now: o.Now})}
	if err := i.prepare(ctx, r); err != nil {
		return err
	}
	var errs []error
	for _, file := range r.Files {
		if err := i.file(ctx, file); err != nil {
			if ctx.Err() != nil || !errors.Is(err, ErrDamaged) {
				return err
			}
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// intake carries out one request.
type intake struct {
	Options
	Deps
	reader page.Reader
	fixed  *qalxan.Source           // the source of everything, where one is named
	hosts  map[string]qalxan.Source // otherwise, by host
	report func(Progress)
	now    Progress
}

func (i *intake) prepare(ctx context.Context, r Request) error {
	if r.As != WARC {
		return fmt.Errorf("%w: files of kind %q cannot be imported; the kinds are: %s", qalxan.ErrRequest, r.As, WARC)
	}
	for _, file := range r.Files {
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() || !filepath.IsAbs(file) {
			return fmt.Errorf("%w: %s is not a file that can be read", qalxan.ErrRequest, file)
		}
	}
	if r.Source == "" {
		return nil
	}
	s, err := i.Record.Source(ctx, r.Source)
	if err != nil {
		return fmt.Errorf("%w: source %s: %w; add it to qalxan.yaml, or leave --source out", qalxan.ErrRequest, r.Source, err)
	}
	i.fixed = &s
	return nil
}

func (i *intake) file(ctx context.Context, name string) (err error) {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("importing %s: %w", name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("importing %s: %w", name, err)
	}
	i.now = Progress{File: name, Size: info.Size(), Skipped: map[string]int{}}
	defer func() {
		i.now.Done = true
		if err != nil {
			i.now.Error = err.Error()
		}
		i.tell()
	}()
	for e, err := range warc.Read(&metered{ctx: ctx, r: f, n: &i.now.Read}) {
		if err != nil {
			return fmt.Errorf("importing %s: %w", name, err)
		}
		if err := i.entry(ctx, e); err != nil {
			return fmt.Errorf("importing %s: %w", name, err)
		}
	}
	return nil
}

// metered counts what is read, and ends with ctx.
type metered struct {
	ctx context.Context
	r   io.Reader
	n   *int64
}

func (m *metered) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.r.Read(p)
	*m.n += int64(n)
	return n, err
}

func (i *intake) entry(ctx context.Context, e warc.Entry) error {
	if i.now.Records++; i.now.Records%progressEvery == 0 {
		i.tell()
	}
	skip := string(e.Skip)
	if skip == "" {
		var err error
		if skip, err = i.response(ctx, e.Response); err != nil {
			return err
		}
	}
	if skip != "" {
		i.now.Skipped[skip]++
	}
	return nil
}

// tell reports a copy: the counts go on changing.
func (i *intake) tell() {
	if i.report == nil {
		return
	}
	p := i.now
	p.Skipped = make(map[string]int, len(i.now.Skipped))
	for reason, n := range i.now.Skipped {
		p.Skipped[reason] = n
	}
	i.report(p)
}
