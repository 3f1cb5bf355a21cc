package wiki

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// apiError is a refusal: HTTP status 200 with a code, as MediaWiki does it.
type apiError struct{ code, text string }

func (e *apiError) Error() string { return e.code + ": " + e.text }

func refuse(code, format string, args ...any) error {
	return &apiError{code, fmt.Sprintf(format, args...)}
}

// object is a JSON object whose fields depend on what was asked.
type object map[string]any

func (w *Wiki) serveAPI(rw http.ResponseWriter, r *http.Request) {
	if agent := r.UserAgent(); agent == "" || strings.HasPrefix(agent, "Go-http-client") {
		http.Error(rw, "Please set a user-agent that says who you are.", http.StatusForbidden)
		return
	}
	q := r.URL.Query()
	answer, err := w.query(q)
	if err != nil {
		answer = failure(rw, q, err)
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	json.NewEncoder(rw).Encode(answer)
}

func failure(rw http.ResponseWriter, q url.Values, err error) object {
	code := "internal_api_error"
	if e, ok := errors.AsType[*apiError](err); ok {
		code = e.code
	}
	rw.Header().Set("MediaWiki-API-Error", code)
	if q.Get("errorformat") == "plaintext" {
		return object{"errors": []object{{"code": code, "text": err.Error(), "module": "main"}}}
	}
	return object{"error": object{"code": code, "info": err.Error()}}
}

func (w *Wiki) query(q url.Values) (object, error) {
	for _, p := range [][2]string{
		{"action", "query"}, {"prop", "revisions"}, {"format", "json"}, {"formatversion", "2"},
	} {
		if got := q.Get(p[0]); got != p[1] {
			return nil, refuse("badvalue", "this wiki knows only %s=%s, not %q", p[0], p[1], got)
		}
	}
	ask, err := readRequest(q)
	if err != nil {
		return nil, err
	}
	answer, result := object{"batchcomplete": true}, object{}
	var pages, normalized []object
	for _, asked := range ask.titles {
		title := normal(asked)
		if title != asked {
			normalized = append(normalized, object{"fromencoded": false, "from": asked, "to": title})
		}
		page, next := w.describe(title, ask)
		pages = append(pages, page)
		if next != "" {
			delete(answer, "batchcomplete")
			answer["continue"] = object{"rvcontinue": next, "continue": "||"}
		}
	}
	if normalized != nil {
		result["normalized"] = normalized
	}
	result["pages"] = pages
	answer["query"] = result
	return answer, nil
}

// describe is one page of the answer, and where to continue if there is more.
func (w *Wiki) describe(title string, ask request) (object, string) {
	p, seen := w.find(title)
	if p == nil {
		return object{"ns": 0, "title": title, "missing": true}, ""
	}
	chosen, next := ask.choose(seen)
	revisions := make([]object, 0, len(chosen))
	for _, s := range chosen {
		revisions = append(revisions, ask.show(s))
	}
	return object{"pageid": p.id, "ns": 0, "title": p.title, "revisions": revisions}, next
}
