package extract

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// tidy removes from the chosen text what is not the story: the headline and
// what stands above it, labels, what leads to other stories, and what the page
// marks as comments or advertisements.
func tidy(p *page, title string, blocks []block) []block {
	blocks = withoutBeside(blocks)
	blocks = blocks[pastTitle(p, title, blocks):]
	if len(blocks) > 1 && isDek(p, blocks[0]) {
		blocks = blocks[1:]
	}
	blocks = blocks[pastLabels(p, blocks):]
	var story []block
	listing := false // in a list of other stories
	for _, b := range blocks {
		if isPointer(b) {
			listing = b.words <= 6
			continue
		}
		if listing = listing && isEntry(b); listing || isLeadingAway(b) || isNotice(b) {
			continue
		}
		story = append(story, b)
	}
	return story
}

// pastTitle is the first block after the headline. What stands above it (an
// address, a notice) is short, otherwise the match is a coincidence.
func pastTitle(p *page, title string, blocks []block) int {
	const maxBlocks, maxWords = 8, 80
	names := map[string]bool{key(title): true, key(textOf(p.h1)): true}
	words := 0
	for i, b := range blocks[:min(len(blocks), maxBlocks)] {
		if b.key != "" && names[b.key] {
			return i + 1
		}
		if words += b.words; words > maxWords {
			break
		}
	}
	return 0
}

// isDek reports whether a block is the line under the headline.
func isDek(p *page, b block) bool {
	if !b.isHeading() || b.key == "" {
		return false
	}
	for _, name := range []string{"og:description", "description", "twitter:description"} {
		if d := key(p.meta(name)); d != "" && (strings.HasPrefix(d, b.key) || strings.HasPrefix(b.key, d)) {
			return true
		}
	}
	header := inside(b.node, atom.Header)
	return header != nil && p.h1 != nil && inside(p.h1, atom.Header) == header
}

// pastLabels is the first block after lines that only sign or date the story.
func pastLabels(p *page, blocks []block) int {
	const maxLabels, maxWords = 3, 12
	author := key(p.author())
	for i, b := range blocks[:min(len(blocks), maxLabels)] {
		signed := author != "" && strings.Contains(b.key, author) || byWords.MatchString(b.text)
		if b.words > maxWords || endsSentence(b.text) || !signed && !isDateline(b) {
			return i
		}
	}
	return min(len(blocks), maxLabels)
}

// isDateline reports whether a short line is mostly a date.
func isDateline(b block) bool { return b.words <= 10 && yearOrTime.MatchString(b.text) }

// isLeadingAway reports whether a paragraph or heading is nothing but links.
// Items of lists are not meant: a story may well list what it links to.
func isLeadingAway(b block) bool {
	return b.isLinked(90) && (b.isHeading() || is(b.node, atom.P, atom.Div, atom.Blockquote))
}

// isEntry reports whether a block can be an entry in a list of other stories.
func isEntry(b block) bool { return b.isLinked(80) || b.words <= 15 && !endsSentence(b.text) }

// endsSentence reports whether a text ends as sentences do, in the scripts
// that we meet (Latin, Cyrillic, Arabic, Armenian, Chinese).
func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"'”’»)] `)
	for _, end := range []string{".", "!", "?", "…", "؟", "۔", "։", ":", "。"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}
