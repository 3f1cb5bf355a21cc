package extract

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
)

// frontPath is the path of a front page: nothing, a language, an index file.
var frontPath = regexp.MustCompile(`(?i)^/*(?:[a-z]{2}(?:-[a-z]{2})?)?/*(?:(?:index|home|main|default)(?:\.[a-z]{3,5})?)?/*$`)

// isArticle reports whether the page is one story: long enough, declared as
// one, and neither a front page nor a list.
func (p *page) isArticle(a Article, story, chosen []block) bool {
	const minWords, minRunes = 60, 250
	long := size(story) >= minWords || utf8.RuneCountInString(a.Text) >= minRunes
	return long && (p.isDeclared(a) || p.isTold(story) || p.spells(a.Title)) && !isFront(p.url) && !p.isList(story, chosen)
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

// spells reports whether the page's address is made of its headline, as those
// of stories often are: /news/village-digs-its-own-well.
func (p *page) spells(title string) bool {
	const minWords = 4
	slug, shared := wordsOf(path.Base(p.url.Path)), 0
	words := wordsOf(title)
	for _, w := range words {
		if slices.Contains(slug, w) {
			shared++
		}
	}
	return shared >= minWords && shared*3 >= len(words)*2
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
}

// isDeclared reports whether the page says that it is a story, or when it was
// published.
func (p *page) isDeclared(a Article) bool {
	return p.claimsStory() || slices.ContainsFunc(a.Dates, func(d qalxan.Date) bool { return d.Kind == qalxan.DatePublished })
}

// claimsStory reports whether the page says that it is a story, and not only
// when something on it was published.
func (p *page) claimsStory() bool {
	return p.story != nil || strings.HasPrefix(strings.ToLower(p.meta("og:type")), "article")
}

// namesStory reports whether the page's JSON-LD describe a story at this very
// address: posts of a live blog or a forum, and the stories that some sites
// let follow, are then not taken for a list.
func (p *page) namesStory() bool {
	u := p.resolve(p.story.address())
	return u != nil && strings.Trim(u.Path, "/") == strings.Trim(p.url.Path, "/")
}

// isFront reports whether an address is that of a front page.
func isFront(u *url.URL) bool { return frontPath.MatchString(u.Path) && u.RawQuery == "" }
