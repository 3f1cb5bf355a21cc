package extract

import (
	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract/claimreview"
	"github.com/qalxan/qalxan/crawler/extract/marks"
)

// Article is what was read from one HTML page.
type Article struct {
	URL       string // the page's own address, as given
	Canonical string // absolute, as claimed; may belong to another site
	Title     string
	Text      string // main text, paragraphs separated by one newline
	Author    string
	Site      string
	Language  string        // as claimed by the page: the part before the dash of html lang, og:locale or JSON-LD
	Dates     []qalxan.Date // most trusted first within a kind
	// IsArticle says that the page is one story and not a list of stories.
	IsArticle bool
	TextLinks []string // absolute http(s) addresses inside the main text
	Links     []string // all absolute http(s) addresses of the page, each once, fragments removed, nofollow left out
	Feeds     []string // absolute addresses of feeds that the page announces
	// Marks tell who runs the site: ids of services, proofs of ownership, what
	// it is built with.
	Marks []marks.Mark `json:",omitempty"`
	// Reviews are the reviews of claims that the page publishes (ClaimReview).
	Reviews   []claimreview.Review `json:",omitempty"`
	NoIndex   bool                 // meta robots noindex or none
	NoFollow  bool                 // meta robots nofollow or none
	NoArchive bool                 // meta robots noarchive or none
}
