package main

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/sync/errgroup"

	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/internal/hostile"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/report/paper"
	"github.com/qalxan/qalxan/store/sqlite"
)

// attacked is the time of the records that are full of hostile texts.
var attacked = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// house is a data folder with one text in every field, everything that answers
// about it, and an admin who is logged in.
type house struct {
	*holder
	data    string
	places  hostile.Places
	session string
	say     func(number int) string
}

func openHouse(t *testing.T, say func(number int) string) *house {
	t.Helper()
	now := func() time.Time { return attacked }
	s := &house{data: t.TempDir(), say: say}
	record, err := sqlite.Open(t.Context(), filepath.Join(s.data, "qalxan.db"), sqlite.Options{Now: now})
	if err == nil {
		s.places, err = hostile.Fill(t.Context(), record, attacked, say)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := record.Close(); err != nil {
		t.Fatal(err)
	}
	config := configs.Default()
	config.Data = s.data
	a := &app{Context: t.Context(), cli: &cli{}, terminal: terminal{out: io.Discard, err: io.Discard}}
	a.log = a.cli.logger(a.terminal)
	if s.holder, err = a.hold(config, monitor.Options{Now: now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if s.session, err = s.accounts.Found(t.Context(), s.accounts.Invite(), "leyla", "a long enough password"); err == nil {
		err = hostile.Tokens(t.Context(), s.monitor.Accounts(), "leyla", attacked, say)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func hostileText(number int) string { return hostile.Texts()[number] }

// openHouses opens one that is full of hostile texts and its harmless twin.
func openHouses(t *testing.T) (bad, good *house) {
	t.Helper()
	if testing.Short() {
		t.Skip("two records of hundreds of texts are slow")
	}
	return openHouse(t, hostileText), openHouse(t, hostile.Harmless)
}

// visit is one request about one text, which may be for a person or a program.
type visit struct {
	method, path string
	number       int // of the text
	language     string
	form         bool
	query        string // in place of the text; empty for the text
}

func (v visit) String() string { return v.method + " " + v.path + " in " + v.language }

// rates say for one of how many texts a page is asked for that is about one
// text, and pages that take long; every list of them holds all.
var rates = map[string]int{"/findings/{id}": 1, "/items/{id}": 6, "/sources/{id}": 12, "/campaigns/{id}": 70, "/since": 420, "/quality": 420}

// rateOfLists is that of all others, where texts stand in what is asked for.
const rateOfLists = 142 // three visits, one in each language

func rate(path string) int {
	switch r := rates[path]; {
	case r > 0:
		return r
	case wildcard.MatchString(path):
		return 60
	case path == "/search" || path == "/review" || path == "/searches":
		return 20
	}
	return rateOfLists
}

// visits are requests to every route of the table.
func (s *house) visits() []visit {
	languages := []string{"az", "en", "ru"}
	var out []visit
	for at, rule := range guard.Table() {
		method, path, _ := strings.Cut(rule.Route, " ")
		if path == "/logout" || strings.HasPrefix(path, "/openid") {
			continue // the one ends the session, the other has no issuer here
		}
		path = strings.TrimSuffix(path, "{$}")
		for n := range hostile.Texts() {
			v := visit{method: method, path: path, number: n, language: languages[len(out)%3], form: !strings.HasPrefix(path, "/api/")}
			if (n+at)%rate(path) != 0 {
				continue
			}
			v.path = wildcard.ReplaceAllLiteralString(path, s.id(path, n))
			out = append(out, v)
		}
	}
	return out
}

// id is that of what a route is about; of what the record has none, the text.
func (s *house) id(path string, n int) string {
	for part, ids := range map[string][]string{
		"findings": s.places.Findings, "explanations": s.places.Findings, "items": s.places.Items,
		"campaigns": s.places.Campaigns, "sources": s.places.Sources, "narratives": s.places.Narratives,
	} {
		if strings.Contains(path, "/"+part+"/") {
			return ids[n]
		}
	}
	return url.PathEscape(s.say(n))
}

// wildcard is a part of a route that anything can stand in.
var wildcard = regexp.MustCompile(`\{\w+(\.\.\.)?\}`)

// params are the names of everything that requests are asked by.
var params = strings.Fields(`q sort cursor done f try span next code by verb since lang back do preset reason assignee name password new again old forget level status to
	language source campaign narrative limit as kind title seen version only state error id user`)

func (s *house) request(v visit) *http.Request {
	text := cmp.Or(v.query, s.say(v.number))
	values := url.Values{}
	for _, p := range params {
		values.Set(p, text)
	}
	var body io.Reader
	contentType, target := "", v.path
	switch {
	case v.method == http.MethodGet && !strings.HasPrefix(v.path, "/api/"):
		values.Del("cursor") // or it would be nothing but an error
		target += "?" + values.Encode()
	case v.method == http.MethodPost && v.form:
		values["f"] = []string{s.places.Findings[v.number] + ":0", text}
		values.Set("do", "confirm")
		body, contentType = strings.NewReader(values.Encode()), "application/x-www-form-urlencoded"
	case v.method == http.MethodPost:
		data, _ := json.Marshal(map[string]any{"by": text, "to": "confirmed", "reason": text, "assignee": text, "seen": 0})
		body, contentType = bytes.NewReader(data), "application/json"
	}
	r := httptest.NewRequest(v.method, target, body)
	r.Host = "localhost"
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("User-Agent", strings.Map(printable, text))
	searches, _ := json.Marshal([]map[string]string{{"n": text, "q": text}})
	for name, value := range map[string]string{"qalxan-name": text, "qalxan-searches": string(searches), "qalxan-since": text} {
		r.AddCookie(&http.Cookie{Name: name, Value: base64.RawURLEncoding.EncodeToString([]byte(value))})
	}
	r.AddCookie(&http.Cookie{Name: "qalxan-language", Value: v.language})
	r.AddCookie(&http.Cookie{Name: guard.SessionCookie(false), Value: s.session})
	return r
}

// printable leaves out what a header cannot hold.
func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

func (s *house) ask(v visit) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.public.ServeHTTP(w, s.request(v))
	return w
}

// all are the answers to the same visits of both.
func all(t *testing.T, bad, good *house) (visits []visit, theirs, twins []*httptest.ResponseRecorder) {
	t.Helper()
	visits = bad.visits()
	theirs, twins = make([]*httptest.ResponseRecorder, len(visits)), make([]*httptest.ResponseRecorder, len(visits))
	goods := good.visits()
	var both errgroup.Group
	both.Go(func() error {
		for i, v := range visits {
			theirs[i] = bad.ask(v)
		}
		return nil
	})
	for i, v := range goods {
		twins[i] = good.ask(v)
	}
	if err := both.Wait(); err != nil {
		t.Fatal(err)
	}
	return visits, theirs, twins
}

// genuine are the hostile texts that are addresses, as links hold them.
func genuine() map[string]bool {
	out := map[string]bool{}
	for _, text := range hostile.Texts() {
		out[paper.Link(text)] = true
	}
	return out
}

func hosts() []string {
	out := []string{hostile.Host}
	for n := range hostile.Texts() {
		out = append(out, fmt.Sprintf("%d.%s", n, hostile.Host))
	}
	return out
}

// TestHostileTextsEverywhere asks for every page and every answer of a record in
// which hostile texts stand in every field, and holds them to those of a record
// that is the same with harmless ones.
func TestHostileTextsEverywhere(t *testing.T) {
	bad, good := openHouses(t)
	visits, theirs, twins := all(t, bad, good)
	pages := &hostile.Pages{Hosts: hosts(), Genuine: genuine()}
	for _, w := range twins {
		if isMarkup(w) {
			pages.Learn(w.Body.Bytes())
		}
	}
	for _, q := range []string{"level:huge", "(", "zzzz"} { // a page that points at a fault
		pages.Learn(good.ask(visit{method: http.MethodGet, path: "/search", query: q, language: "en"}).Body.Bytes())
	}
	kinds := map[string]int{}
	for i, v := range visits {
		media, _, err := mime.ParseMediaType(theirs[i].Header().Get("Content-Type"))
		if err != nil && theirs[i].Body.Len() > 0 {
			t.Errorf("%s: %v", v, err)
		}
		kinds[media]++
		heldAnswer(t, v, theirs[i])
		if isMarkup(theirs[i]) {
			heldPage(t, pages, v, theirs[i], twins[i])
		}
	}
	t.Logf("%d answers: %v", len(visits), kinds)
}

func isMarkup(w *httptest.ResponseRecorder) bool {
	return strings.HasPrefix(w.Header().Get("Content-Type"), "text/html")
}

// heldPage holds a page to what pages are made of, and to its twin where both
// answer the same.
func heldPage(t *testing.T, pages *hostile.Pages, v visit, w, twin *httptest.ResponseRecorder) {
	t.Helper()
	if !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("%s: no policy", v)
	}
	if bytes.Contains(w.Body.Bytes(), []byte("ZgotmplZ")) {
		t.Errorf("%s: the template refused a value", v)
	}
	same := twin.Body.Bytes()
	if w.Code != twin.Code || v.path == "/search" {
		same = nil
	}
	for _, fault := range pages.Faults(w.Body.Bytes(), same) {
		t.Errorf("%s, text %d, %.40q: %s", v, v.number, hostileText(v.number), fault)
	}
	for _, fault := range turned(w.Body.Bytes()) {
		t.Errorf("%s: %.80q turns what stands around it", v, fault)
	}
}

// heldAnswer holds what is true of every answer.
func heldAnswer(t *testing.T, v visit, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code >= 500 {
		t.Errorf("%s, text %d, %.40q: %d %.200s", v, v.number, hostileText(v.number), w.Code, w.Body)
	}
	if w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: the browser may guess what it is", v)
	}
	for name, values := range w.Header() {
		for _, value := range values {
			if strings.ContainsFunc(value, unicode.IsControl) {
				t.Errorf("%s: header %s: %q", v, name, value)
			}
		}
	}
	if to := w.Header().Get("Location"); strings.HasPrefix(to, "//") || to != "" && !strings.HasPrefix(to, "/") {
		t.Errorf("%s sends to %q", v, to)
	}
	if media := w.Header().Get("Content-Type"); strings.Contains(media, "json") && !strings.Contains(media, "jsonl") && !json.Valid(w.Body.Bytes()) {
		t.Errorf("%s: no JSON", v)
	}
}

// turned are texts of a page that turn the direction of what stands around them.
func turned(page []byte) []string {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	for n := range root.Descendants() {
		if n.Type == html.TextNode && strings.ContainsAny(n.Data, "\u202a\u202b\u202d\u202e\u2066\u2067\u2068") && !isolated(n) {
			out = append(out, n.Data)
		}
	}
	return out
}

// isolated reports whether the turning ends where an element does. The title of
// a window and the choices of a list stand alone; drawings set every text by
// itself.
func isolated(n *html.Node) bool {
	for p := range n.Ancestors() {
		if slices.Contains([]string{"bdi", "option", "textarea"}, p.Data) || p.Namespace == "svg" {
			return true
		}
		if p.Data == "title" {
			return strings.Contains(n.Data, "\u2069")
		}
		for _, a := range p.Attr {
			if a.Key == "dir" && a.Val == "auto" {
				return true
			}
		}
	}
	return false
}
