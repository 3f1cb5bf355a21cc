package wiki

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// example has one article with three revisions a day apart; the third undoes
// the second. The clock stands at the given number of days after Monday.
func example(days int) *Wiki {
	w := New("Wiki", "en", func() time.Time { return monday.AddDate(0, 0, days) })
	w.Add("well_water",
		Revision{At: monday, User: "A", Text: "Water '''is''' [[wet|damp]].<ref>book</ref>\n\n== Use ==\n\nDrink."},
		Revision{At: monday.AddDate(0, 0, 1), User: "B", Comment: "more", Text: "Water is dry."},
		Revision{At: monday.AddDate(0, 0, 2), User: "A", Comment: "undo", Text: "Water '''is''' [[wet|damp]].<ref>book</ref>\n\n== Use ==\n\nDrink."},
	)
	return w
}

func get(t *testing.T, w *Wiki, path, agent string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("User-Agent", agent)
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	return rec
}

func ask(t *testing.T, w *Wiki, extra string) map[string]any {
	t.Helper()
	q := "action=query&prop=revisions&format=json&formatversion=2&" + extra
	var answer map[string]any
	if err := json.Unmarshal(get(t, w, "/w/api.php?"+q, "test").Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// ids are the revision ids of the only page in an answer.
func ids(answer map[string]any) (all []int) {
	page := answer["query"].(map[string]any)["pages"].([]any)[0].(map[string]any)
	revisions, _ := page["revisions"].([]any)
	for _, r := range revisions {
		all = append(all, int(r.(map[string]any)["revid"].(float64)))
	}
	return all
}

func TestRevisions(t *testing.T) {
	for _, c := range []struct {
		name, query string
		days        int
		want        []int
	}{
		{"only the newest without a limit", "titles=Well_water", 5, []int{3}},
		{"newest first", "titles=Well+water&rvlimit=max", 5, []int{3, 2, 1}},
		{"oldest first", "titles=Well+water&rvlimit=2&rvdir=newer", 5, []int{1, 2}},
		{"not before their time", "titles=Well+water&rvlimit=9", 1, []int{2, 1}},
		{"from a time on", "titles=Well+water&rvlimit=9&rvend=2026-03-03T00:00:00Z", 5, []int{3, 2}},
		{"up to a time", "titles=Well+water&rvlimit=9&rvdir=newer&rvend=2026-03-03T00:00:00Z", 5, []int{1, 2}},
		{"continued", "titles=Well+water&rvlimit=9&rvcontinue=" + url.QueryEscape("20260303000000|2"), 5, []int{2, 1}},
		{"nothing before the first", "titles=Well+water", -1, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, ids(ask(t, example(c.days), c.query))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRevisionFields(t *testing.T) {
	answer := ask(t, example(1), "titles=well_water&rvlimit=1&rvslots=main&rvprop=ids|timestamp|user|comment|sha1|content")
	want := map[string]any{
		"continue": map[string]any{"rvcontinue": "20260302000000|1", "continue": "||"},
		"query": map[string]any{
			"normalized": []any{map[string]any{"fromencoded": false, "from": "well_water", "to": "Well water"}},
			"pages": []any{map[string]any{
				"pageid": 1.0, "ns": 0.0, "title": "Well water",
				"revisions": []any{map[string]any{
					"revid": 2.0, "parentid": 1.0, "user": "B", "comment": "more",
					"timestamp": "2026-03-03T00:00:00Z",
					"sha1":      "b56b47bbc0c09cc52fcd587c2c7db047e8a829a0",
					"slots": map[string]any{"main": map[string]any{
						"contentformat": "text/x-wiki", "contentmodel": "wikitext", "content": "Water is dry.",
					}},
				}},
			}},
		},
	}
	if diff := cmp.Diff(want, answer); diff != "" {
		t.Error(diff)
	}
}

func TestMissingArticle(t *testing.T) {
	answer := ask(t, example(5), "titles=Nobody")
	page := answer["query"].(map[string]any)["pages"].([]any)[0]
	if diff := cmp.Diff(map[string]any{"ns": 0.0, "title": "Nobody", "missing": true}, page); diff != "" {
		t.Error(diff)
	}
}

func TestRefusals(t *testing.T) {
	for query, code := range map[string]string{
		"titles=":                      "missingparam",
		"titles=A&rvlimit=x":           "badinteger",
		"titles=A|B&rvlimit=2":         "invalidparammix",
		"titles=A&rvstart=yesterday":   "badtimestamp",
		"titles=A&rvcontinue=nonsense": "badcontinue",
	} {
		answer := ask(t, example(5), query)
		e, _ := answer["error"].(map[string]any)
		if got, _ := e["code"].(string); got != code {
			t.Errorf("%s: code %q, want %q", query, got, code)
		}
	}
	if got := get(t, example(5), "/w/api.php?action=parse", "test").Header().Get("MediaWiki-API-Error"); got != "badvalue" {
		t.Errorf("header says %q, want badvalue", got)
	}
	if got := get(t, example(5), "/w/api.php", "Go-http-client/1.1").Code; got != http.StatusForbidden {
		t.Errorf("a client that does not say who it is gets %d, want 403", got)
	}
}

func TestPages(t *testing.T) {
	for _, c := range []struct {
		path string
		want int
		says string
	}{
		{"/wiki/Well_water", 200, "<p>Water is damp.</p>\n<h2>Use</h2>"},
		{"/w/index.php?title=Well_water&oldid=2", 200, "<p>Water is dry.</p>"},
		{"/w/index.php?title=Well_water&oldid=9", 404, ""},
		{"/wiki/Nobody", 404, ""},
		{"/", 200, `<a href="/wiki/Well%20water">`},
		{"/elsewhere", 404, ""},
	} {
		rec := get(t, example(5), c.path, "test")
		if rec.Code != c.want || !strings.Contains(rec.Body.String(), c.says) {
			t.Errorf("%s: status %d, want %d with %q in\n%s", c.path, rec.Code, c.want, c.says, rec.Body)
		}
	}
}

func FuzzAPI(f *testing.F) {
	f.Add("titles=A|B&rvlimit=max&rvcontinue=|&rvdir=newer")
	f.Add("titles=well_water&rvprop=content|ids&rvstart=2026-03-03T00:00:00Z&rvend=2026-03-01T00:00:00Z")
	w := example(5)
	f.Fuzz(func(t *testing.T, query string) {
		r := httptest.NewRequest(http.MethodGet, "/w/api.php", nil)
		r.Header.Set("User-Agent", "fuzz")
		r.URL.RawQuery = "action=query&prop=revisions&format=json&formatversion=2&" + query
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, r)
		if !json.Valid(rec.Body.Bytes()) {
			t.Errorf("not JSON: %s", rec.Body)
		}
	})
}
