package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	stdhtml "html"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/internal/hostile"
	"github.com/qalxan/qalxan/monitor"
	reporting "github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/report/paper"
	"github.com/qalxan/qalxan/report/standing"
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
	made    []string // ids of reports, one of every form
}

// filled is a record with a text in every field, as the bytes of its file.
type filled struct {
	say    func(number int) string
	file   []byte
	places hostile.Places
	err    error
}

// attackedRecord is the one that is full of hostile texts. It is made once; each
// test opens a copy.
var attackedRecord = sync.OnceValue(func() filled { return fill(hostileText) })

func fill(say func(number int) string) (f filled) {
	dir, err := os.MkdirTemp("", "qalxan-hostile-*")
	if err != nil {
		return filled{err: err}
	}
	defer os.RemoveAll(dir)
	ctx, path := context.Background(), filepath.Join(dir, "qalxan.db")
	record, err := sqlite.Open(ctx, path, sqlite.Options{Now: func() time.Time { return attacked }})
	if err != nil {
		return filled{err: err}
	}
	f.say = say
	f.places, f.err = hostile.Fill(ctx, record, attacked, say)
	if f.err = errors.Join(f.err, record.Close()); f.err == nil {
		f.file, f.err = os.ReadFile(path)
	}
	return f
}

func openHouse(t *testing.T, f filled) *house {
	t.Helper()
	s := &house{data: t.TempDir(), say: f.say, places: f.places}
	if err := errors.Join(f.err, os.WriteFile(filepath.Join(s.data, "qalxan.db"), f.file, 0o600)); err != nil {
		t.Fatal(err)
	}
	config := configs.Default()
	config.Data = s.data
	a := &app{Context: t.Context(), cli: &cli{}, terminal: terminal{out: io.Discard, err: io.Discard}}
	a.log = a.cli.logger(a.terminal)
	var err error
	if s.holder, err = a.hold(config, monitor.Options{Now: func() time.Time { return attacked }}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if s.session, err = s.accounts.Found(t.Context(), s.accounts.Invite(), "leyla", "a long enough password"); err == nil {
		err = hostile.Tokens(t.Context(), s.monitor.Accounts(), "leyla", attacked, s.say)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.make(t)
	return s
}

// make makes a report of every form, with texts in all that a person types.
func (s *house) make(t *testing.T) {
	t.Helper()
	for n, as := range reporting.Formats() {
		made, err := s.outgoing.Make(t.Context(), standing.Order{As: as, Query: "campaign:" + s.places.Campaigns[n], Title: s.say(n), By: s.say(n), Languages: []string{"az"}})
		if err != nil {
			t.Fatal(err)
		}
		s.made = append(s.made, made.ID)
	}
}

func hostileText(number int) string { return hostile.Texts()[number] }

// openHouses opens one that is full of hostile texts and its harmless twin.
func openHouses(t *testing.T) (bad, good *house) {
	t.Helper()
	if testing.Short() {
		t.Skip("two records of hundreds of texts are slow")
	}
	var harmless filled
	var both sync.WaitGroup
	both.Go(func() { attackedRecord() })
	both.Go(func() { harmless = fill(hostile.Harmless) })
	both.Wait()
	return openHouse(t, attackedRecord()), openHouse(t, harmless)
}

// visit is one request about one text, which may be for a person or a program.
type visit struct {
	method, path string
	number       int // of the text
	language     string
	form         bool
	query        string // in place of the text; empty for the text
	route        string // of the table
	accept       string // media type; empty for any
	verbatim     bool   // path is the whole address
}

func (v visit) String() string { return v.method + " " + v.path + " in " + v.language }

// rates say for one of how many texts a page is asked for that is about one
// text, and pages that take long; every list of them holds all.
var rates = map[string]int{"/findings/{id}": 1, "/items/{id}": 10, "/sources/{id}": 12, "/campaigns/{id}": 70, "/since": 420, "/quality": 420, "/learning": 420, "/api/v1/quality": 420}

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
			v := visit{method: method, path: path, route: path, number: n, language: languages[len(out)%3], form: !strings.HasPrefix(path, "/api/")}
			if (n+at)%rate(path) != 0 {
				continue
			}
			v.path = wildcard.ReplaceAllStringFunc(path, func(part string) string { return s.id(path, part, n) })
			out = append(out, v)
		}
	}
	return append(out, s.files()...)
}

// files are requests for findings as files, by every way and in every form.
func (s *house) files() (out []visit) {
	for at, as := range reporting.Formats() {
		for n := at; n < len(hostile.Texts()); n += 85 {
			q := url.Values{"as": {string(as)}, "q": {"campaign:" + s.places.Campaigns[n]}}
			out = append(out, visit{method: http.MethodGet, route: "/export", path: "/export?" + q.Encode(), number: n, language: "az", verbatim: true})
			media, _, _ := strings.Cut(as.MediaType(), ";")
			if media == "text/html" {
				continue // the interface offers none
			}
			path := "/api/v1/findings?" + url.Values{"campaign": {s.places.Campaigns[n]}}.Encode()
			out = append(out, visit{method: http.MethodGet, route: "/api/v1/findings", path: path, number: n, accept: media, verbatim: true})
		}
		out = append(out, visit{method: http.MethodGet, route: "/reports/{id}", path: "/reports/" + s.made[at], number: at, language: "az", verbatim: true})
	}
	return out
}

// id is that of what a part of a route is about.
func (s *house) id(path, part string, n int) string {
	if part == "{finding}" {
		return s.places.Findings[n]
	}
	for noun, ids := range map[string][]string{
		"findings": s.places.Findings, "explanations": s.places.Findings, "items": s.places.Items, "campaigns": s.places.Campaigns,
		"sources": s.places.Sources, "narratives": s.places.Narratives, "packs": s.places.Packs, "reports": s.places.Reports,
	} {
		if strings.Contains(path, "/"+noun+"/") {
			return ids[n]
		}
	}
	switch {
	case strings.Contains(path, "/users/") && n%2 == 0:
		return "leyla"
	case strings.Contains(path, "/tokens/"):
		return fmt.Sprintf("t-%d", n)
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
	case v.verbatim:
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
	r.Header.Set("Accept", cmp.Or(v.accept, "*/*"))
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

// askAll asks for pages two at a time, and waits with what changes something
// until what came before is answered.
func (s *house) askAll(visits []visit) []*httptest.ResponseRecorder {
	answers := make([]*httptest.ResponseRecorder, len(visits))
	var running sync.WaitGroup
	places := make(chan struct{}, 2)
	for i, v := range visits {
		if v.method != http.MethodGet {
			running.Wait()
			answers[i] = s.ask(v)
			continue
		}
		places <- struct{}{}
		running.Go(func() {
			answers[i] = s.ask(v)
			<-places
		})
	}
	running.Wait()
	return answers
}

// likeness is what pages have in common that are made of the same things.
type likeness struct {
	method, route, path, language, accept string
	lines, fifth                          int
}

// like is the likeness of the page of a visit: any of two pages about one thing
// is the other's twin, if the texts have as many lines and the record holds as
// much about both.
func (v visit) like(text string) likeness {
	l := likeness{v.method, v.route, v.path, v.language, v.accept, strings.Count(text, "\n"), v.number % 5}
	if v.method == http.MethodGet && wildcard.MatchString(v.route) && !v.verbatim {
		l.path = ""
	}
	return l
}

// all are the answers to the same visits of both.
func all(bad, good *house) (visits []visit, theirs, twins []*httptest.ResponseRecorder) {
	visits = bad.visits()
	first, asked := map[likeness]int{}, []visit{}
	of := make([]int, len(visits))
	for i, v := range good.visits() {
		l := v.like(good.say(v.number))
		if _, known := first[l]; !known || v.method != http.MethodGet {
			first[l], asked = len(asked), append(asked, v)
		}
		of[i] = first[l]
	}
	var answers []*httptest.ResponseRecorder
	var both sync.WaitGroup
	both.Go(func() { theirs = bad.askAll(visits) })
	both.Go(func() { answers = good.askAll(asked) })
	both.Wait()
	for _, at := range of {
		twins = append(twins, answers[at])
	}
	return visits, theirs, twins
}

// onward are the second pages of lists, with their twins.
func onward(bad, good *house, visits []visit, theirs, twins []*httptest.ResponseRecorder) (more []visit, out, same []*httptest.ResponseRecorder) {
	seen := map[string]bool{}
	for i, v := range visits {
		here, there := following(theirs[i]), following(twins[i])
		if v.method != http.MethodGet || here == "" || there == "" || seen[v.route] {
			continue
		}
		seen[v.route], v.verbatim = true, true
		twin := v
		v.path, twin.path = here, there
		more, out, same = append(more, v), append(out, bad.ask(v)), append(same, good.ask(twin))
	}
	return more, out, same
}

// following is the address of the page after an answer; empty for none.
func following(w *httptest.ResponseRecorder) string {
	if link, _, found := strings.Cut(w.Header().Get("Link"), ">; rel=\"next\""); found {
		return strings.TrimPrefix(link, "<")
	}
	if m := nextPage.FindStringSubmatch(w.Body.String()); m != nil && isMarkup(w) {
		return stdhtml.UnescapeString(m[1])
	}
	return ""
}

// nextPage is a link to a further page of a list.
var nextPage = regexp.MustCompile(`href="(/[^"]*[?;]cursor=[^"]+)"`)

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
	visits, theirs, twins := all(bad, good)
	second, further, same := onward(bad, good, visits, theirs, twins)
	visits, theirs, twins = append(visits, second...), append(theirs, further...), append(twins, same...)
	pages := &hostile.Pages{Hosts: hosts(), Genuine: genuine()}
	learnt := map[*httptest.ResponseRecorder]bool{}
	for _, w := range twins {
		if isMarkup(w) && !learnt[w] {
			learnt[w] = true
			pages.Learn(w.Body.Bytes())
		}
	}
	for _, q := range []string{"level:huge", "(", "zzzz"} { // a page that points at a fault
		pages.Learn(good.ask(visit{method: http.MethodGet, path: "/search", query: q, language: "en"}).Body.Bytes())
	}
	kinds := map[string]int{}
	var held sync.WaitGroup
	for i, v := range visits {
		media, _, err := mime.ParseMediaType(theirs[i].Header().Get("Content-Type"))
		if err != nil && theirs[i].Body.Len() > 0 {
			t.Errorf("%s: %v", v, err)
		}
		kinds[media]++
		held.Go(func() {
			heldAnswer(t, v, theirs[i])
			for _, fault := range hostile.FileFaults(media, theirs[i].Body.Bytes()) {
				t.Errorf("%s, text %d, %.40q: %s", v, v.number, hostileText(v.number), fault)
			}
			if isMarkup(theirs[i]) {
				heldPage(t, pages, v, theirs[i], twins[i])
			}
		})
	}
	held.Wait()
	t.Logf("%d answers, %d of them further pages: %v", len(visits), len(second), kinds)
	for _, as := range reporting.Formats() {
		media, _, _ := strings.Cut(as.MediaType(), ";")
		if kinds[media] < 8 {
			t.Errorf("%d answers are %s", kinds[media], media)
		}
	}
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

// noEvidence is a route that fails here by right: what the record speaks of was
// never captured.
const noEvidence = "/packs/{id}/evidence/{finding}"

// heldAnswer holds what is true of every answer.
func heldAnswer(t *testing.T, v visit, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code >= 500 && v.route != noEvidence {
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
