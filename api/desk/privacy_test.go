package desk

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/monitor/privacy"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

// guardian keeps what it was told to do.
type guardian struct{ did []string }

func (g *guardian) ErasePerson(_ context.Context, r privacy.Request) (privacy.Outcome, error) {
	if r.Person == "" || r.Reason == "" {
		return privacy.Outcome{}, fmt.Errorf("%w: names no person", qalxan.ErrRequest)
	}
	o := privacy.Outcome{
		Pseudonym: "person-0123456789ab", Counts: map[string]int{"item.text": 3, "captures": 2}, Refused: map[string]int{"item.title": 1},
		Fixed: map[string]int{"audit": 1}, Unswept: true, Samples: []privacy.Sample{{Place: "item.text", Item: "i-1", Text: apitest.Hostile}},
	}
	if r.Yes {
		g.did = append(g.did, fmt.Sprintf("erase %s by %s, one word %t", r.Person, r.By, r.OneWord))
		o.ID, o.Samples = "e-1", nil
	}
	return o, nil
}

func (g *guardian) ExportPerson(_ context.Context, r privacy.Request) (privacy.Held, error) {
	if r.Reason == "" {
		return privacy.Held{}, fmt.Errorf("%w: give a reason", qalxan.ErrRequest)
	}
	g.did = append(g.did, "export")
	return privacy.Held{Pseudonym: "person-0123456789ab"}, nil
}

func (g *guardian) Retain(_ context.Context, _ string, dry bool) (privacy.Retired, error) {
	if !dry {
		g.did = append(g.did, "retain")
	}
	return privacy.Retired{Counts: map[store.Retained]int{store.RetainedText: 17, store.RetainedLetters: 0}}, nil
}

func (g *guardian) Hold(_ context.Context, h store.Hold) (store.Hold, error) {
	if h.Object == "" {
		return h, fmt.Errorf("holding: %w", store.ErrNotFound)
	}
	g.did = append(g.did, "hold "+h.Noun+" "+h.Object)
	return h, nil
}

func (g *guardian) ReleaseHold(_ context.Context, id string, _ store.Release) (store.Hold, error) {
	g.did = append(g.did, "release "+id)
	return store.Hold{}, nil
}

func (g *guardian) Holds(context.Context) ([]store.Hold, error) {
	return []store.Hold{
		{ID: "h-1", Noun: "source", Object: apitest.Hostile, By: apitest.Hostile, Reason: apitest.Hostile, Time: apitest.Now},
		{ID: "h-2", Noun: "finding", Release: &store.Release{By: "x", Reason: apitest.Hostile, Time: apitest.Now}},
	}, nil
}

func (g *guardian) ErasureRequests(context.Context) ([]store.Erasure, error) {
	return []store.Erasure{{ID: "e-0", Reason: apitest.Hostile, Began: apitest.Now}, {ID: "e-1", Began: apitest.Now, Done: apitest.Now}}, nil
}

func (g *guardian) RetentionRules(context.Context) ([]privacy.Rule, error) {
	return []privacy.Rule{{Keep: qalxan.Keep{Text: 90}, Letters: 30}, {Source: "wire", Keep: qalxan.Keep{Evidence: 7}}}, nil
}

// guarded is a desk with the page, and the session of an admin.
func guarded(t *testing.T) (http.Handler, *guardian, *http.Cookie) {
	t.Helper()
	library, record := apitest.Kept(t)
	log := audit.New(record)
	accounts, err := account.New(t.Context(), account.Options{}, record, log)
	if err != nil {
		t.Fatal(err)
	}
	g := &guardian{}
	gate := guard.NewGate(guard.Options{Accounts: accounts, Closed: true})
	h, err := New(Options{Gate: gate, Accounts: accounts, Audit: log, Guardian: g}, library)
	if err != nil {
		t.Fatal(err)
	}
	if err := accounts.Add(t.Context(), "leyla", account.Admin, good); err != nil {
		t.Fatal(err)
	}
	return h, g, entered(t, h, "leyla", good)
}

func TestPrivacyAtTheDesk(t *testing.T) {
	h, g, admin := guarded(t)
	if page := soundly(t, browse(h, "/privacy", nil, admin)); !strings.Contains(page, "for ever") || !strings.Contains(page, "not yet") {
		t.Errorf("%s", page)
	}
	deed := func(form url.Values) *httptest.ResponseRecorder { return browse(h, "/privacy", form, admin) }
	person := url.Values{"person": {"Lalə Bağırova"}, "by": {"leyla"}, "reason": {"asked"}}
	with := func(base url.Values, pairs ...string) url.Values {
		form := url.Values{}
		for k, v := range base {
			form[k] = v
		}
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		return form
	}
	for name, test := range map[string]struct {
		form   url.Values
		status int
		says   string
	}{
		"look":           {with(person, "do", "look"), 200, "This would be erased"},
		"unsure":         {with(person, "do", "erase"), 422, "tick that"},
		"erase":          {with(person, "do", "erase", "sure", "yes", "one", "yes"), 200, "Erased by request e-1"},
		"no reason":      {with(person, "do", "erase", "sure", "yes", "reason", " "), 422, "names no person"},
		"no one":         {with(person, "do", "look", "person", ""), 422, "names no person"},
		"export, no why": {with(person, "do", "export", "reason", ""), 422, "give a reason"},
		"count":          {url.Values{"do": {"count"}}, 200, "Texts: 17"},
		"hold":           {with(person, "do", "hold", "noun", "source", "object", "wire"), 200, "It is held."},
		"hold nothing":   {with(person, "do", "hold", "noun", "source"), 422, "not in the record"},
		"release":        {with(person, "do", "release", "id", "h-1"), 200, "held no more"},
		"nothing":        {url.Values{"do": {"burn"}}, 422, "say what to do"},
	} {
		w := deed(test.form)
		if page := soundly(t, w); w.Code != test.status || !strings.Contains(page, test.says) {
			t.Errorf("%s: %d %s", name, w.Code, page)
		}
	}
	slices.Sort(g.did)
	if want := []string{"erase Lalə Bağırova by leyla, one word true", "hold source wire", "release h-1"}; !slices.Equal(g.did, want) {
		t.Errorf("%q", g.did)
	}
	w := deed(with(person, "do", "export"))
	if w.Code != 200 || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") || !strings.Contains(w.Body.String(), "person-0123456789ab") {
		t.Errorf("export: %d %v %s", w.Code, w.Header(), w.Body)
	}
	if w := deed(with(person, "person", strings.Repeat("x", 20<<10))); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a long form: %d", w.Code)
	}
	for _, lang := range []string{"az", "ru"} {
		r := httptest.NewRequest(http.MethodGet, "/privacy", nil)
		r.Host = "localhost:8080"
		r.AddCookie(admin)
		r.AddCookie(&http.Cookie{Name: languageCookie, Value: lang})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if soundly(t, w); w.Code != 200 {
			t.Errorf("%s: %d", lang, w.Code)
		}
	}
}

// TestPrivacyPlacesHaveWords holds the catalogue to the places of the record.
func TestPrivacyPlacesHaveWords(t *testing.T) {
	words, err := newWords("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range sqlite.Places() {
		if key := placeKey(place); words.known("privacy.place", key) == key {
			t.Errorf("%s has no word", place)
		}
	}
}
