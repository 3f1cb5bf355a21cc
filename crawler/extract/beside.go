package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// besideNames are the classes and ids by which sites call what stands in the
// story's place and is none of it: what readers write, and advertisements.
// Both change from one visit to the next.
var besideNames = []string{
	"comment", "comments", "comment-list", "commentlist", "comments-area", "comments-list", "comment-body", "disqus_thread", "respond",
	"ad", "ads", "ad-slot", "adslot", "ad-container", "ad-wrapper", "adsbygoogle", "advert", "advertisement", "advertising", "reklam", "reklama",
	"related", "related-posts", "related-articles", "related-news", "relatedposts", "most-read", "cookie-banner", "cookie-notice",
}

// withoutBeside drops the blocks that their page marks as standing beside the
// story. Where that is most of the text, the marks are not believed.
func withoutBeside(blocks []block) []block {
	story := slices.DeleteFunc(slices.Clone(blocks), func(b block) bool { return isMarkedBeside(b.node) })
	if size(story)*2 < size(blocks) {
		return blocks
	}
	return story
}

// isMarkedBeside reports whether n, or what it stands in below the article, is
// called by one of the names.
func isMarkedBeside(n *html.Node) bool {
	for ; n != nil && !is(n, atom.Body, atom.Main, atom.Article); n = n.Parent {
		for _, name := range []string{"class", "id"} {
			for token := range strings.FieldsSeq(strings.ToLower(attr(n, name))) {
				if slices.Contains(besideNames, token) {
					return true
				}
			}
		}
	}
	return false
}
