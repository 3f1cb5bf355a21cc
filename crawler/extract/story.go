package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
)

// frontPath is the path of a front page: nothing, a language, an index file.
var frontPath = regexp.MustCompile(`(?i)^/*(?:[a-z]{2}(?:-[a-z]{2})?)?/*(?:(?:index|home|main|default)(?:\.[a-z]{3,5})?)?/*$`)

// listTypes are the schema.org types of pages that list other pages.
var listTypes = []string{"CollectionPage", "SearchResultsPage", "ItemList", "Blog"}

// isArticle reports whether the page is one story: long enough, declared as
// one, and neither a front page nor a list.
func (p *page) isArticle(a Article, story, chosen []block) bool {
	const minWords, minRunes = 60, 250
	long := size(story) >= minWords || utf8.RuneCountInString(a.Text) >= minRunes
	return long && (p.isDeclared(a) || p.isTold(story)) && !p.isFront() && !p.isList(chosen)
}

// isTold reports whether a page without declarations reads as a story: a
// headline and paragraphs under it.
func (p *page) isTold(story []block) bool {
	const minWords, minParagraphs = 120, 3
	paragraphs := 0
	for _, b := range story {
		if b.words >= minParagraph && endsSentence(b.text) && !b.isLinked(50) {
			paragraphs++
		}
	}
	return p.h1 != nil && size(story) >= minWords && paragraphs >= minParagraphs
}

// isDeclared reports whether the page says that it is a story, or when it was
// published.
func (p *page) isDeclared(a Article) bool {
	return p.story != nil || strings.HasPrefix(strings.ToLower(p.meta("og:type")), "article") ||
		slices.ContainsFunc(a.Dates, func(d qalxan.Date) bool { return d.Kind == qalxan.DatePublished })
}

func (p *page) isFront() bool {
	return frontPath.MatchString(p.url.Path) && p.url.RawQuery == ""
}

// isList reports whether the chosen text leads away more than it tells: most
// of it is links, or most of its paragraphs stand under linked headlines.
func (p *page) isList(chosen []block) bool {
	if p.story == nil && slices.ContainsFunc(p.things, func(t thing) bool { return t.is(listTypes...) }) {
		return true
	}
	const minTeasers = 3
	headed := p.headed()
	words, linked, teasers := 0, 0, 0
	for _, b := range chosen {
		words += b.words
		linked += b.words * min(b.linked, len(b.text)) / max(1, len(b.text))
		if headed[b.key] || isLinkedHeading(b) {
			teasers++
		}
	}
	return linked*2 > words || teasers >= minTeasers && teasers*2 >= len(chosen)
}

// headed are the keys of the blocks that stand right under a linked heading.
func (p *page) headed() map[string]bool {
	headed := make(map[string]bool)
	for i := 1; i < len(p.blocks); i++ {
		if isLinkedHeading(p.blocks[i-1]) {
			headed[p.blocks[i].key] = true
		}
	}
	return headed
}

func isLinkedHeading(b block) bool { return b.isHeading() && b.isLinked(80) }
