package extract

import "slices"

// listTypes are the schema.org types of pages that list other pages.
var listTypes = []string{"CollectionPage", "SearchResultsPage", "ItemList", "Blog"}

// isList reports whether the page lists stories instead of telling one: it says
// so, most of its text is links, or most of it stands under the titles of other
// pages. Of a page that says it is a story, nearly all must stand there: a story
// may well end with the summaries of others.
func (p *page) isList(story, chosen []block) bool {
	if p.story == nil && slices.ContainsFunc(p.things, func(t thing) bool { return t.is(listTypes...) }) {
		return true
	}
	words, linked := 0, 0
	for _, b := range chosen {
		words += b.words
		linked += b.words * min(b.linked, len(b.text)) / max(1, len(b.text))
	}
	share := 50
	if p.claimsStory() {
		share = 80
	}
	return linked*2 > words || !p.namesStory() && p.isTeased(story, share)
}

// isTeased reports whether share percent of the story stand in entries.
func (p *page) isTeased(story []block, share int) bool {
	teased := 0
	for _, b := range story {
		if p.teased[b.key] {
			teased += b.words
		}
	}
	return teased > 0 && teased*100 >= size(story)*share
}
