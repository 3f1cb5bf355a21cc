package desk

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/qalxan/qalxan/api/account"
)

// What the desk keeps in the reader's browser. None of it is secret, and
// nothing is believed of it.
const (
	languageCookie = "qalxan-language"
	nameCookie     = "qalxan-name" // under which somebody decides while there are no users

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

// named is the name under which somebody acts, and whether it is that of a user
// who is logged in.
func named(r *http.Request) (by string, known bool) {
	if by, known = who(r); !known {
		by = cmp.Or(clip(r.PostFormValue("by"), maxName), by)
	}
	return by, known
}

// signed is the name under which somebody acts, as [named]; their browser keeps it
// for the next form.
func (d *desk) signed(w http.ResponseWriter, r *http.Request) (by string, known bool) {
	by, known = named(r)
	if !known && by != "" {
		d.keep(w, nameCookie, by)
	}
	return by, known
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
