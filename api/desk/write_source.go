package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/monitor/trial"
	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/store"
)

// sourcePage is the form of a source.
type sourcePage struct {
	writing
	New      bool
	Source   qalxan.Source
	Articles string // one a line
	Written  string // languages, with blanks
	Placed   api.Placed
	Trial    *trial.Result
	History  []store.Kept
	TheirsIn *qalxan.Source
}

// Kinds, Entries, Reaches and Grades are the choices of the form.
func (sourcePage) Kinds() []qalxan.Kind {
	return []qalxan.Kind{qalxan.KindSite, qalxan.KindFeed, qalxan.KindWikipedia}
}

func (sourcePage) Entries() []qalxan.Entries {
	return []qalxan.Entries{qalxan.EntriesFollow, qalxan.EntriesTake}
}

func (sourcePage) Reaches() []qalxan.Reach {
	return []qalxan.Reach{qalxan.ReachMainstream, qalxan.ReachProminent}
}
func (sourcePage) Grades() []string { return strings.Split("ABCDEF", "") }

// Seconds is the delay as it is typed.
func (p sourcePage) Seconds() string {
	return strconv.FormatFloat(p.Source.Policy.Delay.Seconds(), 'f', -1, 64)
}

func (d *desk) sourceForm(r *http.Request) (page, error) {
	id := r.URL.Query().Get("id")
	p := sourcePage{New: id == "", writing: newWriting(r, 0)}
	if p.New {
		p.Source = qalxan.Source{Kind: qalxan.KindSite, Schedule: "@hourly"}.WithDefaults()
		return d.sourceShown(r, p)
	}
	w, err := d.library.WrittenSource(r.Context(), id)
	if err != nil {
		return page{}, err
	}
	p.Source, p.Seen = w.Value, w.Seen()
	return d.sourceShown(r, p)
}

// sourceShown completes the page with what does not come from the form.
func (d *desk) sourceShown(r *http.Request, p sourcePage) (page, error) {
	p.Articles, p.Written = strings.Join(p.Source.Articles, "\n"), strings.Join(p.Source.Languages, " ")
	title := d.words.known("write", "source.new")
	if !p.New {
		w, err := d.library.WrittenSource(r.Context(), p.Source.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return page{}, err
		}
		p.Placed, p.History = w.Placed, newestFirst(w.Versions)
		title = d.words.known("write", "source") + " " + isolate(p.Source.ID)
	}
	return page{Title: title, Here: "sources", Body: p}, nil
}

// writeSource tries a source, keeps it, or switches it off.
func (d *desk) writeSource(w http.ResponseWriter, r *http.Request) {
	p := sourcePage{writing: d.readWriting(w, r), New: r.PostForm.Has("new"), Source: readSource(r)}
	err := d.keepPrivate(r, &p)
	switch do := r.PostFormValue("do"); {
	case err != nil:
	case do == "test":
		p.Fault = ""
		err = d.trySource(r, &p)
	case p.Fault != "":
	case do == "off" && p.Why == "":
		p.Fault = "why"
	default:
		_, err = d.writers.SaveSource(r.Context(), watchlist.SourceChange{Author: p.author(), Source: p.Source, Off: do == "off"})
		if err == nil {
			http.Redirect(w, r, told("/sources/"+url.PathEscape(p.Source.ID), p.Source.ID), http.StatusSeeOther)
			return
		}
		_, err = p.refused(err, func() ([]store.Kept, error) {
			written, err := d.library.WrittenSource(r.Context(), p.Source.ID)
			return written.Versions, err
		})
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	p.theirs()
	d.serveAs(w, r, p.status(), "write-source", func(r *http.Request) (page, error) { return d.sourceShown(r, p) })
}

func (p *sourcePage) theirs() {
	var s qalxan.Source
	if p.Theirs != nil && json.Unmarshal(p.Theirs.Doc, &s) == nil {
		p.TheirsIn, p.New = &s, false
	}
}

// keepPrivate lets a source that an operator allowed to lie in a private network
// stay there; the desk allows it to none.
func (d *desk) keepPrivate(r *http.Request, p *sourcePage) error {
	w, err := d.library.WrittenSource(r.Context(), p.Source.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	p.Source.Policy.AllowPrivate = w.Value.Policy.AllowPrivate && w.Value.URL == p.Source.URL
	return err
}

// longestTrial is how long a reader is kept waiting for a trial.
const longestTrial = 4 * time.Minute

// trySource asks the source for a few pages and shows what would be collected.
func (d *desk) trySource(r *http.Request, p *sourcePage) error {
	select {
	case d.writers.trying <- struct{}{}:
		defer func() { <-d.writers.trying }()
	default:
		p.Fault = "busy"
		return nil
	}
	ctx, cancel := context.WithTimeout(r.Context(), longestTrial)
	defer cancel()
	result, err := d.writers.TrySource(ctx, p.Source)
	switch {
	case err == nil:
		p.Trial = &result
	case errors.Is(err, context.DeadlineExceeded) && r.Context().Err() == nil:
		p.Fault = "slow"
	case errors.Is(err, watchlist.ErrUnfit):
		p.unfit(err)
	default:
		return err
	}
	return nil
}

// maxLine bounds what is typed into one line of the form, in bytes.
const maxLine = 2000

// readSource takes a source from a form.
func readSource(r *http.Request) qalxan.Source {
	field := func(name string) string { return clip(r.PostFormValue(name), maxLine) }
	s := qalxan.Source{
		ID: field("id"), Name: field("name"), Kind: qalxan.Kind(field("kind")), URL: field("url"), Schedule: field("schedule"),
		Grade: qalxan.Grade(field("grade")), Reach: qalxan.Reach(field("reach")),
		Languages: strings.FieldsFunc(strings.ToLower(field("languages")), func(r rune) bool { return r == ' ' || r == ',' }),
		Policy: qalxan.Policy{
			MaxPages: number32(field("pages")), MaxDepth: number32(field("depth")), Terms: field("terms"), TermsRead: field("read"),
			NoText: r.PostForm.Has("notext"), NoScore: r.PostForm.Has("noscore"),
		},
	}
	if seconds, err := strconv.ParseFloat(field("delay"), 64); err == nil && seconds > 0 && seconds < 1e6 {
		s.Policy.Delay = time.Duration(seconds * float64(time.Second))
	}
	if s.Kind == qalxan.KindFeed {
		s.Entries = qalxan.Entries(field("entries"))
	}
	if s.Kind == qalxan.KindWikipedia {
		for l := range strings.Lines(strings.ToValidUTF8(r.PostFormValue("articles"), "")) {
			if l = strings.TrimSpace(l); l != "" {
				s.Articles = append(s.Articles, l)
			}
		}
	}
	s.ID = cmp.Or(s.ID, idOf(s.URL))
	return s.WithDefaults()
}

// idOf is an id made of the host of an address; empty where it has none.
func idOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ReplaceAll(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), ".", "-")
}

// number32 reads a whole number that is not below 0; 0 where there is none.
func number32(text string) int {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return int(n)
}
