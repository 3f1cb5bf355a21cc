package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/monitor/privacy"
	"github.com/qalxan/qalxan/store"
)

// Guardian treats persons as they may ask for: *monitor.Monitor. It enters what
// it does into the audit log itself.
type Guardian interface {
	ErasePerson(ctx context.Context, r privacy.Request) (privacy.Outcome, error)
	ExportPerson(ctx context.Context, r privacy.Request) (privacy.Held, error)
	Retain(ctx context.Context, by string, dry bool) (privacy.Retired, error)
	Hold(ctx context.Context, h store.Hold) (store.Hold, error)
	ReleaseHold(ctx context.Context, id string, r store.Release) (store.Hold, error)
	Holds(ctx context.Context) ([]store.Hold, error)
	ErasureRequests(ctx context.Context) ([]store.Erasure, error)
	RetentionRules(ctx context.Context) ([]privacy.Rule, error)
}

func (d *desk) privacyRoutes(mux *guard.Mux) {
	if d.guardian == nil {
		return
	}
	mux.HandleFunc("GET /privacy", func(w http.ResponseWriter, r *http.Request) { d.privacyPage(w, r, http.StatusOK, privacyPage{}) })
	mux.HandleFunc("POST /privacy", form(d.treat))
}

// privacyPage shows what is done about persons, with forms to do it.
type privacyPage struct {
	Rules    []privacy.Rule
	Holds    []store.Hold
	Requests []store.Erasure // newest first
	Nouns    []string

	By    string
	Named bool
	// Person, Reason and OneWord are as they were sent, where that only looked.
	Person, Reason string
	OneWord        bool
	Outcome        *privacy.Outcome // what an erasure did, or would do
	Overdue        []amount         // what retention would remove
	Done, Fault    string
}

// amount is how many of what, by the name of a place or a kind.
type amount struct {
	What string
	N    int
}

// amounts are counts in a set order.
func amounts(counts map[string]int) (all []amount) {
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		all = append(all, amount{placeKey(what), counts[what]})
	}
	return all
}

// placeKey is a place of the record in a key of the catalogue.
func placeKey(place string) string { return strings.ReplaceAll(place, ".", "-") }

// Where is a place of the record in a key of the catalogue.
func (privacyPage) Where(place string) string { return placeKey(place) }

// Erased, Refused and Fixed are the counts of an outcome in a set order.
func (p privacyPage) Erased() []amount  { return amounts(p.Outcome.Counts) }
func (p privacyPage) Refused() []amount { return amounts(p.Outcome.Refused) }
func (p privacyPage) Fixed() []amount   { return amounts(p.Outcome.Fixed) }

// nouns are what can be under a hold.
var nouns = []string{"finding", "campaign", "source", "identity"}

func (d *desk) privacyPage(w http.ResponseWriter, r *http.Request, status int, p privacyPage) {
	var err error
	if p.Rules, err = d.guardian.RetentionRules(r.Context()); err == nil {
		p.Holds, err = d.guardian.Holds(r.Context())
	}
	if err == nil {
		p.Requests, err = d.guardian.ErasureRequests(r.Context())
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	slices.Reverse(p.Requests)
	p.Nouns = nouns
	if p.By == "" {
		p.By, p.Named = who(r)
	}
	d.write(w, r, status, "privacy", page{Title: d.words.known("privacy", "title"), Here: "privacy", Body: p})
}

// treat does what the forms of the page ask for.
func (d *desk) treat(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	by, known := d.signed(w, r)
	p := privacyPage{
		By: by, Named: known, Person: r.PostFormValue("person"), Reason: clip(r.PostFormValue("reason"), maxReason),
		OneWord: r.PostFormValue("one") == "yes",
	}
	asks := account.From(r.Context())
	ctx := privacy.Via(r.Context(), asks.Via(), asks.Address)
	if r.PostFormValue("do") == "export" {
		d.handOut(ctx, w, r, p)
		return
	}
	p, err := d.privacyDeed(ctx, r, p)
	if err != nil {
		d.refuseDeed(w, r, p, err)
		return
	}
	if p.Done != "look" {
		p.Person, p.Reason = "", ""
	}
	d.privacyPage(w, r, http.StatusOK, p)
}

// refuseDeed shows the page again, with why nothing was done.
func (d *desk) refuseDeed(w http.ResponseWriter, r *http.Request, p privacyPage, err error) {
	if !errors.Is(err, qalxan.ErrRequest) && !errors.Is(err, store.ErrNotFound) {
		d.fail(w, r, err)
		return
	}
	p.Done, p.Fault = "", d.words.voice.Fault(err.Error())
	d.privacyPage(w, r, http.StatusUnprocessableEntity, p)
}

func (d *desk) privacyDeed(ctx context.Context, r *http.Request, p privacyPage) (privacyPage, error) {
	var err error
	switch p.Done = r.PostFormValue("do"); p.Done {
	case "look", "erase":
		return d.eraseDeed(ctx, r, p)
	case "count":
		var would privacy.Retired
		would, err = d.guardian.Retain(ctx, p.By, true)
		for kind, n := range would.Counts {
			p.Overdue = append(p.Overdue, amount{string(kind), n})
		}
		slices.SortFunc(p.Overdue, func(a, b amount) int { return strings.Compare(a.What, b.What) })
	case "hold":
		_, err = d.guardian.Hold(ctx, store.Hold{
			Noun: clip(r.PostFormValue("noun"), maxName), Object: clip(r.PostFormValue("object"), maxObject), By: p.By, Reason: p.Reason,
		})
	case "release":
		_, err = d.guardian.ReleaseHold(ctx, clip(r.PostFormValue("id"), maxName), store.Release{By: p.By, Reason: p.Reason})
	default:
		err = fmt.Errorf("%w: %s", qalxan.ErrRequest, d.words.known("privacy", "nothing"))
	}
	return p, err
}

// maxObject bounds an address, in bytes.
const maxObject = 4 << 10

// eraseDeed erases a person, or says what that would be. Erasing needs the tick
// beside the button, which is not there before somebody has looked.
func (d *desk) eraseDeed(ctx context.Context, r *http.Request, p privacyPage) (privacyPage, error) {
	yes := p.Done == "erase"
	if yes && r.PostFormValue("sure") != "yes" {
		return p, fmt.Errorf("%w: %s", qalxan.ErrRequest, d.words.known("privacy", "unsure"))
	}
	o, err := d.guardian.ErasePerson(ctx, privacy.Request{Person: p.Person, By: p.By, Reason: p.Reason, OneWord: p.OneWord, Yes: yes})
	if err == nil {
		p.Outcome = &o
	}
	return p, err
}

// handOut answers with all that is held about a person. The file's name says
// nothing of whom it is about.
func (d *desk) handOut(ctx context.Context, w http.ResponseWriter, r *http.Request, p privacyPage) {
	held, err := d.guardian.ExportPerson(ctx, privacy.Request{Person: p.Person, By: p.By, Reason: p.Reason})
	if err != nil {
		d.refuseDeed(w, r, p, err)
		return
	}
	data, err := json.MarshalIndent(held, "", "  ")
	if err != nil {
		d.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="person.json"`)
	_, _ = w.Write(data) // a reader who went away does not miss the rest
}
