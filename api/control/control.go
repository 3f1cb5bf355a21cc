// Package control is what the command line asks of the process that holds a
// data folder: over a Unix socket where a server runs, in process otherwise.
// File permissions guard the socket; nothing of it is reachable by network.
//
// Long work answers as JSON Lines, one message a line, and ends with a message
// that says how it went.
package control

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/monitor/trial"
	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/store"
)

// Keeper does the work: *monitor.Monitor.
type Keeper interface {
	Crawl(ctx context.Context, r monitor.CrawlRequest, report func(crawler.Event)) ([]store.Run, error)
	Reindex(ctx context.Context, progress func(done int)) error
	Doctor(ctx context.Context) (monitor.Diagnosis, error)
	Import(ctx context.Context, r monitor.ImportRequest, report func(monitor.ImportProgress)) error
	Export(ctx context.Context, findingID string, w io.Writer) error
	Try(ctx context.Context, r monitor.TryRequest) (trial.Result, error)
	Decide(ctx context.Context, findingID string, d qalxan.Decision) (qalxan.Finding, error)
	Rule(ctx context.Context, r qalxan.Ruling) (qalxan.Campaign, error)
	Learner
	Writer
	Alerter
	Guardian
}

var _ Keeper = (*monitor.Monitor)(nil)

// Message is one line of a long answer. One field is set; with Error, Usage
// may be too.
type Message struct {
	Task *Task `json:"task,omitempty"` // one address was worked on
	Done *int  `json:"done,omitempty"` // how many documents so far
	// Import is how far the import of a file is.
	Import *monitor.ImportProgress `json:"import,omitempty"`
	Runs   []store.Run             `json:"runs,omitempty"`  // a crawl ended
	Error  string                  `json:"error,omitempty"` // the work failed, and why
	Usage  bool                    `json:"usage,omitempty"` // beside Error: what was asked for cannot be done
	End    bool                    `json:"end,omitempty"`   // the work is complete
}

// Task is one address that a crawl worked on.
type Task struct {
	Source   string `json:"source"`
	URL      string `json:"url"`
	State    string `json:"state"`
	Status   int    `json:"status,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Items    int    `json:"items,omitempty"`
	Findings int    `json:"findings,omitempty"`
}

// maxBody bounds a request, in bytes.
const maxBody = 1 << 20

// New returns a handler of /control/ requests. It is meant for a socket or for
// InProcess, never for a network listener.
func New(k Keeper, l *api.Library) http.Handler {
	h := &handler{keeper: k, library: l}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /control/crawl", h.crawl)
	mux.HandleFunc("POST /control/reindex", h.reindex)
	mux.HandleFunc("POST /control/sources/try", h.try)
	mux.HandleFunc("GET /control/doctor", h.doctor)
	mux.HandleFunc("GET /control/show/{id}", h.show)
	mux.HandleFunc("GET /control/report", h.report)
	mux.HandleFunc("POST /control/report", h.report)
	mux.HandleFunc("POST /control/findings/{id}/decisions", h.decide)
	mux.HandleFunc("POST /control/campaigns/{id}/rulings", h.rule)
	mux.HandleFunc("GET /control/explain/{id}", h.explain)
	mux.HandleFunc("POST /control/learn", h.learn)
	mux.HandleFunc("POST /control/learn/undo", h.unlearn)
	mux.HandleFunc("GET /control/learn", h.learnt)
	mux.HandleFunc("GET /control/findings/{id}/evidence", h.export)
	mux.HandleFunc("POST /control/import", h.importFiles)
	h.written(mux)
	mux.HandleFunc("GET /control/alerts", h.alerts)
	mux.HandleFunc("GET /control/alerts/queue", h.alertQueue)
	mux.HandleFunc("POST /control/alerts/{name}/test", h.testAlert)
	h.guard(mux)
	return http.MaxBytesHandler(mux, maxBody)
}

type handler struct {
	keeper  Keeper
	library *api.Library
}

func (h *handler) crawl(w http.ResponseWriter, r *http.Request) {
	var request monitor.CrawlRequest
	if !read(w, r, &request) {
		return
	}
	lines := newLines(w)
	runs, err := h.keeper.Crawl(r.Context(), request, func(e crawler.Event) {
		lines.send(Message{Task: &Task{
			Source: e.Source.ID, URL: e.Result.URL, State: string(e.Result.State), Status: e.Result.Status,
			Reason: e.Result.Reason, Items: e.Gain.Items, Findings: e.Gain.Findings,
		}})
	})
	if len(runs) > 0 {
		lines.send(Message{Runs: runs})
	}
	lines.end(r.Context(), err)
}

func (h *handler) reindex(w http.ResponseWriter, r *http.Request) {
	lines := newLines(w)
	lines.end(r.Context(), h.keeper.Reindex(r.Context(), func(done int) { lines.send(Message{Done: &done}) }))
}

func (h *handler) doctor(w http.ResponseWriter, r *http.Request) {
	d, err := h.keeper.Doctor(r.Context())
	answer(w, d, err)
}

func (h *handler) decide(w http.ResponseWriter, r *http.Request) {
	var d qalxan.Decision
	if !read(w, r, &d) {
		return
	}
	f, err := h.keeper.Decide(r.Context(), r.PathValue("id"), d)
	answer(w, f, err)
}

func read(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		fail(w, http.StatusBadRequest, err)
		return false
	}
	return true
}

func answer(w http.ResponseWriter, value any, err error) {
	if err != nil {
		fail(w, status(err), err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value) // the asker is gone if this fails
}

// status maps an error to its HTTP status; the one place that does.
func status(err error) int {
	switch {
	case errors.Is(err, store.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, store.ErrConflict):
		return http.StatusConflict
	case errors.Is(err, watchlist.ErrUnfit), errors.Is(err, api.ErrWording):
		return http.StatusBadRequest
	case errors.Is(err, monitor.ErrRequest), errors.Is(err, api.ErrAmbiguous), errors.Is(err, api.ErrTooMany),
		errors.Is(err, report.ErrFormat), errors.Is(err, report.ErrRequest), errors.As(err, new(*query.SyntaxError)):
		return http.StatusBadRequest
	case errors.Is(err, store.ErrFull):
		return http.StatusInsufficientStorage
	}
	return http.StatusInternalServerError
}

// fail answers with an RFC 9457 problem.
func fail(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"title": http.StatusText(status), "status": status, "detail": err.Error(),
	})
}

// lines sends messages one at a time as they come.
type lines struct {
	mu      sync.Mutex
	encoder *json.Encoder
	flusher http.Flusher
}

func newLines(w http.ResponseWriter) *lines {
	w.Header().Set("Content-Type", "application/jsonl")
	flusher, _ := w.(http.Flusher)
	return &lines{encoder: json.NewEncoder(w), flusher: flusher}
}

func (l *lines) send(m Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.encoder.Encode(m) == nil && l.flusher != nil {
		l.flusher.Flush()
	}
}

// end says how the work went. An asker who still listens when ctx has ended is
// one whose server was told to stop.
func (l *lines) end(ctx context.Context, err error) {
	switch {
	case err == nil:
		l.send(Message{End: true})
	case ctx.Err() != nil:
		l.send(Message{Error: "the server was stopped before the work was done; what it recorded is safe, run the command again"})
	default:
		l.send(Message{Error: err.Error(), Usage: status(err) == http.StatusBadRequest})
	}
}
