package bleve

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"sync"
	"syscall"
	"time"

	blevesearch "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"

	"github.com/qalxan/qalxan/index"
)

// faults hears of what fails in Bleve's background.
type faults struct {
	log  *slog.Logger
	done chan struct{}
	end  sync.Once

	mu  sync.Mutex
	err error
}

func newFaults(log *slog.Logger) *faults {
	return &faults{log: log, done: make(chan struct{})}
}

// pause is how long Bleve's writer waits after a failure. Without it, it tries
// again at once and for ever.
const pause = time.Second

// report keeps the failure, logs it unless it is the same as the last, and
// holds the writer that reports it for a while.
func (f *faults) report(err error, path string) {
	err = failure(err)
	f.mu.Lock()
	known := same(f.err, err)
	f.err = err
	f.mu.Unlock()
	if !known {
		f.log.Error("the index fails in the background", "error", err, "folder", path)
	}
	select {
	case <-f.done:
	case <-time.After(pause):
	}
}

// same reports whether two failures in a row are one to people. On a full disk
// each attempt names another file.
func same(before, now error) bool {
	if before == nil {
		return false
	}
	return errors.Is(before, index.ErrFull) && errors.Is(now, index.ErrFull) || before.Error() == now.Error()
}

func (f *faults) last() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

func (f *faults) clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = nil
}

// stop ends all pauses for good.
func (f *faults) stop() { f.end.Do(func() { close(f.done) }) }

// callbacks guards Bleve's global table of callbacks, which is read while an
// index is constructed and never after.
var callbacks sync.Mutex

// callback is the name under which the table holds the index that is being
// constructed.
const callback = "qalxan"

// construct runs open while the table leads to these faults. What panics on a
// damaged file comes back as an error.
func (f *faults) construct(open func(config map[string]any) (blevesearch.Index, error)) (x blevesearch.Index, err error) {
	callbacks.Lock()
	defer callbacks.Unlock()
	scorch.RegistryAsyncErrorCallbacks[callback] = f.report
	defer delete(scorch.RegistryAsyncErrorCallbacks, callback)
	defer recovered(&err)
	return open(map[string]any{"asyncErrorCallbackName": callback, "bolt_timeout": "1s"})
}

func (f *faults) open(path string) (blevesearch.Index, error) {
	x, err := f.construct(func(config map[string]any) (blevesearch.Index, error) {
		return openIntact(path, config)
	})
	if err != nil && !errors.Is(err, fs.ErrPermission) && !full(err) {
		err = fmt.Errorf("%w (%w)", index.ErrDamaged, err)
	}
	return x, err
}

func (f *faults) create(path string) (blevesearch.Index, error) {
	return f.construct(func(config map[string]any) (blevesearch.Index, error) {
		return blevesearch.NewUsing(path, mapping.NewIndexMapping(), scorch.Name, scorch.Name, config)
	})
}

// failure marks errors that mean a full disk as ErrFull.
func failure(err error) error {
	if err == nil || errors.Is(err, index.ErrFull) || !full(err) {
		return err
	}
	return fmt.Errorf("%w (%w)", index.ErrFull, err)
}

// full also reads the text, because Bleve does not wrap the errors of its
// background.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		strings.Contains(err.Error(), syscall.ENOSPC.Error())
}
