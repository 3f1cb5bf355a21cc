package fakeweb

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// Access is one request as the server saw it.
type Access struct {
	Time   time.Time // of day, when the request came
	Done   time.Time // of day, just before the last bytes of the answer left
	Clock  time.Time // the web's own time when the request came
	Host   string
	Method string
	Path   string // with the query
	Agent  string
	Status int // 0 where the connection was broken off first
	Bytes  int64
}

const maxAccesses = 100_000

// accessLog is a ring of the latest accesses.
type accessLog struct {
	mu   sync.Mutex
	ring []*Access
	next int // where the oldest stands once the ring is full
}

func (l *accessLog) begin(a *Access) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.ring) < maxAccesses {
		l.ring = append(l.ring, a)
		return
	}
	l.ring[l.next] = a
	l.next = (l.next + 1) % maxAccesses
}

func (l *accessLog) list() []Access {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]Access, 0, len(l.ring))
	for i := range l.ring {
		all = append(all, *l.ring[(l.next+i)%len(l.ring)])
	}
	return all
}

// Log lists the accesses of all hosts by the time they came.
func (w *Web) Log() []Access {
	w.mu.RLock()
	defer w.mu.RUnlock()
	var all []Access
	for _, h := range w.hosts {
		all = append(all, h.Log()...)
	}
	slices.SortStableFunc(all, func(a, b Access) int { return a.Time.Compare(b.Time) })
	return all
}

// recorder notes status and size of an answer before the bytes leave, so that
// a client that has its answer finds it in the log.
type recorder struct {
	http.ResponseWriter
	log    *accessLog
	access *Access
}

var _ http.Flusher = (*recorder)(nil)

func (r *recorder) note(status, bytes int) {
	r.log.mu.Lock()
	defer r.log.mu.Unlock()
	if r.access.Status < http.StatusOK { // 1xx answers precede the real one
		r.access.Status = status
	}
	r.access.Bytes += int64(bytes)
	r.access.Done = time.Now()
}

func (r *recorder) WriteHeader(status int) {
	r.note(status, 0)
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	r.note(http.StatusOK, len(p))
	return r.ResponseWriter.Write(p)
}

// Flush lets handlers drip. Like every first byte it settles the status.
func (r *recorder) Flush() {
	r.note(http.StatusOK, 0)
	http.NewResponseController(r.ResponseWriter).Flush()
}

// Unwrap is how net/http finds the writer's other abilities.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
