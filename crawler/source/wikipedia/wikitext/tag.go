package wikitext

import "strings"

// maxTag is the longest tag or external link that is recognised, in bytes. It
// bounds the search for the end.
const maxTag = 1024

// dropped are the tags whose content is not prose.
var dropped = map[string]bool{
	"ref": true, "references": true, "gallery": true, "math": true, "chem": true, "timeline": true, "score": true,
	"syntaxhighlight": true, "source": true, "templatestyles": true, "imagemap": true, "mapframe": true, "maplink": true,
	"graph": true, "hiero": true, "categorytree": true, "inputbox": true, "style": true, "script": true, "noinclude": true,
}

// tag reads what begins with <.
func (r *reader) tag() {
	if strings.HasPrefix(r.rest, "<!--") {
		r.comment()
		return
	}
	inside, _, closed := strings.Cut(r.rest[1:min(len(r.rest), maxTag)], ">")
	name := tagName(inside)
	if !closed || name == "" {
		r.take(1)
		return
	}
	empty := strings.HasSuffix(inside, "/")
	r.skip(len(inside) + 2)
	switch {
	case name == "br":
		r.write("\n")
	case name == "nowiki" && !empty:
		r.verbatim()
	case dropped[name] && !empty:
		r.drop(name)
	}
}

// tagName is the name of a tag in lower case; empty for </x> and for what is
// no tag.
func tagName(inside string) string {
	name := strings.TrimPrefix(inside, "/")
	end := strings.IndexFunc(name, func(c rune) bool { return !isLetter(c) && (c < '0' || c > '9') })
	if end >= 0 {
		name = name[:end]
	}
	if name == "" || !isLetter(rune(name[0])) {
		return ""
	}
	if strings.HasPrefix(inside, "/") {
		return "/" + strings.ToLower(name)
	}
	return strings.ToLower(name)
}

func isLetter(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// comment passes over a comment. One that does not end hides the rest.
func (r *reader) comment() {
	_, after, closed := strings.Cut(r.rest[4:], "-->")
	if !closed {
		after = ""
	}
	r.rest = after // what stood before it decides whether a line starts here
}

// verbatim takes what stands up to </nowiki> as words.
func (r *reader) verbatim() {
	if end := r.end("nowiki"); end >= 0 {
		r.write(r.rest[:end])
		r.skip(end)
	}
}

// drop passes over what stands before the closing tag. Where there is none, it
// stays.
func (r *reader) drop(name string) {
	if end := r.end(name); end >= 0 {
		r.skip(end)
	}
}

// end is where the closing tag of a name begins, or -1. That there is none is
// remembered: a text full of opening tags must not be searched from each.
func (r *reader) end(name string) int {
	if r.unclosed[name] {
		return -1
	}
	end := indexFold(r.rest, "</"+name)
	if end < 0 {
		if r.unclosed == nil {
			r.unclosed = map[string]bool{}
		}
		r.unclosed[name] = true
	}
	return end
}

// indexFold is strings.Index for ASCII in any case.
func indexFold(s, sub string) int {
	for at := 0; ; at++ {
		next := strings.Index(s[at:], sub[:2])
		if next < 0 {
			return -1
		}
		at += next
		if len(s)-at >= len(sub) && strings.EqualFold(s[at:at+len(sub)], sub) {
			return at
		}
	}
}
