package extract

import (
	"bytes"
	"encoding/json"
	stdhtml "html"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of the structured data of one page.
const (
	maxScripts = 64
	maxScript  = 2 << 20 // bytes
	maxNodes   = 1_000
	maxNesting = 8 // containers between the script and a node
)

// thing is one JSON-LD node: a JSON object.
type thing map[string]any

// storyTypes are the schema.org types of a single story.
var storyTypes = []string{
	"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle",
	"BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "AdvertiserContentArticle",
	"SatiricalArticle", "ScholarlyArticle", "MedicalScholarlyArticle", "TechArticle", "Report",
	"BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "DiscussionForumPosting",
}

// readThings reads the JSON-LD of a page as it is found in the wild: in HTML
// comments or CDATA, with trailing commas and bare line breaks.
func readThings(doc *html.Node) []thing {
	var things []thing
	scripts := 0
	for n := range doc.Descendants() {
		if !is(n, atom.Script) || !strings.HasPrefix(strings.ToLower(attr(n, "type")), "application/ld+json") {
			continue
		}
		if scripts++; scripts > maxScripts || n.FirstChild == nil || len(n.FirstChild.Data) > maxScript {
			continue
		}
		var v any
		if json.Unmarshal(mend(n.FirstChild.Data), &v) == nil {
			things = gather(things, v, 0)
		}
	}
	return things
}

// gather collects the nodes that speak of the page itself. It does not look
// into lists of other pages (itemListElement, hasPart, citation and the like).
func gather(things []thing, v any, depth int) []thing {
	if depth > maxNesting || len(things) >= maxNodes {
		return things
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			things = gather(things, e, depth+1)
		}
	case map[string]any:
		if v["@type"] != nil {
			things = append(things, v)
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			things = gather(things, v[key], depth+1)
		}
	}
	return things
}

// mend makes valid JSON of what is almost JSON.
func mend(s string) []byte {
	for _, wrap := range []string{"<!--", "-->", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "/*]]>*/", "//]]>", "]]>"} {
		s = strings.TrimSpace(s)
		s = strings.TrimSuffix(strings.TrimPrefix(s, wrap), wrap)
	}
	s = strings.TrimRight(s, "; \t\r\n")
	var out bytes.Buffer
	quoted := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\' && i+1 < len(s):
			out.WriteByte(c)
			i++
			out.WriteByte(s[i])
		case quoted && c < ' ':
			out.WriteByte(' ')
		case !quoted && c == ',' && closes(s[i+1:]):
		default:
			quoted = quoted != (c == '"')
			out.WriteByte(c)
		}
	}
	return out.Bytes()
}

// closes reports whether nothing but space stands before a closing bracket.
func closes(rest string) bool {
	rest = strings.TrimLeft(rest, " \t\r\n")
	return rest != "" && (rest[0] == '}' || rest[0] == ']')
}

// is reports whether the node has one of the schema.org types.
func (t thing) is(types ...string) bool {
	for _, s := range texts(t["@type"]) {
		if slices.Contains(types, s[strings.LastIndexAny(s, "/#:")+1:]) {
			return true
		}
	}
	return false
}

// text is the first text of a property: a string, the name of a node, or the
// first of a list of either.
func (t thing) text(key string) string {
	if all := texts(t[key]); len(all) > 0 {
		return all[0]
	}
	return ""
}

func texts(v any) []string {
	switch v := v.(type) {
	case string:
		if s := squeeze(stdhtml.UnescapeString(v)); s != "" {
			return []string{s}
		}
	case []any:
		var all []string
		for _, e := range v[:min(len(v), 20)] {
			if _, nested := e.([]any); !nested {
				all = append(all, texts(e)...)
			}
		}
		return all
	case map[string]any:
		for _, key := range []string{"name", "@value", "alternateName"} {
			if _, nested := v[key].(map[string]any); !nested && v[key] != nil {
				return texts(v[key])
			}
		}
	}
	return nil
}
