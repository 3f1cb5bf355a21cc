// Package sqlite keeps the record in one SQLite file: the truth from which
// every index can be rebuilt.
//
// One connection writes and a few read; in write-ahead mode neither waits for
// the other. Every write is one transaction that is on the disk when the call
// returns, so neither a killed process nor a power cut loses what was
// committed. docs/record.md tells more.
package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"time"

	// The driver registers itself under the name "sqlite".
	_ "modernc.org/sqlite"

	"github.com/qalxan/qalxan/store"
)

// readers is how many reads run side by side.
const readers = 4

// Options are what a store may be told. The zero value is ready for use.
type Options struct {
	// Now is the clock by which tasks become due and decisions are dated;
	// time.Now where nil.
	Now func() time.Time
	// Logger is told of migrations; nobody where nil.
	Logger *slog.Logger
	// MaxTasks is how many addresses of one source are known at most; 100,000
	// where zero.
	MaxTasks int
	// MaxLists is how many of them are feeds and sitemaps at most; 1,000 where
	// zero.
	MaxLists int
}

// Store is the record in one file. Its methods are safe for concurrent use.
type Store struct {
	path     string
	now      func() time.Time
	log      *slog.Logger
	maxTasks int
	maxLists int
	writer   *sql.DB // one connection
	reader   *sql.DB
}

var _ store.Store = (*Store)(nil)

// Open opens the record at path, makes it where there is none, and brings an
// older one up to date. The folder must exist. A record that a newer version
// wrote, or that is damaged, is refused with a sentence that says what to do.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	s := &Store{path: path, now: o.Now, log: o.Logger, maxTasks: cmp.Or(o.MaxTasks, defaultMaxTasks), maxLists: cmp.Or(o.MaxLists, defaultMaxLists)}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if err := s.open(ctx); err != nil {
		s.Close()
		return nil, s.explain("opening the record", err)
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	path, err := touch(s.path)
	if err != nil {
		return err
	}
	if s.writer, err = sql.Open("sqlite", address(path, "_txlock=immediate")); err != nil {
		return err
	}
	s.writer.SetMaxOpenConns(1)
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if s.reader, err = sql.Open("sqlite", address(path, "_query_only=1")); err != nil {
		return err
	}
	s.reader.SetMaxOpenConns(readers)
	s.reader.SetMaxIdleConns(readers)
	return s.reader.PingContext(ctx)
}

// touch makes the file before SQLite does, readable for its owner only; the
// files that SQLite puts beside it take over its mode.
func touch(path string) (string, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", err
	}
	if err := f.Close(); err != nil {
		return "", err
	}
	return filepath.Abs(path)
}

// address is the data source name of the file. With synchronous FULL every
// commit waits for the disk; docs/record.md has the price.
func address(path, mode string) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	return u.String() + "?" + mode +
		"&_error_rc=1" +
		"&_busy_timeout=10000" +
		"&_journal_mode=WAL" +
		"&_synchronous=FULL" +
		"&_foreign_keys=on" +
		// What was removed or replaced is not to be read from the file any more.
		"&_pragma=secure_delete(on)" +
		"&_pragma=journal_size_limit(67108864)"
}

// Close ends the use of the record. Iterators that are under way end with an
// error.
func (s *Store) Close() error {
	var first error
	for _, db := range []*sql.DB{s.reader, s.writer} {
		if db == nil {
			continue
		}
		if err := db.Close(); err != nil && first == nil {
			first = fmt.Errorf("closing the record %s: %w", s.path, err)
		}
	}
	return first
}
