package rest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/apitest"
)

func open(t testing.TB, o Options) http.Handler {
	t.Helper()
	handler, err := New(o, apitest.Open(t))
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// get asks with headers given as name, value, name, value.
func get(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	return ask(h, http.MethodGet, path, "", headers...)
}

func ask(h http.Handler, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = "localhost:8080"
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestNegotiation(t *testing.T) {
	h := open(t, Options{})
	tests := map[string]struct {
		accept, want string
		status       int
	}{
		"nothing said":    {"", "application/json", 200},
		"anything":        {"*/*", "application/json", 200},
		"browser":         {"text/html,application/xhtml+xml,*/*;q=0.8", "application/json", 200},
		"csv":             {"text/csv", "text/csv; charset=utf-8", 200},
		"csv, any text":   {"text/*", "text/csv; charset=utf-8", 200},
		"lines":           {"application/jsonl", "application/jsonl", 200},
		"weights":         {"application/json;q=0.1, text/csv;q=0.9", "text/csv; charset=utf-8", 200},
		"json refused":    {"application/json;q=0, */*", "application/jsonl", 200},
		"nothing we have": {"image/png", "application/problem+json", 406},
		"a wrong weight":  {"application/json;q=high", "application/problem+json", 406},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := get(h, "/api/v1/findings", "Accept", test.accept)
			if got := w.Header().Get("Content-Type"); got != test.want || w.Code != test.status {
				t.Errorf("got %d as %s, want %d as %s", w.Code, got, test.status, test.want)
			}
		})
	}
	if w := get(h, "/api/v1/totals", "Accept", "text/csv"); w.Code != http.StatusNotAcceptable {
		t.Errorf("totals as CSV gave %d", w.Code)
	}
}

func TestFindingsAsReports(t *testing.T) {
	h := open(t, Options{})
	if got := strings.Count(get(h, "/api/v1/findings", "Accept", "text/csv").Body.String(), "\r\n"); got < 5 {
		t.Errorf("%d lines of CSV, want a header and four findings", got)
	}
	lines := strings.Split(strings.TrimSpace(get(h, "/api/v1/findings", "Accept", "application/jsonl").Body.String()), "\n")
	if len(lines) != 4 {
		t.Fatalf("%d lines, want 4", len(lines))
	}
	for _, line := range lines {
		if strings.Contains(line, ":null") {
			t.Errorf("null in %.200s", line)
		}
	}
}

func TestPaging(t *testing.T) {
	h := open(t, Options{})
	path, seen := "/api/v1/findings?lang=az,fa&limit=1", 0
	for range 10 {
		w := get(h, path)
		var page struct {
			Findings []any
			Next     string
		}
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != 200 {
			t.Fatal(w.Code, err)
		}
		seen += len(page.Findings)
		link := w.Header().Get("Link")
		if (link == "") != (page.Next == "") {
			t.Fatalf("next %q, Link %q", page.Next, link)
		}
		if page.Next == "" {
			break
		}
		path = strings.TrimSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`)
	}
	if seen != 3 {
		t.Errorf("%d findings on all pages, want the 3 in az and fa", seen)
	}
}

func TestEntityTag(t *testing.T) {
	h := open(t, Options{})
	path := "/api/v1/findings/" + qalxan.FindingID(apitest.Copy)
	tag := get(h, path).Header().Get("ETag")
	if tag == "" {
		t.Fatal("no ETag")
	}
	for header, want := range map[string]int{
		tag: 304, `"other", W/` + tag: 304, "*": 304, `"other"`: 200, "": 200,
	} {
		w := get(h, path, "If-None-Match", header)
		if w.Code != want || w.Header().Get("ETag") != tag {
			t.Errorf("If-None-Match %s gave %d with tag %s", header, w.Code, w.Header().Get("ETag"))
		}
		if want == 304 && w.Body.Len() > 0 {
			t.Errorf("304 with a body of %d bytes", w.Body.Len())
		}
	}
}

func TestProblems(t *testing.T) {
	h := open(t, Options{})
	for path, want := range map[string]int{
		"/api/v1/search?q=level:huge":     400,
		"/api/v1/search?q=" + `%22open`:   400,
		"/api/v1/search?cursor=nonsense":  400,
		"/api/v1/findings?cursor=!":       400,
		"/api/v1/findings?limit=0":        422,
		"/api/v1/search?limit=101":        422,
		"/api/v1/findings?after=tomorrow": 422,
		"/api/v1/findings/f-none":         404,
		"/api/v1/nothing":                 404,
		"/api/v1/":                        404,
	} {
		w := get(h, path)
		var p huma.ErrorModel
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if w.Code != want || p.Status != want || p.Detail == "" || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %+v as %s", path, w.Code, p, w.Header().Get("Content-Type"))
		}
	}
	var p huma.ErrorModel
	if err := json.Unmarshal(get(h, "/api/v1/search?q=lang:az%20level:huge").Body.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	if place, _ := p.Errors[0].Value.(map[string]any); p.Errors[0].Location != "query.q" || place["offset"] != 14.0 {
		t.Errorf("the fault stands at %+v", p.Errors[0])
	}
}

func TestOnlyReads(t *testing.T) {
	h := open(t, Options{})
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
		r := httptest.NewRequest(method, "/api/v1/findings", nil)
		r.Host = "localhost"
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s gave %d", method, w.Code)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/api/v1/findings", nil)
	r.Host = "evil.example"
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != http.StatusMisdirectedRequest {
		t.Errorf("a foreign host gave %d", w.Code)
	}
}

func TestHealth(t *testing.T) {
	if w := get(open(t, Options{}), "/healthz"); w.Code != 200 {
		t.Errorf("healthz gave %d", w.Code)
	}
	if w := get(open(t, Options{}), "/readyz"); w.Code != 200 {
		t.Errorf("readyz gave %d", w.Code)
	}
	full := func(context.Context) error { return errors.New("secret path /data") }
	w := get(open(t, Options{Ready: full}), "/readyz")
	if w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("not ready gave %d: %s", w.Code, w.Body)
	}
}

func FuzzChoose(f *testing.F) {
	for _, seed := range []string{"", "*/*", "text/csv;q=0.5,*/*;q=NaN", ";;,,;q=", "a/b;q=1e999"} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, accept string) { choose(accept, []string{mediaJSON, "text/csv"}) })
}

func BenchmarkGetFinding(b *testing.B) {
	h := open(b, Options{})
	for b.Loop() {
		get(h, "/api/v1/findings/"+qalxan.FindingID(apitest.Copy))
	}
}
