package bleve

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/analysis"
)

// folder is where an index lives:
//
//	lock                 held while it is open
//	current              the name of the generation in use
//	v1-4f1d0c9ab2e7-3    a generation: one Bleve index
//
// A generation's name tells the form of its documents, so that an index of
// another form is never read. A new one is made beside the old and put to use
// by replacing the file current, which happens whole or not at all.
type folder struct {
	dir  string
	lock *bbolt.DB
}

// form names the fields of a document and the analysis of their words.
var form = formName()

func formName() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%v analysis %d %v", schema, analysis.Version, analysis.Stemmed()))
	return "v1-" + hex.EncodeToString(sum[:6])
}

var generation = regexp.MustCompile(`^v[0-9]+-[0-9a-f]{12}-[0-9]{1,9}$`)

// openFolder takes the lock. A Bolt file serves as lock because Bolt, which
// Bleve brings along, locks files on every system.
func openFolder(dir string, wait time.Duration) (*folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	lock, err := bbolt.Open(filepath.Join(dir, "lock"), 0o600, &bbolt.Options{Timeout: wait})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("%w; stop the server or let it do this", index.ErrLocked)
	}
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	f := &folder{dir: dir, lock: lock}
	if err := f.sweep(); err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

func (f *folder) close() error { return f.lock.Close() }

func (f *folder) path(name string) string { return filepath.Join(f.dir, name) }

// name is the name of the generation in use, of whatever form.
func (f *folder) name() string {
	text, err := os.ReadFile(f.path("current"))
	if err != nil || !generation.MatchString(strings.TrimSpace(string(text))) {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// current is the path of the generation in use, if there is one that can be
// read.
func (f *folder) current() (string, bool) {
	name := f.name()
	return f.path(name), strings.HasPrefix(name, form+"-") && exists(f.path(name))
}

// next is the path of a generation that does not exist yet.
func (f *folder) next() (string, error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return "", err
	}
	last := 0
	for _, e := range entries {
		if generation.MatchString(e.Name()) {
			n, _ := strconv.Atoi(e.Name()[strings.LastIndexByte(e.Name(), '-')+1:])
			last = max(last, n)
		}
	}
	return f.path(form + "-" + strconv.Itoa(last+1)), nil
}

// use puts the generation to use.
func (f *folder) use(path string) error {
	temporary := f.path("current.new")
	if err := writeSynced(temporary, filepath.Base(path)+"\n"); err != nil {
		return fmt.Errorf("put the new index to use: %w", err)
	}
	if err := os.Rename(temporary, f.path("current")); err != nil {
		return fmt.Errorf("put the new index to use: %w", err)
	}
	return nil
}

// sweep removes generations that are not in use: old ones and those that a
// crash left unfinished.
func (f *folder) sweep() error {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return err
	}
	name := f.name()
	for _, e := range entries {
		if generation.MatchString(e.Name()) && e.Name() != name {
			if err := os.RemoveAll(f.path(e.Name())); err != nil {
				return fmt.Errorf("remove an old index: %w", err)
			}
		}
	}
	return nil
}

func writeSynced(path, text string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Sync(), file.Close())
}

// exists reports whether there is a folder at the path.
func exists(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
