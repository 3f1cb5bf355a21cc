package rest

import (
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/store"
)

// document is what of an OpenAPI document the test reads.
type document struct {
	OpenAPI string
	Paths   map[string]map[string]struct {
		Responses map[string]struct {
			Content map[string]struct{ Schema schema }
		}
	}
	Components struct{ Schemas map[string]schema }
}

// TestServedDocument calls every operation of the served document for every
// answer that it promises, and checks the answer against the promise.
func TestServedDocument(t *testing.T) {
	good := guard.Socket(open(t, Options{Office: office{}.whole()}))
	broken := house(t, Options{Office: office{errUnreadable}.whole()}, unreadable{})
	damaged := house(t, Options{}, unindexed{})
	impossible := guard.Socket(open(t, Options{Office: office{qalxan.ErrRequest}.whole()}))
	viewing := asViewer(open(t, Options{Office: office{}.whole()}))
	var d document
	if err := json.Unmarshal(get(good, "/openapi.json").Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if d.OpenAPI != "3.1.0" || len(d.Paths) != 26 {
		t.Errorf("OpenAPI %s with %d paths, want 3.1.0 with 26", d.OpenAPI, len(d.Paths))
	}
	for path, methods := range d.Paths {
		for method, operation := range methods {
			if _, known := changes[strings.ToUpper(method)+" "+path]; method != "get" && !known {
				t.Errorf("%s %s: this changes something", method, path)
			}
			for status, promise := range operation.Responses {
				h := map[string]http.Handler{"500": broken, "503": damaged, "422 /api/v1/calibrations/undo": impossible, "403 /api/v1/tokens": viewing}[key(status, path)]
				if h == nil {
					h = good
				}
				t.Run(path+" "+status, func(t *testing.T) {
					if len(promise.Content) == 0 {
						d.check(t, h, strings.ToUpper(method), path, status, "", schema{})
					}
					for media, content := range promise.Content {
						d.check(t, h, strings.ToUpper(method), path, status, media, content.Schema)
					}
				})
			}
		}
	}
}

// check provokes one answer and compares it with what is promised.
func (d document) check(t *testing.T, h http.Handler, method, path, status, media string, s schema) {
	t.Helper()
	w := ask(h, method, provoke(path, status), sent(method, path, status), "Accept", accepted(status, media), "If-None-Match", map[string]string{"304": "*"}[status])
	if strconv.Itoa(w.Code) != status {
		t.Fatalf("%s gave %d: %s", provoke(path, status), w.Code, w.Body)
	}
	if got, _, _ := mime.ParseMediaType(w.Header().Get("Content-Type")); media != "" && got != media {
		t.Errorf("answered as %s, want %s", got, media)
	}
	if strings.HasSuffix(media, "json") {
		var body any
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
			t.Fatal(err)
		}
		s.validate(t, d.Components.Schemas, "body", body)
	}
}

func accepted(status, media string) string {
	switch {
	case status == "406":
		return "image/png"
	case media == "application/problem+json":
		return ""
	}
	return media
}

// provoke is an address that gives the status.
func provoke(path, status string) string {
	id := map[string]string{
		"/api/v1/findings/{id}/decisions": qalxan.FindingID(apitest.Copy),
		"/api/v1/findings/{id}":           qalxan.FindingID(apitest.Copy),
		"/api/v1/items/{id}":              qalxan.ItemID(apitest.Original, 2),
		"/api/v1/campaigns/{id}":          qalxan.CampaignID(apitest.Original),
		"/api/v1/explanations/{id}":       qalxan.FindingID(apitest.Original),
		"/api/v1/sources/{id}":            "ikinci",
		"/api/v1/narratives/{id}":         "bridge-closed",
		"/api/v1/campaigns/{id}/rulings":  qalxan.CampaignID(apitest.Original),
		"/api/v1/users/{name}":            "leyla",
		"/api/v1/users/{name}/link":       "leyla",
		"/api/v1/tokens/{id}":             "t-1",
	}[path]
	switch status {
	case "403":
		id = "second"
	case "404":
		id = "none"
	case "409":
		id = "changed"
	case "422":
		id = strings.Repeat("x", 200)
	}
	address := strings.NewReplacer("{id}", id, "{name}", id).Replace(path)
	return address + map[string]string{"400": "?cursor=!", "422": "?limit=0&user=" + strings.Repeat("x", 200), "403": "?user=leyla"}[status]
}

// house is the handler over a record and an index that cannot be read.
func house(t *testing.T, o Options, index api.Searcher) http.Handler {
	t.Helper()
	h, err := New(o, api.NewLibrary(unreadable{}, index, time.Now))
	if err != nil {
		t.Fatal(err)
	}
	return guard.Socket(h)
}

// office decides, lists and enters, or fails with err.
type office struct{ err error }

func (o office) whole() Office { return Office{o, o, o, o, o, o} }

func (o office) Decide(_ context.Context, id string, d qalxan.Decision) (qalxan.Finding, error) {
	if err := map[string]error{"none": store.ErrNotFound, "second": guard.ErrLead, "changed": store.ErrConflict}[id]; err != nil {
		return qalxan.Finding{}, err
	}
	d.Time = apitest.Now
	return qalxan.Finding{ID: id, Level: qalxan.LevelSignal, Status: d.To, Decisions: []qalxan.Decision{d}}, o.err
}

func (o office) Users(context.Context) ([]store.User, error) {
	return []store.User{{Name: "leyla", Role: "admin", Password: "$argon2id$secret"}}, o.err
}

func (o office) Entries(_ context.Context, _ store.EntryFilter, p store.Page) (audit.List, error) {
	if p.Cursor != "" {
		return audit.List{}, store.ErrPage
	}
	return audit.List{Entries: []store.Entered{{Number: 1, By: "leyla"}}}, o.err
}

func (o office) Enter(context.Context, store.Entered) error { return o.err }

// unreadable is a record and an index that cannot be read.
type unreadable struct{ api.Reader }

var errUnreadable = errors.New("disk /secret is gone")

func (unreadable) Search(context.Context, index.Request) (index.Result, error) {
	return index.Result{}, errUnreadable
}

// unindexed is an index that is damaged.
type unindexed struct{}

func (unindexed) Search(context.Context, index.Request) (index.Result, error) {
	return index.Result{}, index.ErrDamaged
}

func (unreadable) JudgedSince(context.Context, int64) (store.Rejudged, error) {
	return store.Rejudged{}, errUnreadable
}

func (unreadable) Turns(context.Context) (map[string]int64, error) { return nil, errUnreadable }

func (unreadable) Sources(context.Context) ([]store.SourceHealth, error) { return nil, errUnreadable }

func (unreadable) SourceHealth(context.Context, string) (store.SourceHealth, error) {
	return store.SourceHealth{}, errUnreadable
}

func (unreadable) Narratives(context.Context) ([]qalxan.Narrative, error) {
	return nil, errUnreadable
}

func (unreadable) Item(context.Context, string) (qalxan.Item, error) {
	return qalxan.Item{}, errUnreadable
}

func (unreadable) Items(context.Context, store.Filter, store.Page) ([]qalxan.Item, string, error) {
	return nil, "", errUnreadable
}

func (unreadable) Finding(context.Context, string) (qalxan.Finding, error) {
	return qalxan.Finding{}, errUnreadable
}

func (unreadable) Findings(context.Context, store.Filter, store.Page) ([]qalxan.Finding, string, error) {
	return nil, "", errUnreadable
}

func (unreadable) Campaign(context.Context, string) (qalxan.Campaign, error) {
	return qalxan.Campaign{}, errUnreadable
}

func (unreadable) Campaigns(context.Context, store.Page) ([]qalxan.Campaign, string, error) {
	return nil, "", errUnreadable
}

func (unreadable) Totals(context.Context) (store.Totals, error) { return store.Totals{}, errUnreadable }

func TestFaultsOfOursStayHere(t *testing.T) {
	h, err := New(Options{}, api.NewLibrary(unreadable{}, unreadable{}, time.Now))
	if err != nil {
		t.Fatal(err)
	}
	if w := get(h, "/api/v1/totals"); strings.Contains(w.Body.String(), "secret") {
		t.Errorf("the answer tells of the inside: %s", w.Body)
	}
}
