package extract

import (
	"cmp"
	"regexp"
	"slices"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dateline is the date in words in a short line beside the headline, such as
// "21 noyabr 2026, 14:30"; otherwise in a line that says that it is the date
// of the story, wherever it stands. A line under the headline is more likely
// to be its date than one above, where many sites show the day of today.
func (p *page) dateline() string {
	const above, below = 3, 8
	if at := p.headlineAt(); at >= 0 {
		beside := slices.Clone(p.blocks[at+1 : min(len(p.blocks), at+1+below)])
		beside = append(beside, p.blocks[max(0, at-above):at]...)
		if day := firstDay(beside); day != "" {
			return day
		}
	}
	if day := firstDay(p.labelled()); day != "" {
		return day
	}
	return p.marked()
}

// headlineAt is the place of the headline among the blocks, or -1.
func (p *page) headlineAt() int {
	if p.h1 != nil {
		return slices.IndexFunc(p.blocks, func(b block) bool { return b.node == p.h1 || b.node.Parent == p.h1 })
	}
	title := key(p.title())
	return slices.IndexFunc(p.blocks, func(b block) bool { return title != "" && b.key == title })
}

// maxDateline is the length of a line that can date a story, in words.
const maxDateline = 12

// firstDay is the day of the first of the short lines that has one.
func firstDay(lines []block) string {
	for _, b := range lines {
		if b.words > maxDateline || b.isLinked(50) || isMarkedBeside(b.node) {
			continue
		}
		if day, ok := dayInWords(b.text); ok {
			return withClock(day, b.text)
		}
	}
	return ""
}

// published are the words, as fold spells them, with which a line says that it
// dates the story: what was done to it, or a name for its date.
var published = regexp.MustCompile(`^(?:published|posted|опубликован|dərc|yayin|yayim|haber tarihi|eklenme|giris|հրապարակ|გამოქვეყნ` +
	`|انتشار|منتشر|e'lon|joylan|chop|эълон|жойлан|чоп|(?:date|дата|tarix|tarih|ամսաթիվ|თარიღი|تاریخ|sana|сана)(?:\P{L}|$))`)

// labelled are the short lines that say that they date the story.
func (p *page) labelled() []block {
	return slices.DeleteFunc(slices.Clone(p.blocks), func(b block) bool {
		return b.words > maxDateline || !published.MatchString(fold(b.text)) || isElsewhere(b.node)
	})
}

// dateClass are classes of elements that hold a date.
var dateClass = regexp.MustCompile(`(?i)(?:^|[-_ ])(?:date|datetime|time|tarix|tarih|sana|publish(?:ed|date)?)(?:$|[-_ ])`)

// marked is the day in a line that is marked up as a date, where all such
// lines name the same: others date other stories.
func (p *page) marked() string {
	day := ""
	for _, b := range p.blocks {
		if !is(b.node, atom.Time) && !dateClass.MatchString(attr(b.node, "class")) || isElsewhere(b.node) {
			continue
		}
		found := firstDay([]block{b})
		if found != "" && day != "" && found != day {
			return ""
		}
		day = cmp.Or(day, found)
	}
	return day
}

// isElsewhere reports whether an element far from the headline is no part of
// the story: beside or below it, or an entry of a list.
func isElsewhere(n *html.Node) bool {
	apart := []atom.Atom{atom.Aside, atom.Nav, atom.Footer, atom.Li}
	return is(n, apart...) || inside(n, apart...) != nil
}

// opening is how agencies begin a story: a place, the day, and a dash or the
// end of a sentence.
var opening = regexp.MustCompile(`^\(?\p{L}[^.,/–—-]{1,30}[.,)/]+\s*([^–—]{6,30}?)(?:\s*[–—]|\s+-\s|\.\s|/)`)

// maxOpening bounds how much of a paragraph is looked at, in bytes.
const maxOpening = 200

// opened is the day with which the first paragraph of the story begins.
func (p *page) opened() string {
	const below = 8
	at := p.headlineAt()
	for _, b := range p.blocks[at+1 : min(len(p.blocks), at+1+below)] {
		m := opening.FindStringSubmatch(fold(clipBytes(b.text, maxOpening)))
		if m == nil || isElsewhere(b.node) || isMarkedBeside(b.node) {
			continue
		}
		if day, ok := dayInWords(m[1]); ok {
			return day.Format(time.DateOnly)
		}
	}
	return ""
}
