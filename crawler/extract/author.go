package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// byWords stand before an author's name on the page.
var byWords = regexp.MustCompile(`(?i)^(?:` +
	`(?:(?:written |posted |published |reported )?by|(?:veröffentlicht |eingestellt )?von|par|por|di)\s*:?\s+|` +
	`(?:автор(?:ы)?|müəllif|muallif|yazar|yazan|հեղինակ|ავტორი|نویسنده|بقلم|author)\s*[:：]\s*)`)

// authorNames are the meta elements that name an author, most trusted first.
var authorNames = []string{
	"author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
	"citation_author",
}

// author is the label under which the story is signed: the structured data
// before meta elements before what is marked up in the text. The outlet itself
// signs only where nobody else does.
func (p *page) author() string {
	claims := [][]string{texts(p.story["author"])}
	for _, name := range authorNames {
		claims = append(claims, p.allMeta(name))
	}
	claims = append(claims, p.bylines())
	outlet := ""
	for _, labels := range claims {
		switch names := names(labels); {
		case names == "":
		case !p.namesOutlet(names):
			return names
		case outlet == "":
			outlet = names
		}
	}
	return outlet
}

// names joins labels that can be names, each once.
func names(labels []string) string {
	var kept []string
	for _, s := range labels {
		s = strings.TrimSpace(byWords.ReplaceAllString(s, ""))
		if s != "" && !isAddress(s) && !strings.HasPrefix(s, "@") && utf8.RuneCountInString(s) <= 80 && !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return clip(strings.Join(kept, ", "), maxAuthor)
}

// bylines are the labels of the first element that is marked up as an author.
func (p *page) bylines() []string {
	marks := []func(*html.Node) bool{
		func(n *html.Node) bool { return attr(n, "itemprop") == "author" },
		func(n *html.Node) bool { return slices.Contains(tokens(attr(n, "rel")), "author") },
		isByline,
	}
	for _, marked := range marks {
		n := find(p.doc, func(n *html.Node) bool { return !is(n, atom.Meta, atom.Link) && marked(n) && textOf(n) != "" })
		if n == nil {
			continue
		}
		if name := find(n, func(n *html.Node) bool { return attr(n, "itemprop") == "name" }); name != nil && textOf(name) != "" {
			n = name
		}
		return []string{textOf(n)}
	}
	return nil
}

func isByline(n *html.Node) bool {
	if !is(n, atom.A, atom.Span, atom.P, atom.Div, atom.Address) {
		return false
	}
	for _, c := range tokens(attr(n, "class")) {
		switch c {
		case "byline", "author", "author-name", "byline__name", "byline-name", "article-author", "article__author", "post-author", "entry-author", "news-author":
			return true
		}
	}
	return false
}
