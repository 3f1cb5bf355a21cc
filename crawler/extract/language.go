package extract

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// language is the language that the page claims: the primary subtag of a
// BCP 47 tag, in lower case, or empty.
func (p *page) language() string {
	claims := []string{p.story.text("inLanguage"), p.meta("content-language", "language", "dc.language")}
	if root := find(p.doc, isTag(atom.Html)); root != nil {
		claims = append([]string{attr(root, "lang"), attr(root, "xml:lang"), p.meta("og:locale")}, claims...)
	}
	for _, claim := range claims {
		if code := primary(claim); code != "" {
			return code
		}
	}
	return ""
}

// primary is the first subtag of a language tag: az of az-Latn-AZ or az_AZ.
func primary(tag string) string {
	code, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(tag)), "_", "-"), "-")
	code, _, _ = strings.Cut(code, ",")
	if len(code) < 2 || len(code) > 3 || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return code
}
