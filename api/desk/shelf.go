package desk

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/store"
)

// maxQuery bounds a query that is saved, in bytes.
const maxQuery = 1000

// reader is the user under whose name things are kept for whoever asks; the
// empty one while there are no users.
func reader(r *http.Request) string {
	if p := account.From(r.Context()); p.Way == account.BySession {
		return p.Name
	}
	return ""
}

// shelved is a search that the reader keeps, with its address.
type shelved struct {
	store.SavedSearch
	Link string
}

func (d *desk) savedSearches(r *http.Request) ([]shelved, error) {
	if d.shelves == nil {
		return nil, nil
	}
	all, err := d.shelves.Searches(r.Context(), reader(r))
	var out []shelved
	for _, s := range all {
		out = append(out, shelved{s, "/search?" + url.Values{"q": {s.Query}}.Encode()})
	}
	return out, err
}

// searchesPage is where saved searches are renamed and forgotten.
type searchesPage struct {
	Saved []shelved
	Fault string
}

func (d *desk) searches(r *http.Request) (page, error) {
	all, err := d.savedSearches(r)
	return d.searchesPage(searchesPage{Saved: all}), err
}

func (d *desk) searchesPage(p searchesPage) page {
	return page{Title: d.words.known("search", "saved"), Here: "search", Body: p}
}

// saveSearch keeps a query under a name, renames it where another name is sent,
// or forgets it where forget is.
func (d *desk) saveSearch(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	if d.shelves == nil {
		d.fail(w, r, store.ErrNotFound)
		return
	}
	err := d.shelve(r)
	if errors.Is(err, store.ErrConflict) {
		all, err := d.savedSearches(r)
		if err != nil {
			d.fail(w, r, err)
			return
		}
		p := searchesPage{Saved: all, Fault: d.words.known("search", "full")}
		d.write(w, r, http.StatusConflict, "searches", d.searchesPage(p))
		return
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	http.Redirect(w, r, inside(r.PostFormValue("back")), http.StatusSeeOther)
}

func (d *desk) shelve(r *http.Request) error {
	s := store.SavedSearch{
		User: reader(r), Saved: d.library.Now(),
		Name: clip(r.PostFormValue("name"), maxName), Query: clip(r.PostFormValue("q"), maxQuery),
	}
	if s.Name == "" {
		s.Name = clip(s.Query, maxName)
	}
	ctx, to := r.Context(), clip(r.PostFormValue("to"), maxName)
	switch {
	case r.PostForm.Has("forget"):
		return d.noted(r, "search.forget", s.Name, d.shelves.DropSearch(ctx, s.User, s.Name))
	case to != "":
		return d.noted(r, "search.rename", s.Name, d.shelves.RenameSearch(ctx, s.User, s.Name, to))
	case s.Query != "":
		return d.noted(r, "search.save", s.Name, d.shelves.SaveSearch(ctx, s))
	}
	return nil
}

// noted enters what was done into the audit log, where there is one.
func (d *desk) noted(r *http.Request, verb, object string, err error) error {
	if err != nil || d.office.audit == nil {
		return err
	}
	return d.office.audit.Enter(r.Context(), store.Entered{Verb: verb, Object: object, Outcome: audit.OK})
}

// sinceOf is the time from which a reader wants to know what is new: what they
// ask for, when they last had read it, or a day ago.
func (d *desk) sinceOf(r *http.Request) (time.Time, error) {
	now := d.library.Now()
	if span, err := time.ParseDuration(r.URL.Query().Get("span")); err == nil && span > 0 && span <= 90*day {
		return now.Add(-span), nil
	}
	if d.shelves != nil {
		at, err := d.shelves.Visited(r.Context(), reader(r))
		if err != nil || !at.IsZero() && at.Before(now) {
			return at, err
		}
	}
	return now.Add(-day), nil
}

// setSince keeps that a reader has read what is new.
func (d *desk) setSince(w http.ResponseWriter, r *http.Request) {
	if d.shelves != nil {
		if err := d.shelves.Visit(r.Context(), reader(r), d.library.Now()); err != nil {
			d.fail(w, r, err)
			return
		}
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
