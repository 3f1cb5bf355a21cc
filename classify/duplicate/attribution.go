package duplicate

import (
	"cmp"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/breakout"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/index/analysis"
)

// minSite is the shortest outlet name, in letters, that is looked for in a
// text; shorter ones are words.
const minSite = 4

// maxSaid is how much of the beginning of a text is searched for names, and as
// much of its end, in bytes.
const maxSaid = 64 << 10

// said is all in which an item may name where it is from, folded.
func (m *member) said() string {
	text := m.item.Text
	if len(text) > 2*maxSaid {
		text = text[:maxSaid] + "\n" + text[len(text)-maxSaid:]
	}
	return analysis.Fold(m.item.Title + "\n" + m.item.Author + "\n" + text)
}

// maxLinks bounds the links of an item that are looked at.
const maxLinks = 1000

// linked are those to whom an item links, or with whom it says its page
// belongs.
func (m *member) linked() map[string]bool {
	linked := map[string]bool{}
	for _, address := range append([]string{m.item.Canonical}, m.item.Links[:min(len(m.item.Links), maxLinks)]...) {
		if there := voice(address); there != "" {
			linked[there] = true
		}
	}
	return linked
}

// named reports whether the site or the outlet of an item is named in what
// another said.
func (m *member) named(said string) bool {
	outlet := m.item.Site
	return containsWord(said, analysis.Fold(m.voice)) ||
		utf8.RuneCountInString(outlet) >= minSite && containsWord(said, analysis.Fold(outlet))
}

// byline reports whether two items give one person as the author: by a
// pseudonym, or by a name. One word is no name: every second editor is called
// admin.
func (m *member) byline(other *member) bool {
	author := analysis.Fold(strings.TrimSpace(m.item.Author))
	return (strings.Contains(author, " ") || qalxan.IsPseudonym(author)) && author == analysis.Fold(strings.TrimSpace(other.item.Author))
}

// voice is whose words stand at an address: the registered name of a site with
// all its hosts (www, mobile, feeds), and on a network that many share its name
// and the account, as in t.me/channel. It is empty for what is no address.
func voice(address string) string {
	if breakout.PlatformOf("", address) == breakout.Web {
		return frontier.Site(address)
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	account, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(u.Path, "/"), "s/"), "/")
	if account == "" {
		return "" // the network itself
	}
	return strings.ToLower(frontier.Site(address) + "/" + account)
}

// containsWord reports whether the words stand in a text and not in the middle
// of longer ones before them. Endings may follow: names are inflected.
func containsWord(text, words string) bool {
	for {
		before, after, ok := strings.Cut(text, words)
		if !ok {
			return false
		}
		if last, _ := utf8.DecodeLastRuneInString(before); before == "" || !unicode.IsLetter(last) && !unicode.IsDigit(last) {
			return true
		}
		text = after
	}
}

// name is what a source is called in a sentence.
func name(item qalxan.Item) string {
	return cmp.Or(item.Site, strings.TrimPrefix(frontier.Host(item.URL), "www."), item.SourceID)
}
