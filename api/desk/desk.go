// Package desk is the web desk: pages for people who read, search and judge
// findings. Pages are made here and need no script; everything they use comes
// from this server.
//
// Crawled text is hostile. It is only ever shown as text, set apart from the
// direction of what stands around it, and linked to only where it is a web
// address. Package guard says who may read.
package desk

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/api/outgoing"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/report/say"
	"github.com/qalxan/qalxan/store"
)

// Options are what New needs besides the library.
type Options struct {
	// Language is that of readers whose browser prefers none that the desk
	// speaks; empty for en. Each language has a file in the folder catalogue.
	Language string
	// Reviewer takes the decisions of readers; with nil the desk only reads.
	Reviewer Reviewer
	// Writer keeps what readers write beside decisions; with nil they only read.
	Writer Writer
	Logger *slog.Logger // for faults of ours; nil for none
	// Gate says who may read; nil for this machine only.
	Gate *guard.Gate
	// Accounts, Issuer and Audit bring pages of their own; nil for none.
	Accounts Accounts
	Issuer   Issuer
	Audit    Audit
	// Outgoing makes reports and packs for platforms; nil for no such pages.
	Outgoing *outgoing.Service
	// Shelves keep saved searches and the last visit of each reader; nil for
	// nothing kept.
	Shelves store.Shelves
	// Ruler, Learner and Alerter bring the pages of leads; nil for none.
	Ruler   Ruler
	Learner Learner
	Alerter Alerter
	// Guardian brings the page about personal data, for admins; nil for none.
	Guardian Guardian
	// Translator has items translated when a reader asks; nil for no
	// translations.
	Translator Translator
}

// policy allows a page its style sheet, its script, its icon and its forms, and
// nothing else (CSP Level 3).
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

//go:embed assets
var assets embed.FS

// desk is what the pages of one language share.
type desk struct {
	library  *api.Library
	words    *words
	pages    map[string]*template.Template
	log      *slog.Logger
	office   office
	reviewer Reviewer
	writers  writers
	shelves  store.Shelves
	outgoing *outgoing.Service
	// translator is nil where none is configured.
	translator Translator
	guardian   Guardian
}

// New returns the handler of every page. It is safe for concurrent use.
func New(o Options, library *api.Library) (http.Handler, error) {
	if o.Language == "" {
		o.Language = "en"
	}
	voices, err := say.New()
	if err != nil {
		return nil, err
	}
	writers := writers{o.Writer, make(chan struct{}, 1)}
	f, err := newFront(o.Language, func(code string) (*desk, error) {
		words, err := readWords(code, voices)
		if err != nil {
			return nil, err
		}
		return newDesk(words, o, writers, library)
	})
	if err != nil {
		return nil, err
	}
	return guard.New(o.Gate, policy, f.turnAway, f), nil
}

func newDesk(words *words, o Options, w writers, library *api.Library) (*desk, error) {
	d := &desk{
		library: library, words: words, log: o.Logger, reviewer: o.Reviewer, writers: w,
		office:  office{o.Accounts, o.Issuer, o.Audit, o.Gate, o.Ruler, o.Learner, o.Alerter},
		shelves: o.Shelves, outgoing: o.Outgoing, guardian: o.Guardian, translator: o.Translator,
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	words.voice = words.voice.With(&claims{library: library, log: d.log})
	var err error
	d.pages, err = d.parse()
	return d, err
}

func (d *desk) routes() *guard.Mux {
	mux := &guard.Mux{}
	for _, name := range []string{"desk.css", "desk.js"} {
		mux.HandleFunc("GET /assets/"+name, func(w http.ResponseWriter, r *http.Request) {
			http.ServeFileFS(w, r, assets, "assets/"+name)
		})
	}
	mux.HandleFunc("POST /review", form(d.review))
	mux.HandleFunc("POST /language", form(d.setLanguage))
	mux.HandleFunc("POST /searches", form(d.saveSearch))
	mux.HandleFunc("POST /since", form(d.setSince))
	mux.HandleFunc("GET /export", d.export)
	for pattern, p := range map[string]struct {
		name   string
		answer answer
	}{
		"/{$}":            {"inbox", d.inbox},
		"/search":         {"search", d.search},
		"/searches":       {"searches", d.searches},
		"/since":          {"since", d.since},
		"/coverage":       {"coverage", d.coverage},
		"/quality":        {"quality", d.quality},
		"/findings":       {"findings", d.findings},
		"/findings/{id}":  {"finding", d.finding},
		"/items/{id}":     {"item", d.item},
		"/campaigns":      {"campaigns", d.campaigns},
		"/campaigns/{id}": {"campaign", d.campaign},
		"/sources":        {"sources", d.sources},
		"/sources/{id}":   {"source", d.source},
		"/narratives":     {"narratives", d.narratives},
		"/":               {"error", nowhere},
	} {
		mux.HandleFunc("GET "+pattern, func(w http.ResponseWriter, r *http.Request) { d.serve(w, r, p.name, p.answer) })
	}
	d.writingRoutes(mux)
	d.outgoingRoutes(mux)
	d.translateRoutes(mux)
	d.officeRoutes(mux)
	d.privacyRoutes(mux)
	return mux
}

// page is what a template shows.
type page struct {
	Title string // of the window
	Back  string // the address of the page, where forms lead back to
	Here  string // the entry of the menu
	Who   account.Principal
	Body  any
}

// answer finds what a page shows.
type answer func(*http.Request) (page, error)

func nowhere(r *http.Request) (page, error) {
	return page{}, fmt.Errorf("the page %.100q: %w", r.URL.Path, store.ErrNotFound)
}

func (d *desk) serve(w http.ResponseWriter, r *http.Request, name string, find answer) {
	d.serveAs(w, r, http.StatusOK, name, find)
}

// serveAs is serve with another status: of a form that is shown again.
func (d *desk) serveAs(w http.ResponseWriter, r *http.Request, status int, name string, find answer) {
	p, err := find(r)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	d.write(w, r, status, name, p)
}

// fail shows what went wrong. What is our own fault goes to the log and not
// onto the page.
func (d *desk) fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, store.ErrNotFound):
		d.refuse(w, r, http.StatusNotFound, d.words.known("error", "404.advice"))
	case errors.Is(err, store.ErrPage):
		d.refuse(w, r, http.StatusBadRequest, d.words.known("error", "page"))
	case errors.Is(err, index.ErrDamaged):
		d.refuse(w, r, http.StatusServiceUnavailable, d.words.known("error", "503.advice"))
	default:
		if r.Context().Err() == nil {
			d.log.ErrorContext(r.Context(), "a page failed", slog.String("path", r.URL.Path), slog.Any("error", err))
		}
		d.refuse(w, r, http.StatusInternalServerError, d.words.known("error", "500.advice"))
	}
}

// failure is what an error page shows.
type failure struct{ Title, Sentence string }

// refuse shows an error page.
func (d *desk) refuse(w http.ResponseWriter, r *http.Request, status int, sentence string) {
	title := d.words.known("error", status)
	d.write(w, r, status, "error", page{Title: title, Body: failure{title, sentence}})
}

// write makes the whole page before the first byte leaves, so that a page that
// cannot be made is an error and not half a page.
func (d *desk) write(w http.ResponseWriter, r *http.Request, status int, name string, p page) {
	p.Back = here(r)
	var out bytes.Buffer
	p.Who = account.From(r.Context())
	if err := d.pages[name].Execute(&out, p); err != nil {
		d.log.ErrorContext(r.Context(), "a page cannot be made", slog.String("page", name), slog.Any("error", err))
		http.Error(w, d.words.known("error", "500"), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	// A reader who went away does not miss the rest.
	_, _ = out.WriteTo(w)
}
