package extract

import (
	"fmt"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
)

// Bounds of the pages that the boilerplate remover is given: its time grows
// with the square of some of them. The text of a larger page is found by
// density alone.
const (
	maxElements  = 30_000
	maxTextBytes = 2 << 20
)

// mainText is the story in blocks, and beside it what was chosen before it
// was tidied.
func (p *page) mainText(title string) (story, chosen []block) {
	chosen, err := choose(p.doc)
	if err != nil {
		chosen = densest(p.blocks)
	} else {
		chosen = widen(p.blocks, match(p.blocks, chosen))
	}
	story = tidy(p, title, chosen)
	if body := p.articleBody(); size(story) < fewWords && size(body) > size(story) {
		return body, body
	}
	return story, chosen
}

// fewWords is the length below which a main text is not believed to be all.
const fewWords = 60

// choose asks the boilerplate remover which text is the story.
func choose(doc *html.Node) (blocks []block, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("find the main text: %v", r)
		}
	}()
	if isHuge(doc) {
		return nil, fmt.Errorf("find the main text: the page has too many elements")
	}
	result, err := trafilatura.ExtractDocument(doc, trafilatura.Options{
		ExcludeComments: true,
		HtmlDateMode:    trafilatura.Disabled,
	})
	if err != nil {
		return nil, fmt.Errorf("find the main text: %w", err)
	}
	return cut(result.ContentNode, true), nil
}

func isHuge(doc *html.Node) bool {
	elements, text := 0, 0
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			elements++
		} else if n.Type == html.TextNode && !isUnseen(n.Parent) {
			text += len(n.Data)
		}
	}
	return elements > maxElements || text > maxTextBytes
}

// articleBody is the story as the structured data hold it: some pages show
// only its beginning, or draw it by script.
func (p *page) articleBody() []block {
	body, _ := p.story["articleBody"].(string)
	if body == "" {
		return nil
	}
	return fragment(body)
}
