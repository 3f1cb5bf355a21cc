package terms

import (
	"bytes"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// HeadSize is how much of a page is worth looking at for its terms, in bytes.
const HeadSize = 64 << 10

// OfPage are the terms that the meta elements of a page give an agent. The
// beginning of the page is enough, in any encoding that has the letters of
// ASCII where ASCII has them.
func OfPage(head []byte, agent string, read time.Time) Terms {
	var t Terms
	var mined []string
	var policy string
	for name, content := range metas(head) {
		switch name {
		case "robots", strings.ToLower(agent):
			for directive := range strings.SplitSeq(content, ",") {
				t.obey("meta "+name, SourceMeta, directive, read)
			}
		case "tdm-reservation":
			mined = append(mined, content)
		case "tdm-policy":
			policy = content
		}
	}
	if reserved(mined) {
		t = t.And(Terms{Reservation: &Reservation{Source: SourceMeta, Rule: "tdm-reservation: 1", Policy: policy, Time: read}})
	}
	return t
}

// metas yields name, in lower case, and content of the meta elements.
func metas(head []byte) func(yield func(name, content string) bool) {
	return func(yield func(name, content string) bool) {
		z := html.NewTokenizer(bytes.NewReader(head[:min(len(head), HeadSize)]))
		for {
			switch z.Next() {
			case html.ErrorToken:
				return
			case html.StartTagToken, html.SelfClosingTagToken:
				if tag, more := z.TagName(); string(tag) != "meta" || !more {
					continue
				}
				if name, content := meta(z); name != "" && !yield(name, content) {
					return
				}
			}
		}
	}
}

func meta(z *html.Tokenizer) (name, content string) {
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "name", "property":
			name = strings.ToLower(strings.TrimSpace(string(value)))
		case "content":
			content = string(value)
		}
	}
	return name, content
}
