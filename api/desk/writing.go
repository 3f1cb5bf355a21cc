package desk

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/monitor/trial"
	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/store"
)

// Writer keeps what people write beside decisions: *monitor.Monitor.
type Writer interface {
	SaveBrief(ctx context.Context, c watchlist.BriefChange) (store.Kept, error)
	SaveNarrative(ctx context.Context, c watchlist.NarrativeChange) (store.Kept, error)
	SaveSource(ctx context.Context, c watchlist.SourceChange) (store.Kept, error)
	TrySource(ctx context.Context, s qalxan.Source) (trial.Result, error)
}

// writers is what the desks of all languages share: one trial at a time, because
// each asks somebody else's site.
type writers struct {
	Writer
	trying chan struct{}
}

// maxWriting bounds a form in which sentences are written, in bytes.
const maxWriting = 256 << 10

func (d *desk) writingRoutes(mux *guard.Mux) {
	for _, one := range []struct {
		path string
		show answer
		take http.HandlerFunc
	}{
		{"/write/brief", d.briefForm, d.writeBrief},
		{"/write/narrative", d.narrativeForm, d.writeNarrative},
		{"/write/source", d.sourceForm, d.writeSource},
	} {
		name := "write-" + one.path[len("/write/"):]
		mux.HandleFunc("GET "+one.path, func(w http.ResponseWriter, r *http.Request) { d.serve(w, r, name, d.ifWritten(one.show)) })
		mux.HandleFunc("POST "+one.path, func(w http.ResponseWriter, r *http.Request) {
			r.Body = http.MaxBytesReader(w, r.Body, maxWriting)
			switch {
			case d.writers.Writer == nil:
				d.fail(w, r, store.ErrNotFound)
			case d.parsed(w, r):
				one.take(w, r)
			}
		})
	}
}

func (d *desk) ifWritten(show answer) answer {
	return func(r *http.Request) (page, error) {
		if d.writers.Writer == nil {
			return page{}, store.ErrNotFound
		}
		return show(r)
	}
}

// writes reports whether whoever asks may use a form of writing.
func (d *desk) writes(r *http.Request, least account.Role) bool {
	return d.writers.Writer != nil && account.From(r.Context()).Role.AtLeast(least)
}

// writing is what every form of writing has: who writes, why, and what they
// read before.
type writing struct {
	By    string
	Named bool // By is a user who is logged in
	Why   string
	Seen  int
	Fault string // key of what is missing or wrong; empty for nothing
	// Said is why something cannot be saved, in English.
	Said string
	// Theirs is what somebody saved meanwhile.
	Theirs *store.Kept
}

func newWriting(r *http.Request, seen int) writing {
	w := writing{Seen: seen}
	w.By, w.Named = who(r)
	return w
}

// readWriting takes it from a form.
func (d *desk) readWriting(to http.ResponseWriter, r *http.Request) writing {
	w := writing{Seen: number32(r.PostFormValue("seen")), Why: clip(r.PostFormValue("why"), maxReason)}
	w.By, w.Named = d.signed(to, r)
	if w.By == "" {
		w.Fault = "by"
	}
	return w
}

func (w writing) author() watchlist.Author {
	return watchlist.Author{By: w.By, Why: w.Why, Seen: w.Seen}
}

// refused notes why something was not saved, and reports whether it was for a
// reason that whoever writes can mend. Versions are read anew after somebody
// else saved.
func (w *writing) refused(err error, versions func() ([]store.Kept, error)) (mendable bool, fault error) {
	switch {
	case errors.Is(err, store.ErrConflict):
		all, err := versions()
		if err != nil || len(all) == 0 {
			return false, cmp.Or(err, store.ErrConflict)
		}
		last := &all[len(all)-1]
		w.Fault, w.Theirs, w.Seen = "meanwhile", last, last.Version
		return true, nil
	case errors.Is(err, watchlist.ErrUntested):
		w.Fault = "untested"
		return true, nil
	case errors.Is(err, watchlist.ErrUnfit):
		w.unfit(err)
		return true, nil
	}
	return false, err
}

// unfit notes that something cannot be kept or tried as it is, and why.
func (w *writing) unfit(err error) {
	w.Fault, w.Said = "unfit", strings.TrimPrefix(err.Error(), watchlist.ErrUnfit.Error()+": ")
}

// status is that of a form that is shown again.
func (w writing) status() int {
	switch {
	case w.Theirs != nil:
		return http.StatusConflict
	case w.Fault != "":
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// newestFirst are the versions of what was written as a page lists them.
func newestFirst(versions []store.Kept) []store.Kept {
	all := slices.Clone(versions)
	slices.Reverse(all)
	return all
}

// told is the address of a page that says that something was saved.
func told(path, id string) string { return path + "?" + url.Values{"saved": {id}}.Encode() }
