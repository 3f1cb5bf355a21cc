package desk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/store"
)

func TestSearchesAreKept(t *testing.T) {
	h, _, record := led(t)
	name := "Bridge " + apitest.Override
	w := browse(h, "/searches", url.Values{"q": {"körpü " + apitest.Hostile}, "name": {name}, "back": {"/search"}}, nil)
	if w.Code != http.StatusSeeOther || len(w.Result().Cookies()) != 0 {
		t.Fatalf("%d, %v", w.Code, w.Result().Cookies())
	}
	for _, path := range []string{"/search", "/searches"} {
		if !strings.Contains(soundly(t, get(h, path)), "Bridge") {
			t.Errorf("%s does not offer the search", path)
		}
	}
	browse(h, "/searches", url.Values{"name": {name}, "to": {"Most"}}, nil)
	browse(h, "/searches", url.Values{"q": {"su"}, "back": {"//evil.example"}}, nil)
	if page := soundly(t, get(h, "/searches")); strings.Contains(page, "Bridge") || !strings.Contains(page, "Most") || !strings.Contains(page, "su") {
		t.Errorf("after renaming: %s", page)
	}
	for form, want := range map[string]int{"name=su&to=Most": 409, "name=none&to=x": 404, "": 303, "q=" + strings.Repeat("x", 20_000): 413} {
		values, _ := url.ParseQuery(form)
		w := browse(h, "/searches", values, nil)
		if w.Code != http.StatusSeeOther {
			soundly(t, w)
		}
		if w.Code != want {
			t.Errorf("%.30s: %d, want %d", form, w.Code, want)
		}
	}
	browse(h, "/searches", url.Values{"name": {"Most"}, "forget": {"1"}}, nil)
	if left, err := record.Searches(t.Context(), ""); err != nil || len(left) != 1 || left[0].Query != "su" {
		t.Errorf("%+v, %v", left, err)
	}
}

// TestShelvesAreOnesOwn: what one user keeps and has read is not another's.
func TestShelvesAreOnesOwn(t *testing.T) {
	library, record := apitest.Kept(t)
	log := audit.New(record)
	accounts, err := account.New(t.Context(), account.Options{}, record, log)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"leyla", "orxan"} {
		if err := accounts.Add(t.Context(), name, account.Viewer, good); err != nil {
			t.Fatal(err)
		}
	}
	gate := guard.NewGate(guard.Options{Accounts: accounts, Closed: true})
	h, err := New(Options{Gate: gate, Accounts: accounts, Audit: log, Shelves: record}, library)
	if err != nil {
		t.Fatal(err)
	}
	leyla, orxan := entered(t, h, "leyla", good), entered(t, h, "orxan", good)
	browse(h, "/searches", url.Values{"q": {"körpü"}, "name": {"bridge"}}, leyla)
	browse(h, "/searches", url.Values{"name": {"bridge"}, "forget": {"1"}}, orxan)
	browse(h, "/since", url.Values{}, leyla)
	if all, err := record.Searches(t.Context(), "leyla"); err != nil || len(all) != 1 {
		t.Errorf("hers: %v, %v", all, err)
	}
	if page := soundly(t, browse(h, "/search", nil, orxan)); strings.Contains(page, "bridge") {
		t.Error("he sees her search")
	}
	hers, _ := record.Visited(t.Context(), "leyla")
	his, _ := record.Visited(t.Context(), "orxan")
	if !hers.Equal(library.Now().Truncate(time.Microsecond)) || !his.IsZero() {
		t.Errorf("visits %s and %s", hers, his)
	}
	if log, err := log.Entries(t.Context(), store.EntryFilter{Verb: "search."}, store.Page{}); err != nil || len(log.Entries) != 2 || log.Entries[1].By != "leyla" {
		t.Errorf("%+v, %v", log, err)
	}
}
