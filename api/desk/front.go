package desk

import (
	"net/http"
	"slices"

	"golang.org/x/text/language"
)

// front gives every reader the desk in their language.
type front struct {
	codes   []string // the default first
	desks   map[string]*desk
	routes  map[string]http.Handler
	matcher language.Matcher
}

// newFront makes a desk for every language that has a catalogue.
func newFront(standard string, make func(code string) (*desk, error)) (*front, error) {
	codes, err := spoken()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(codes, standard) {
		_, err := newWords(standard) // says what is wrong with it
		return nil, err
	}
	codes = append([]string{standard}, slices.DeleteFunc(codes, func(c string) bool { return c == standard })...)
	f := &front{codes: codes, desks: map[string]*desk{}, routes: map[string]http.Handler{}}
	var tags []language.Tag
	for _, code := range codes {
		d, err := make(code)
		if err != nil {
			return nil, err
		}
		f.desks[code], f.routes[code] = d, d.routes()
		tags = append(tags, d.words.tag)
	}
	f.matcher = language.NewMatcher(tags)
	return f, nil
}

// choose is the language of a request: the one that the reader chose, or the
// one that their browser prefers of those that are spoken.
func (f *front) choose(r *http.Request) string {
	if c, err := r.Cookie(languageCookie); err == nil && f.desks[c.Value] != nil {
		return c.Value
	}
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(wanted) == 0 {
		return f.codes[0]
	}
	_, i, confidence := f.matcher.Match(wanted...)
	if confidence == language.No {
		return f.codes[0]
	}
	return f.codes[i]
}

// ServeHTTP answers in the reader's language.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept-Language, Cookie")
	f.routes[f.choose(r)].ServeHTTP(w, r)
}

func (f *front) turnAway(w http.ResponseWriter, r *http.Request, status int, sentence string) {
	f.desks[f.choose(r)].turnAway(w, r, status, sentence)
}

// setLanguage keeps the language that a reader chose and goes back to the page.
func (d *desk) setLanguage(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	if codes, err := spoken(); err == nil && slices.Contains(codes, r.PostFormValue("lang")) {
		d.give(w, languageCookie, r.PostFormValue("lang"), aYear)
	}
	http.Redirect(w, r, inside(r.PostFormValue("back")), http.StatusSeeOther)
}
