// Package coordination finds accounts that share the same things at the same
// time, again and again.
//
// The method is that of Giglietto, Righetti, Rossi and Marino ("It takes a
// village to manipulate the media", Information, Communication & Society 23(6),
// 2020) as the R package CooRTweet carries it out: two accounts that share one
// object within a window of seconds co-share; co-shares of a pair are the
// weight of its edge; edges above a percentile of all weights are kept.
// Analyse does that for a file, Detector for a crawl that goes on. Network.Test
// says how surprising an edge is.
package coordination

import (
	"iter"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/index/analysis"
)

// Kind is what kind of object is shared. Objects of two kinds never meet.
type Kind string

// The kinds of object.
const (
	KindLink    Kind = "link"
	KindText    Kind = "text"
	KindHashtag Kind = "hashtag"
	KindImage   Kind = "image"
)

// Kinds lists the kinds of object.
func Kinds() []Kind { return []Kind{KindLink, KindText, KindHashtag, KindImage} }

// Share is one account's sharing of one object in one post.
type Share struct {
	Kind   Kind
	Object string
	// Account is who shares, as it is called in a sentence: an author's label,
	// a channel or an outlet.
	Account string
	// Outlet is the house that an account belongs to, empty where unknown.
	// Accounts of one outlet never co-share: they are one voice.
	Outlet  string
	Content string // id of the post
	Time    time.Time
}

// Clues are what the caller knows of an item and coordination cannot find out.
type Clues struct {
	Account string
	Outlet  string
	Links   []string // the item's links, each in its one normal form
	Text    string   // a name for its text that equal texts have in common; empty for short texts
	Images  []string // hashes of its images
	// Copied says that the text stands elsewhere, too. Its links, images and
	// hashtags came with it and are no objects: they would tell of one thing
	// twice.
	Copied bool
	// Attributed says that the text names its origin or links to it. Texts that
	// are openly taken over are no objects.
	Attributed bool
}

// maxObjects bounds the objects of one kind that are taken from one item. A
// page that holds more is a list, and lists share everything.
const maxObjects = 50

// Shares lists what an item shares, each object once: links that leave its own
// site, its text, its images and its hashtags. There are none of a kind of which
// the item holds more than 50, and none at all without an account or without a
// time of publication that the page claims: the time of a capture is ours, and
// midnight sharp is a day without an hour.
func Shares(item qalxan.Item, c Clues) []Share {
	when := item.Published()
	if c.Account == "" || when.IsZero() || when.After(item.Seen) || midnight(when) || midnight(when.UTC()) {
		return nil
	}
	objects := map[Kind][]string{}
	if !c.Copied {
		objects[KindLink], objects[KindImage], objects[KindHashtag] = foreign(c.Links, item.URL), c.Images, Hashtags(item.Text)
	}
	if !c.Attributed && c.Text != "" {
		objects[KindText] = []string{c.Text}
	}
	var shares []Share
	for _, kind := range Kinds() {
		all := slices.Compact(slices.Sorted(slices.Values(objects[kind])))
		if len(all) > maxObjects {
			continue
		}
		for _, object := range all {
			shares = append(shares, Share{kind, object, c.Account, c.Outlet, item.Identity, when})
		}
	}
	return shares
}

func midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }

// foreign lists the links that leave a site: every page links to its own.
func foreign(links []string, page string) []string {
	own := frontier.Site(page)
	return slices.DeleteFunc(slices.Clone(links), func(link string) bool {
		there := frontier.Site(link)
		return there == "" || there == own
	})
}

// The bounds of a hashtag, in code points. A longer one is no word.
const (
	minTag = 2
	maxTag = 100
)

// Hashtags lists the hashtags of a text in order, folded and without the sign:
// # or ＃ before letters, marks, digits and underscores that are not all digits
// (UAX #31, section 2.6). A sign inside a word or an address is none.
func Hashtags(text string) []string {
	var tags []string
	for at := range signs(text) {
		_, size := utf8.DecodeRuneInString(text[at:])
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		tag := text[at+size:]
		if end := strings.IndexFunc(tag, func(r rune) bool { return !inTag(r) }); end >= 0 {
			tag = tag[:end]
		}
		if n := len([]rune(tag[:min(len(tag), maxTag*utf8.UTFMax)])); inTag(before) || strings.ContainsRune("/&?=", before) ||
			n < minTag || n > maxTag || !strings.ContainsFunc(tag, unicode.IsLetter) {
			continue
		}
		if folded := analysis.Fold(tag); folded != "" {
			tags = append(tags, folded)
		}
	}
	return tags
}

// signs gives the places of hash signs.
func signs(text string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at, r := range text {
			if (r == '#' || r == '＃') && !yield(at) {
				return
			}
		}
	}
}

// inTag reports whether a character may stand in a hashtag; the two joiners
// part words in Persian.
func inTag(r rune) bool {
	return r == '_' || r == '\u200c' || r == '\u200d' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r))
}
