package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/store"
)

// Reviewer takes decisions: *monitor.Monitor.
type Reviewer interface {
	Decide(ctx context.Context, findingID string, d qalxan.Decision) (qalxan.Finding, error)
}

// reviewPage is a verdict that could not be carried out, or not for all, with
// everything that was sent, so that nothing is lost.
type reviewPage struct {
	Verdict verdict
	Fault   string // key of what is missing
	Done    int
	Left    []left
}

// left is a finding that was not decided about.
type left struct {
	api.FindingEntry
	Why    string            // key: changed, or a rule that forbids it
	Theirs []qalxan.Decision // what others decided meanwhile
}

// review carries out a verdict and goes back to the page where it was given.
func (d *desk) review(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	if d.reviewer == nil {
		d.fail(w, r, store.ErrNotFound)
		return
	}
	v := readVerdict(r)
	v.By, v.Named = d.signed(w, r)
	p := reviewPage{Fault: v.lacks()}
	var err error
	if p.Fault == "" {
		p.Fault, err = d.entrust(r.Context(), &v)
	}
	p.Verdict = v
	switch {
	case err != nil:
	case p.Fault == "":
		p.Done, p.Left, err = d.carryOut(r.Context(), v)
	default:
		p.Left, err = d.unsettled(r.Context(), v.Marked)
	}
	switch {
	case err != nil:
		d.fail(w, r, err)
	case p.Fault != "":
		d.write(w, r, http.StatusUnprocessableEntity, "review", d.reviewAgain(p))
	case len(p.Left) > 0:
		d.write(w, r, http.StatusConflict, "review", d.reviewAgain(p))
	default:
		http.Redirect(w, r, v.after(), http.StatusSeeOther)
	}
}

// entrust writes the name of who gets the findings as the desk knows it. Among
// users a name that is nobody's, or that of one who cannot come in, is a fault:
// what is given to a slip of the hand would wait for ever.
func (d *desk) entrust(ctx context.Context, v *verdict) (fault string, err error) {
	if v.Do != doAssign || !v.Named || v.Assignee == "" {
		return "", nil
	}
	u, err := d.office.accounts.User(ctx, v.Assignee)
	if errors.Is(err, store.ErrNotFound) || err == nil && u.Disabled {
		return "assignee", nil
	}
	if err == nil {
		v.Assignee = u.Name
	}
	return "", err
}

func (d *desk) reviewAgain(p reviewPage) page {
	return page{Title: d.words.known("review", "title"), Here: "inbox", Body: p}
}

// carryOut decides about every finding that was marked. What cannot be decided
// is left, and says why.
func (d *desk) carryOut(ctx context.Context, v verdict) (done int, rest []left, err error) {
	for _, m := range v.Marked {
		view, err := d.library.FindingEntry(ctx, m.ID)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return done, nil, err
		}
		decision, err := v.about(view.Finding, m)
		if err == nil {
			_, err = d.reviewer.Decide(ctx, m.ID, decision)
		}
		switch {
		case err == nil:
			done++
		case errors.Is(err, store.ErrConflict):
			l, err := d.conflict(ctx, m)
			if err != nil {
				return done, nil, err
			}
			rest = append(rest, l)
		case errors.Is(err, qalxan.ErrReview):
			rest = append(rest, left{FindingEntry: view, Why: forbids(err)})
		default:
			return done, nil, fmt.Errorf("decide about %s: %w", m.ID, err)
		}
	}
	return done, rest, nil
}

// forbids is the key of the rule that a verdict broke.
func forbids(err error) string {
	var refusal *qalxan.Refusal
	switch {
	case errors.Is(err, guard.ErrLead):
		return "lead"
	case errors.As(err, &refusal):
		return strings.TrimPrefix(refusal.Reason.Code, "refusal.")
	}
	return "second"
}

// conflict is a finding that others decided about meanwhile, and what.
func (d *desk) conflict(ctx context.Context, m marked) (left, error) {
	now, err := d.library.FindingEntry(ctx, m.ID)
	l := left{FindingEntry: now, Why: "changed"}
	if all := now.Finding.Decisions; m.Seen != nil && *m.Seen < len(all) {
		l.Theirs = all[*m.Seen:]
	}
	return l, err
}

// unsettled are the marked findings as they stand.
func (d *desk) unsettled(ctx context.Context, all []marked) ([]left, error) {
	var rest []left
	for _, m := range all {
		now, err := d.library.FindingEntry(ctx, m.ID)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		rest = append(rest, left{FindingEntry: now})
	}
	return rest, nil
}

// after is the page to go back to, with a word about what was done.
func (v verdict) after() string {
	u, err := url.Parse(v.Back)
	if err != nil {
		return "/"
	}
	q := u.Query()
	q.Set("done", v.Do)
	q.Del("f")
	for _, m := range v.Marked[:min(len(v.Marked), flashMost)] {
		q.Add("f", m.ID)
	}
	u.RawQuery = q.Encode()
	return u.RequestURI()
}

// flashMost bounds how many findings can be taken back at once.
const flashMost = 60

// flash is a word about what was just done, with a way to take it back.
type flash struct {
	Do    string
	Count int
	IDs   []string // those that can be taken back
	By    string
	Named bool
	Back  string
}

// done reads what was just done from the address; nil where nothing was, or
// whoever reads cannot have done it.
func (d *desk) done(r *http.Request) *flash {
	if !d.decides(r) {
		return nil
	}
	q := r.URL.Query()
	f := &flash{Do: q.Get("done"), IDs: q["f"]}
	if _, decides := becomes[f.Do]; !decides && f.Do != doAssign && f.Do != doUndo {
		return nil
	}
	f.Count, f.IDs = len(f.IDs), f.IDs[:min(len(f.IDs), flashMost)]
	f.IDs = slices.DeleteFunc(slices.Clone(f.IDs), func(id string) bool { return len(id) > 40 })
	if f.Do == doUndo {
		f.IDs = nil
	}
	f.By, f.Named = who(r)
	f.Back = here(r)
	return f
}

// here is the address of a page without what was just done there.
func here(r *http.Request) string {
	q := r.URL.Query()
	q.Del("done")
	q.Del("f")
	u := url.URL{Path: r.URL.Path, RawQuery: q.Encode()}
	return u.RequestURI()
}
