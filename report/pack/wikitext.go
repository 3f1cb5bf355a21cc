package pack

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/report/paper"
	"github.com/qalxan/qalxan/store"
)

// maxTitle bounds the title of an article, in code points; MediaWiki's own
// bound is 255 bytes.
const maxTitle = 255

// section is a section of wikitext about revisions of one wiki, and the page on
// which it is to stand.
func section(w words, host, language string, entries []report.Entry) store.PackPart {
	var out strings.Builder
	if len(entries) == 1 {
		fmt.Fprintf(&out, "== %s ==\n", w.line("wiki.title", "title", title(entries[0])))
	} else {
		fmt.Fprintf(&out, "== %s ==\n", w.line("wiki.titles", "count", strconv.Itoa(len(entries))))
	}
	fmt.Fprintf(&out, "%s\n", w["wiki.intro"])
	for _, e := range entries {
		bullet(&out, w, e)
	}
	fmt.Fprintf(&out, "%s ~~~~\n", w["wiki.closing"])
	page := page(language, entries)
	return store.PackPart{To: "https://" + host + "/wiki/" + strings.ReplaceAll(page, " ", "_"), Fields: []store.PackField{
		{Key: "page", Text: page},
		{Key: "wikitext", Text: out.String()},
	}}
}

// bullet tells of one revision. Special:Diff and Special:Permalink have these
// names on every wiki, whatever its language.
func bullet(out *strings.Builder, w words, e report.Entry) {
	id := revisionOf(e.Item.URL)
	fmt.Fprintf(out, "* %s: ", title(e))
	if id != "" {
		fmt.Fprintf(out, "[[Special:Diff/%s%s|%s]], [[Special:Permalink/%s|%s]]. ", before(e, id), id, w["wiki.diff"], id, w["wiki.permalink"])
	} else {
		fmt.Fprintf(out, "%s ", wikitext(plain(e.Item.URL)))
	}
	fmt.Fprintf(out, "%s\n", sentences(w, e))
	for _, line := range captured(w, e) {
		fmt.Fprintf(out, "** %s\n", line)
	}
	for _, address := range compared(e) {
		fmt.Fprintf(out, "** %s\n", w.line("compared", "address", wikitext(address)))
	}
}

// before is the revision with which an edit was compared, for a difference
// between the two; empty for the one right before.
func before(e report.Entry, id string) string {
	for _, i := range e.Compared {
		if other := revisionOf(i.URL); i.Identity == e.Item.Identity && other != "" && other != id {
			return other + "/"
		}
	}
	return ""
}

// title is that of the article, as wikitext.
func title(e report.Entry) string {
	text := []rune(e.Item.Title)
	if len(text) == 0 {
		return wikitext(plain(e.Item.URL))
	}
	return wikitext(string(text[:min(len(text), maxTitle)]))
}

// page is where a section belongs: a board, or the talk page of the article. A
// title with signs that MediaWiki allows in none, or that may lead to another
// namespace, is no part of it: the revision itself leads to its talk page.
func page(language string, entries []report.Entry) string {
	if b, known := boards[language]; known {
		if b.behaviour != "" && together(entries) {
			return b.behaviour
		}
		return b.title
	}
	name := paper.Clean(entries[0].Item.Title)
	if name == "" || wikitext(name) != name || strings.ContainsAny(name, "/?%�") {
		return "Special:Permalink/" + cmp.Or(revisionOf(entries[0].Item.URL), "0")
	}
	return "Talk:" + name
}

// wikitext makes a foreign text one line that says nothing to MediaWiki: every
// ASCII sign but letters, digits and a few that mean nothing inside a line
// becomes an entity, so that no template, link, tag, signature, list, heading or bare address begins, and
// ISBN, RFC and PMID are words like others.
func wikitext(text string) string {
	var out strings.Builder
	for _, r := range paper.Clean(text) {
		switch {
		case unicode.IsSpace(r) || unicode.Is(unicode.Zs, r):
			out.WriteByte(' ')
		case r >= 0x80 || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune(".,()/?%-", r):
			out.WriteRune(r)
		default:
			fmt.Fprintf(&out, "&#%d;", r)
		}
	}
	return magic.Replace(strings.TrimSpace(out.String()))
}

var magic = strings.NewReplacer("ISBN ", "ISBN&#32;", "RFC ", "RFC&#32;", "PMID ", "PMID&#32;")
