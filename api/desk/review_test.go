package desk

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/store"
)

// reviewed is a desk that takes decisions, and its record.
func reviewed(t *testing.T) (http.Handler, store.Store) {
	t.Helper()
	library, record := apitest.Kept(t)
	h, err := New(Options{Reviewer: record}, library)
	if err != nil {
		t.Fatal(err)
	}
	return h, record
}

// post sends a form and, where the answer leads on, follows it.
func post(t *testing.T, h http.Handler, path string, values url.Values) (status int, where string, body *html.Node) {
	t.Helper()
	w := browse(h, path, values, nil)
	status, where = w.Code, w.Header().Get("Location")
	if status == http.StatusSeeOther {
		w = get(h, where)
	}
	if strings.Contains(w.Body.String(), "<script>") {
		t.Errorf("%s: markup got through", path)
	}
	root, err := html.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, root)
	return status, where, root
}

func decide(do, by, reason string, ids ...string) url.Values {
	return url.Values{"do": {do}, "by": {by}, "reason": {reason}, "f": ids, "back": {"/?mine="}}
}

var first, second = qalxan.FindingID(apitest.Original), qalxan.FindingID(apitest.Persian)

func standing(t *testing.T, s store.Store, id string) qalxan.Finding {
	t.Helper()
	f, err := s.Finding(context.WithoutCancel(t.Context()), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestReviewOfSeveral(t *testing.T) {
	h, record := reviewed(t)
	status, where, root := post(t, h, "/review", decide("dismiss", "Leyla", "Satire", first+":0", second+":0"))
	if status != http.StatusSeeOther || !strings.HasPrefix(where, "/?") {
		t.Fatalf("%d to %s", status, where)
	}
	if whole := text(root); !strings.Contains(whole, "2 findings were dismissed. They come back only if something new happens.") {
		t.Error("the page does not say what was done")
	}
	for _, id := range []string{first, second} {
		f := standing(t, record, id)
		if f.Status != qalxan.StatusDismissed || f.Decisions[0].By != "Leyla" || f.Decisions[0].Reason != "Satire" {
			t.Errorf("%s: %s, %+v", id, f.Status, f.Decisions)
		}
	}
	if status, _, _ = post(t, h, "/review", decide("undo", "Leyla", "", first, second)); status != http.StatusSeeOther {
		t.Errorf("taking back gave %d", status)
	}
	if f := standing(t, record, first); f.Status != qalxan.StatusNew || len(f.Decisions) != 2 {
		t.Errorf("%s after taking it back, %d decisions", f.Status, len(f.Decisions))
	}
}

func TestReviewNeedsAllOfIt(t *testing.T) {
	h, record := reviewed(t)
	for want, form := range map[string]url.Values{
		"A decision needs a reason":    decide("confirm", "Leyla", " ", first+":0"),
		"Type your name":               decide("confirm", "", "Read it.", first+":0"),
		"Choose at least one":          decide("confirm", "Leyla", "Read it."),
		"press one of the buttons":     decide("burn", "Leyla", "Read it.", first+":0"),
		"That name is the rules' own.": decide("confirm", qalxan.Itself, "Read it.", first+":0"),
	} {
		status, _, root := post(t, h, "/review", form)
		if whole := text(root); status < 400 || !strings.Contains(whole, want) {
			t.Errorf("%d, and the page does not say %q", status, want)
		}
		for n := range root.Descendants() {
			if attribute(n, "id") == "reason" && attribute(n, "value") != strings.TrimSpace(form.Get("reason")) {
				t.Errorf("what was written is lost: %q", attribute(n, "value"))
			}
		}
	}
	if f := standing(t, record, first); f.Status != qalxan.StatusNew {
		t.Errorf("it became %s", f.Status)
	}
}

// TestTwoAtOnce: who comes second sees what the first did, and nothing is lost.
func TestTwoAtOnce(t *testing.T) {
	h, record := reviewed(t)
	post(t, h, "/review", decide("dismiss", "Aygün", "Satire "+apitest.Hostile+apitest.Override, first+":0"))
	status, _, root := post(t, h, "/review", decide("confirm", "Leyla", "Copied, I checked", first+":0", second+":0"))
	whole := text(root)
	for _, want := range []string{"1 finding was not decided.", "1 other was.", "Somebody decided about this meanwhile", "Aygün", "Satire"} {
		if status != http.StatusConflict || !strings.Contains(whole, want) {
			t.Errorf("%d, and the page does not say %q", status, want)
		}
	}
	for n := range root.Descendants() {
		if attribute(n, "id") == "reason" && attribute(n, "value") != "Copied, I checked" {
			t.Errorf("what was written is lost: %q", attribute(n, "value"))
		}
	}
	if f := standing(t, record, first); f.Status != qalxan.StatusDismissed {
		t.Errorf("the second decision overwrote the first: %s", f.Status)
	}
	if f := standing(t, record, second); f.Status != qalxan.StatusConfirmed {
		t.Errorf("the other is %s", f.Status)
	}
}

func TestAssignNeedsNoReason(t *testing.T) {
	h, record := reviewed(t)
	status, _, _ := post(t, h, "/review", decide("assign", "Leyla", "", first+":0"))
	if f := standing(t, record, first); status != http.StatusSeeOther || f.Assignee() != "Leyla" || f.Status != qalxan.StatusNew {
		t.Errorf("%d, %q, %s", status, f.Assignee(), f.Status)
	}
}

func TestReviewFromElsewhere(t *testing.T) {
	h, record := reviewed(t)
	r := httptest.NewRequest(http.MethodPost, "/review", strings.NewReader(decide("confirm", "Leyla", "x", first).Encode()))
	r.Host = "localhost:8080"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if f := standing(t, record, first); w.Code != http.StatusForbidden || f.Status != qalxan.StatusNew {
		t.Errorf("%d, %s", w.Code, f.Status)
	}
}

func TestNobodyReviewsWithoutReviewer(t *testing.T) {
	h := open(t)
	if w := browse(h, "/review", decide("confirm", "Leyla", "x", first), nil); w.Code != http.StatusNotFound {
		t.Errorf("gave %d", w.Code)
	}
	if body := get(h, "/").Body.String(); strings.Contains(body, `name="do"`) {
		t.Error("a desk that only reads offers to decide")
	}
}

func TestLanguageOfTheReader(t *testing.T) {
	h := open(t)
	ask := func(accept, cookie string) string {
		r := httptest.NewRequest(http.MethodGet, "/search", nil)
		r.Host = "localhost"
		r.Header.Set("Accept-Language", accept)
		if cookie != "" {
			r.AddCookie(&http.Cookie{Name: languageCookie, Value: cookie})
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		root, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		return texts(root, element("h1"))[0]
	}
	for _, test := range [][3]string{
		{"", "", "Search"},
		{"az", "", "Axtarış"},
		{"ru-RU,ru;q=0.9,en;q=0.8", "", "Поиск"},
		{"fr, az;q=0.5", "", "Axtarış"},
		{"hu", "", "Search"},
		{"%%%", "", "Search"},
		{"az", "ru", "Поиск"},
		{"az", "xx", "Axtarış"},
	} {
		if got := ask(test[0], test[1]); got != test[2] {
			t.Errorf("%q with %q: %q, want %q", test[0], test[1], got, test[2])
		}
	}
	w := browse(h, "/language", url.Values{"lang": {"az"}, "back": {"//evil.example/"}}, nil)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" || !strings.Contains(w.Header().Get("Set-Cookie"), "qalxan-language=az") {
		t.Errorf("%d to %q with %q", w.Code, w.Header().Get("Location"), w.Header().Get("Set-Cookie"))
	}
}

// TestPagesSoundInEveryLanguage reads every page in the other languages.
func TestPagesSoundInEveryLanguage(t *testing.T) {
	h := open(t)
	for _, lang := range []string{"az", "ru"} {
		for name, path := range paths {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Host = "localhost"
			r.Header.Set("Accept-Language", lang)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code >= 500 {
				t.Errorf("%s in %s gave %d", name, lang, w.Code)
			}
		}
	}
}

func TestExport(t *testing.T) {
	h := open(t)
	for path, want := range map[string]int{
		"/export?as=csv&q=level:incident": http.StatusOK, "/export?as=html&q=": http.StatusOK, "/export?as=jsonl&q=zzzz": http.StatusOK,
		"/export?as=exe&q=": http.StatusNotFound, "/export?as=csv&q=level:huge": http.StatusBadRequest,
	} {
		w := get(h, path)
		if w.Code != want || (want == http.StatusOK) != strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s gave %d, %q", path, w.Code, w.Header().Get("Content-Disposition"))
		}
		if strings.Contains(w.Body.String(), "<script>alert") && w.Header().Get("Content-Type") != "application/jsonl" && !strings.Contains(path, "csv") {
			t.Errorf("%s: markup got through", path)
		}
	}
}

// TestAssignAmongUsers gives findings to names: one that is nobody's or that of
// somebody kept out is asked for again, and one in other letters is understood.
func TestAssignAmongUsers(t *testing.T) {
	library, record := apitest.Kept(t)
	h, accounts := usersOf(t, false, Options{Reviewer: record}, library)
	for _, name := range []string{"nigar", "leyla", "former"} {
		if err := accounts.Add(t.Context(), name, account.Analyst, good); err != nil {
			t.Fatal(err)
		}
	}
	if err := accounts.Disable(t.Context(), "former", true); err != nil {
		t.Fatal(err)
	}
	nigar := entered(t, h, "nigar", good)
	for name, taken := range map[string]string{"leylaa": "", "former": "", " Leyla ": "leyla"} {
		form := decide("assign", "", "", first+":0")
		form.Set("assignee", name)
		w := browse(h, "/review", form, nigar)
		if taken == "" && (w.Code != http.StatusUnprocessableEntity || !strings.Contains(soundly(t, w), "There is no such user")) {
			t.Errorf("%q: %d", name, w.Code)
		}
		if f := standing(t, record, first); taken != "" && f.Assignee() != taken {
			t.Errorf("%q: %d, with %q", name, w.Code, f.Assignee())
		}
	}
}
