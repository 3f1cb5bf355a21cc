package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"syscall"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/qalxan/qalxan/store"
)

// explain says what was being done when err came, and what the file's owner
// can do about it. A nil error stays nil.
func (s *Store) explain(doing string, err error) error {
	code := resultCode(err)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%s: %w", doing, store.ErrNotFound)
	case isFull(err, code):
		return fmt.Errorf("%s: %w: make room where %s stands and try again (%w)", doing, store.ErrFull, s.path, err)
	case isDamage(code):
		return fmt.Errorf("%s: %s is damaged or not a record: keep a copy of it and restore a backup (%w)", doing, s.path, err)
	case code&0xff == sqlite3.SQLITE_BUSY:
		return fmt.Errorf("%s: another program holds %s: stop it and try again (%w)", doing, s.path, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func resultCode(err error) int {
	var e *driver.Error
	if !errors.As(err, &e) {
		return sqlite3.SQLITE_OK
	}
	return e.Code()
}

// isFull knows the ways in which SQLite meets a full disk: most writes say
// FULL, growing the shared memory file of the log says IOERR_SHMSIZE, and what
// fails outside SQLite is an ENOSPC.
func isFull(err error, code int) bool {
	return code&0xff == sqlite3.SQLITE_FULL || code == sqlite3.SQLITE_IOERR_SHMSIZE || errors.Is(err, syscall.ENOSPC)
}

func isDamage(code int) bool {
	return code&0xff == sqlite3.SQLITE_CORRUPT || code&0xff == sqlite3.SQLITE_NOTADB
}
