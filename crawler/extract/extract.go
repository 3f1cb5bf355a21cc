// Package extract reads one HTML page: which words are the story, and what the
// page says of itself.
//
// Nothing on a page is believed more than it must be: addresses are checked,
// dates that cannot be are dropped, every list is bounded, and a page that
// breaks a parser is an error and never a crash.
package extract

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/qalxan/qalxan/crawler/extract/marks"
)

// ErrAddress says that the address of the page is not an absolute http or
// https address.
var ErrAddress = errors.New("not an http or https address")

// maxText bounds the main text, in bytes.
const maxText = 1 << 20

// Options change how pages are read. The zero value is ready for use.
type Options struct {
	// Now gives the time after which a date lies in the future. Default
	// time.Now.
	Now func() time.Time
}

// Extractor reads pages. It keeps no state between calls and is safe for
// concurrent use.
type Extractor struct {
	now func() time.Time
}

// New makes an extractor.
func New(o Options) *Extractor {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Extractor{now: o.Now}
}

// Extract reads a page that is UTF-8 HTML. Any bytes are accepted: what cannot
// be read is missing from the article. The address is where the page was
// found, after redirects. Of a body, the first 16 MiB are read.
func (e *Extractor) Extract(body []byte, pageURL string) (a Article, err error) {
	defer func() {
		if r := recover(); r != nil {
			a, err = Article{}, fmt.Errorf("extract %s: the page broke the reader: %v", pageURL, r)
		}
	}()
	u, err := url.Parse(pageURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return Article{}, fmt.Errorf("extract %q: %w", pageURL, ErrAddress)
	}
	doc, err := parse(body)
	if err != nil {
		return Article{}, fmt.Errorf("extract %s: %w", pageURL, err)
	}
	return e.read(newPage(doc, u), pageURL), nil
}

// read fills the article. The main text comes last, for the boilerplate remover
// may change the tree.
func (e *Extractor) read(p *page, pageURL string) Article {
	a := Article{
		URL: pageURL, Canonical: p.canonical(), Title: p.title(), Author: p.author(), Site: p.site(),
		Language: p.language(), Dates: p.dates(e.now()), Links: p.links(), Feeds: p.feeds(),
	}
	a.Marks, a.Reviews = marks.FromPage(p.doc, p.url), p.reviews()
	a.NoIndex, a.NoFollow, a.NoArchive = p.robots()
	story, chosen := p.mainText(a.Title)
	a.TextLinks = p.linksIn(story)
	a.Text = clipBytes(lines(story), maxText)
	a.IsArticle = p.isArticle(a, story, chosen)
	return a
}

// lines joins blocks, one a line.
func lines(blocks []block) string {
	texts := make([]string, len(blocks))
	for i, b := range blocks {
		texts[i] = b.text
	}
	return strings.Join(texts, "\n")
}
