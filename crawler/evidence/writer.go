package evidence

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/qalxan/qalxan"
)

// Options of a writer. The zero value is ready to use.
type Options struct {
	// MaxSize is the size in bytes above which a new file is begun. Default
	// 1 GiB. One exchange is never split.
	MaxSize int64
	// Now is the clock that names files. Default time.Now.
	Now func() time.Time
	// Software and Contact stand in the first record of every file.
	Software, Contact string
	// Logger hears what was done about files that a crash left. Default none.
	Logger *slog.Logger
}

// Writer records exchanges in a folder. It is safe for concurrent use.
type Writer struct {
	dir     string
	options Options

	mu     sync.Mutex
	volume *volume // nil until something is recorded
	chain  *chain
	serial int
	known  originals
	enc    encoder
	closed bool
	fresh  bool   // something was written since the last sync
	lost   error  // why records that were written may not last
	ended  func() // hears that a file got its final name; may be nil
}

// Open makes the folder if need be, repairs what a crashed process left there,
// and returns a writer. Files that another process is writing are left alone.
func Open(dir string, o Options) (*Writer, error) {
	o.MaxSize = cmp.Or(o.MaxSize, 1<<30)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("make the evidence folder: %w", err)
	}
	w := &Writer{dir: dir, options: o, chain: newChain(dir), fresh: true}
	if err := w.recover(); err != nil {
		return nil, fmt.Errorf("recover evidence in %s: %w", dir, errors.Join(err, w.chain.close()))
	}
	return w, nil
}

func (w *Writer) recover() error {
	if err := w.chain.adopt(w.dir, w.options.Now, w.options.Logger); err != nil {
		return err
	}
	return recoverAll(w.dir, w.chain, w.options.Now, w.options.Logger)
}

// Record writes one exchange and its line of the chain, whole or not at all,
// and says where the exchange stands. Both are on disk for good after the next
// Sync. errors.Is(err, ErrFull) means that there is no room.
func (w *Writer) Record(ctx context.Context, x Exchange) (qalxan.Capture, error) {
	if err := ctx.Err(); err != nil {
		return qalxan.Capture{}, err
	}
	if len(x.Body) > maxBody {
		return qalxan.Capture{}, fmt.Errorf("record %s: a body of %d bytes is over the limit of %d", x.URL, len(x.Body), maxBody)
	}
	e := event{Exchange: x, id: newID(), sum: digest(x.Body)}
	w.mu.Lock()
	defer w.mu.Unlock()
	at, err := w.record(&e)
	if err != nil {
		return qalxan.Capture{}, fmt.Errorf("record %s: %w", x.URL, err)
	}
	return e.capture(qalxan.WARCLocation{File: filepath.Base(w.volume.path), Offset: at}), nil
}

func (w *Writer) record(e *event) (int64, error) {
	w.fresh = true
	if err := w.ready(); err != nil {
		return 0, err
	}
	e.info, e.before = w.volume.info, w.known.get(e.URL)
	p, err := w.enc.encode(e.drafts()...)
	if err != nil {
		return 0, err
	}
	at, err := w.write(e, p)
	if err != nil {
		w.leave()
		return 0, err
	}
	switch {
	case e.original():
		w.known.put(e.URL, original{e.id, e.Time, e.sum})
	case e.Truncated: // what comes now may repeat this, and not what was before
		w.known.forget(e.URL)
	}
	return at, nil
}

// write writes the records p of an event, and their line. Without the line the
// records go again.
func (w *Writer) write(e *event, p []byte) (int64, error) {
	at, err := w.volume.append(p)
	if err != nil {
		return 0, err
	}
	l := Link{Record: e.id, Payload: hex.EncodeToString(e.sum[:]), Offset: at}
	if err := w.link(w.volume, l, p); err != nil {
		return 0, errors.Join(err, w.volume.cut(at))
	}
	return at, nil
}

// leave gives up a file that could not be cut back to whole records. The next
// Open does it.
func (w *Writer) leave() {
	if w.volume.torn {
		w.lose(errors.Join(w.volume.f.Sync(), w.volume.f.Close()))
		w.volume = nil
	}
}

// lose notes that a file which is not written any more may not be on disk. Who
// recorded something in it hears so from Sync, until the next Open.
func (w *Writer) lose(err error) { w.lost = cmp.Or(w.lost, err) }

// Sync makes everything that was recorded so far durable. Of many who ask at
// once some find it done. An error that comes
// again and again says that an earlier file could not be made so: what it holds
// is looked at by the next Open.
func (w *Writer) Sync() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sync()
}

func (w *Writer) sync() error {
	if !w.fresh && w.lost == nil {
		return nil
	}
	// Either may reach the disk first: recovery takes both cases.
	var both errgroup.Group
	if w.volume != nil {
		both.Go(w.volume.f.Sync)
	}
	both.Go(w.chain.sync)
	if err := cmp.Or(both.Wait(), w.lost); err != nil {
		return fmt.Errorf("sync evidence: %w", full(err))
	}
	w.fresh = false
	return nil
}

// Head makes everything that was recorded so far durable and returns the last
// line of the chain; the zero value where there is none.
func (w *Writer) Head() (Link, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return Link{}, ErrClosed
	}
	if err := w.sync(); err != nil {
		return Link{}, err
	}
	return w.chain.head()
}

// onClosed has f called when a file got its final name. It must not wait.
func (w *Writer) onClosed(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = f
}

// Close ends the file that is being written. Closing twice is no error.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	return errors.Join(w.seal(), w.chain.close())
}

func (e event) capture(at qalxan.WARCLocation) qalxan.Capture {
	return qalxan.Capture{
		ID: e.id, SourceID: e.SourceID, URL: e.URL, Time: e.Time.UTC(),
		Status: e.Status, ContentType: e.Header.Get("Content-Type"),
		Size: int64(len(e.Body)), SHA256: hex.EncodeToString(e.sum[:]),
		Truncated: e.Truncated, Location: at,
	}
}
