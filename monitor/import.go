package monitor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/page"
	"github.com/qalxan/qalxan/crawler/source/warc"
)

// ImportWARC is the kind of file that Import reads.
const ImportWARC = "warc"

// ImportRequest says which files of others to take in.
type ImportRequest struct {
	As    string   `json:"as"`    // ImportWARC
	Files []string `json:"files"` // absolute paths
	// Source is the id of the source that everything goes under; empty for one
	// source for each host.
	Source string `json:"source,omitempty"`
}

// ImportProgress is how far the import of one file is.
type ImportProgress struct {
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

// Import takes the pages of archives through the same stages as a crawl: each
// becomes a capture of our own with the time that the archive gives, is read,
// judged and indexed. What is known already is left out, so that an import that
// was stopped can be given again. A file that is damaged is read as far as it
// goes; the error names it after the other files were read.
func (m *Monitor) Import(ctx context.Context, r ImportRequest, report func(ImportProgress)) error {
	i := importer{m: m, hosts: map[string]qalxan.Source{}, report: report}
	i.reader = page.Reader{Extractor: extract.New(extract.Options{Now: m.options.Now})}
	if err := i.prepare(ctx, r); err != nil {
		return err
	}
	var errs []error
	for _, file := range r.Files {
		if err := i.file(ctx, file); err != nil {
			if ctx.Err() != nil || !errors.Is(err, warc.ErrDamaged) {
				return m.explain(err)
			}
			errs = append(errs, err)
		}
	}
	return m.explain(errors.Join(append(errs, m.settle(ctx))...))
}

// importer carries out one request.
type importer struct {
	m      *Monitor
	reader page.Reader
	fixed  *qalxan.Source           // the source of everything, where one is named
	hosts  map[string]qalxan.Source // otherwise, by host
	report func(ImportProgress)
	now    ImportProgress
}

func (i *importer) prepare(ctx context.Context, r ImportRequest) error {
	if r.As != ImportWARC {
		return fmt.Errorf("%w: files of kind %q cannot be imported; the kinds are: %s", ErrRequest, r.As, ImportWARC)
	}
	for _, file := range r.Files {
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() || !filepath.IsAbs(file) {
			return fmt.Errorf("%w: %s is not a file that can be read", ErrRequest, file)
		}
	}
	if r.Source == "" {
		return nil
	}
	s, err := i.m.record.Source(ctx, r.Source)
	if err != nil {
		return fmt.Errorf("%w: source %s: %w; add it to qalxan.yaml, or leave --source out", ErrRequest, r.Source, err)
	}
	i.fixed = &s
	return nil
}

func (i *importer) file(ctx context.Context, name string) (err error) {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("importing %s: %w", name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("importing %s: %w", name, err)
	}
	i.now = ImportProgress{File: name, Size: info.Size(), Skipped: map[string]int{}}
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

func (i *importer) entry(ctx context.Context, e warc.Entry) error {
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
func (i *importer) tell() {
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

// source is the one that an address belongs to: the one named, the configured
// site of that host, or one made for the host.
func (i *importer) source(ctx context.Context, address string) (qalxan.Source, error) {
	host := frontier.Host(address)
	if i.fixed != nil {
		return *i.fixed, nil
	}
	if s, ok := i.hosts[host]; ok {
		return s, nil
	}
	s, err := i.m.sourceOfHost(ctx, host)
	if err == nil {
		i.hosts[host] = s
	}
	return s, err
}

func (m *Monitor) sourceOfHost(ctx context.Context, host string) (qalxan.Source, error) {
	for _, s := range m.watched.Sources() {
		if s.Kind == qalxan.KindSite && frontier.Host(s.URL) == host {
			return s, nil
		}
	}
	s, err := sourceFor("https://"+host+"/", qalxan.KindSite, qalxan.Policy{})
	if err != nil {
		return s, fmt.Errorf("%w: %w", errAddress, err)
	}
	if known, err := m.record.Source(ctx, s.ID); err == nil {
		return known, nil
	}
	return s, m.record.SaveSource(ctx, s)
}

// errAddress: an address that no source can be made of.
var errAddress = errors.New("the address cannot be kept")

// read reads a page. A panic, where foreign bytes are read, costs the page and
// not the import.
func (i *importer) read(s qalxan.Source, r warc.Response, p *fetch.Page) (h source.Harvest, failed bool) {
	defer func() {
		if cause := recover(); cause != nil {
			i.m.options.Logger.Error("reading a page panicked", "url", r.URL, "panic", cause, "stack", string(debug.Stack()))
			failed = true
		}
	}()
	h.Result.Time = r.Time
	i.reader.Read(&h, s, frontier.Task{SourceID: s.ID, URL: r.URL}, p)
	return h, false
}
