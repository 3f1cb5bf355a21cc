// Package monitor wires the stages: it is the one place that knows all of
// them. What happens to one item is in monitor/analyst.
//
//	crawler --harvest--> analyst --entry--> record --outbox--> indexer --> index
//	   ^                    |                                    ^
//	   +---- tasks ---------+ record                             | wake
//
// One process holds a data folder at a time.
package monitor

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/schedule"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/bleve"
	"github.com/qalxan/qalxan/monitor/analyst"
	"github.com/qalxan/qalxan/monitor/detect"
	"github.com/qalxan/qalxan/monitor/indexer"
	"github.com/qalxan/qalxan/monitor/privacy"
	"github.com/qalxan/qalxan/monitor/scale"
	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

// ErrConfig: a setting of the configuration cannot work.
var ErrConfig = qalxan.ErrConfig

// Options shape a monitor. The zero value is for real use; Dial, RootCAs and
// Now put it on a web and a clock of our own.
type Options struct {
	Version string // of the program, for the User-Agent and the evidence
	Logger  *slog.Logger
	Now     func() time.Time
	// Dial and RootCAs replace the network; nil for the real one.
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
	RootCAs *x509.CertPool
}

// Monitor holds a data folder. It is safe for concurrent use.
type Monitor struct {
	config  configs.Config // as it was written; watched has what people added
	options Options
	watched *watchlist.List

	lock      *folderLock
	record    store.Store
	index     *bleve.Index
	evidence  *evidence.Writer
	indexer   *indexer.Indexer
	client    *fetch.Client
	crawler   *crawler.Crawler
	detectors *detect.Detectors
	scale     *scale.Scale
	analyst   *analyst.Analyst
	privacy   *privacy.Service

	crawling struct {
		mu      sync.Mutex
		sources map[string]bool
	}
	stop     func()    // ends the indexer and waits for it
	stamping *stamping // nil where evidence is not stamped
	alerts   *alert.Service
	runner   struct {
		sync.Mutex
		*schedule.Runner // nil while no schedules run
	}
}

// Open opens the data folder of the configuration, or makes it, and carries
// over what an earlier process left undone.
func Open(ctx context.Context, c configs.Config, o Options) (*Monitor, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	m := &Monitor{config: c, options: o, stop: func() {}}
	m.crawling.sources = map[string]bool{}
	if err := m.open(ctx); err != nil {
		return nil, errors.Join(m.explain(err), m.Close())
	}
	return m, nil
}

// recordName is the file of the record in the data folder.
const recordName = "qalxan.db"

// Recorded reports whether a data folder holds a record, or something that
// keeps us from seeing so: opening it will tell.
func Recorded(data string) bool {
	_, err := os.Stat(filepath.Join(data, recordName))
	return !errors.Is(err, fs.ErrNotExist)
}

func (m *Monitor) open(ctx context.Context) (err error) {
	if err := os.MkdirAll(m.config.Data, 0o700); err != nil {
		return fmt.Errorf("making the data folder: %w", err)
	}
	if m.lock, err = lockFolder(m.config.Data); err != nil {
		return err
	}
	record, err := sqlite.Open(ctx, filepath.Join(m.config.Data, recordName), sqlite.Options{
		Now: m.options.Now, Logger: m.options.Logger, MaxTasks: m.config.Crawler.MaxAddresses,
	})
	if err != nil {
		return fmt.Errorf("opening the record: %w", err)
	}
	m.record = record
	if err := m.endRuns(ctx); err != nil {
		return err
	}
	if m.evidence, err = evidence.Open(m.evidenceDir(), evidence.Options{
		Now: m.options.Now, Software: "Qalxan/" + m.options.Version, Contact: m.config.Crawler.Contact, Logger: m.options.Logger,
	}); err != nil {
		return fmt.Errorf("opening the evidence: %w", err)
	}
	if err := m.openIndex(); err != nil {
		return fmt.Errorf("opening the index: %w", err)
	}
	if m.watched, err = watchlist.New(ctx, m.config, m.record, m.options.Now, m.options.Logger); err != nil {
		return err
	}
	if err := m.saveConfigured(ctx); err != nil {
		return err
	}
	if err := m.openPrivacy(ctx); err != nil {
		return err
	}
	m.indexer = indexer.New(m.record, m.index, m.options.Logger)
	if m.crawler, err = m.newCrawler(ctx); err != nil {
		return err
	}
	if err := m.catchUp(ctx); err != nil {
		return err
	}
	if m.alerts, err = m.newAlerts(); err != nil {
		return err
	}
	_, m.stop = background(m.indexer.Run)
	return m.startStamping()
}

// openIndex opens the index. One that is damaged is thrown away: everything in
// it stands in the record, and nobody has to get up at night for it.
func (m *Monitor) openIndex() (err error) {
	dir, o := filepath.Join(m.config.Data, "index"), bleve.Options{Log: m.options.Logger}
	m.index, err = bleve.Open(dir, o)
	if errors.Is(err, index.ErrDamaged) {
		m.options.Logger.Warn("the index is damaged and is made anew", "error", err)
		o.Discard = true
		m.index, err = bleve.Open(dir, o)
	}
	return err
}

// catchUp fills an index that is new, or that this version of the program
// analyses differently.
func (m *Monitor) catchUp(ctx context.Context) error {
	if !m.index.NeedsRebuild() {
		return nil
	}
	totals, err := m.record.Totals(ctx)
	if err != nil {
		return fmt.Errorf("counting the record: %w", err)
	}
	if totals.Versions > 0 {
		m.options.Logger.Warn("the index is made anew from the record", "versions", totals.Versions)
	}
	return m.Reindex(ctx, nil)
}

func (m *Monitor) saveConfigured(ctx context.Context) error {
	for _, s := range m.watched.Standing() {
		if err := m.record.SaveSource(ctx, s); err != nil {
			return fmt.Errorf("saving source %s: %w", s.ID, err)
		}
	}
	for _, n := range m.watched.Narratives() {
		if err := m.record.SaveNarrative(ctx, n); err != nil {
			return fmt.Errorf("saving narrative %s: %w", n.ID, err)
		}
	}
	return nil
}

// Record is the record, for reading.
func (m *Monitor) Record() store.Reader { return m.record }

// Accounts keeps who may ask.
func (m *Monitor) Accounts() store.Accounts { return m.record }

// Shelves keep what people put aside for themselves.
func (m *Monitor) Shelves() store.Shelves { return m.record }

// Ledger keeps who did what.
func (m *Monitor) Ledger() store.Ledger { return m.record }

// Index is the index, for searching.
func (m *Monitor) Index() index.Index { return m.index }

// Now is the monitor's clock.
func (m *Monitor) Now() time.Time { return m.options.Now() }

// Reindex builds the index anew from the record; the old one answers until
// the new one is whole. Progress is told as documents done.
func (m *Monitor) Reindex(ctx context.Context, progress func(done int)) error {
	if progress == nil {
		progress = func(int) {}
	}
	if err := m.index.Rebuild(ctx, indexer.Documents(ctx, m.record), progress); err != nil {
		return m.explain(fmt.Errorf("building the index anew: %w", err))
	}
	return m.indexer.Drain(ctx)
}

// Close ends the indexer and closes the folder. Nothing is lost if it is never
// called.
func (m *Monitor) Close() error {
	m.stop()
	m.detectors.Close()
	var errs []error
	if m.index != nil {
		errs = append(errs, m.index.Close())
	}
	m.stamping.end()
	if m.evidence != nil {
		errs = append(errs, m.evidence.Close())
	}
	if m.record != nil {
		errs = append(errs, m.record.Close())
	}
	if m.lock != nil {
		errs = append(errs, m.lock.Close())
	}
	return errors.Join(errs...)
}

func (m *Monitor) evidenceDir() string { return filepath.Join(m.config.Data, "evidence") }
