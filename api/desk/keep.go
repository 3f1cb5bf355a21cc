package desk

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan/api/account"
)

// What the desk keeps in the reader's browser. None of it is secret, and
// nothing is believed of it.
const (
	languageCookie = "qalxan-language"
	nameCookie     = "qalxan-name"  // under which somebody decides while there are no users
	sinceCookie    = "qalxan-since" // when the reader last had read what is new
	searchesCookie = "qalxan-searches"

	aYear = 365 * 24 * 60 * 60
)

// kept is a text that was kept; empty where there is none or it is not ours.
func kept(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	text, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return ""
	}
	return string(text)
}

func (d *desk) keep(w http.ResponseWriter, name, text string) {
	d.give(w, name, base64.RawURLEncoding.EncodeToString([]byte(text)), aYear)
}

// maxName bounds a name that somebody types, in bytes.
const maxName = 100

// who is the name under which a reader decides, and whether it is that of a
// user who is logged in.
func who(r *http.Request) (name string, known bool) {
	if p := account.From(r.Context()); p.Way == account.BySession {
		return p.Name, true
	}
	return clip(kept(r, nameCookie), maxName), false
}

// decides reports whether whoever asks may decide.
func (d *desk) decides(r *http.Request) bool {
	return d.reviewer != nil && account.From(r.Context()).Role.AtLeast(account.Analyst)
}

func clip(text string, most int) string {
	text = strings.TrimSpace(strings.ToValidUTF8(text, ""))
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}

// savedSearch is a query under a name.
type savedSearch struct {
	Name  string `json:"n"`
	Query string `json:"q"`
}

// Bounds of saved searches: they have to fit into a cookie.
const (
	searchesMost = 12
	maxQuery     = 200
	maxSaved     = 2800 // of all, in bytes
)

func savedSearches(r *http.Request) []savedSearch {
	var saved []savedSearch
	if json.Unmarshal([]byte(kept(r, searchesCookie)), &saved) != nil || len(saved) > searchesMost {
		return nil
	}
	return saved
}

// saveSearch keeps a query under a name, or forgets it where forget is sent.
func (d *desk) saveSearch(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	one := savedSearch{clip(r.PostFormValue("name"), maxName), clip(r.PostFormValue("q"), maxQuery)}
	if one.Name == "" {
		one.Name = one.Query
	}
	saved := slices.DeleteFunc(savedSearches(r), func(s savedSearch) bool { return s.Name == one.Name })
	if one.Query != "" && !r.PostForm.Has("forget") {
		saved = append(saved, one)
	}
	saved = saved[max(0, len(saved)-searchesMost):]
	text, err := json.Marshal(saved)
	for err == nil && len(text) > maxSaved {
		saved = saved[1:]
		text, err = json.Marshal(saved)
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	d.keep(w, searchesCookie, string(text))
	http.Redirect(w, r, inside(r.PostFormValue("back")), http.StatusSeeOther)
}

// sinceOf is the time from which a reader wants to know what is new: what they
// ask for, when they last had read it, or a day ago.
func sinceOf(r *http.Request, now time.Time) time.Time {
	if span, err := time.ParseDuration(r.URL.Query().Get("span")); err == nil && span > 0 && span <= 90*24*time.Hour {
		return now.Add(-span)
	}
	if t, err := time.Parse(time.RFC3339, kept(r, sinceCookie)); err == nil && t.Before(now) {
		return t
	}
	return now.Add(-24 * time.Hour)
}
