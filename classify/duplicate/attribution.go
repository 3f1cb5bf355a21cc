package duplicate

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
)

// minSite is the shortest outlet name, in letters, that is looked for in a
// text; shorter ones are words.
const minSite = 4

// attributed reports whether a copy openly says where its text is from: it
// links to the origin's host, calls an address there its canonical one, or
// names the host or the outlet.
func attributed(item, origin qalxan.Item) bool {
	from := host(origin.URL)
	there := func(address string) bool { return from != "" && under(host(address), from) }
	return there(item.Canonical) || slices.ContainsFunc(item.Links, there) ||
		from != "" && containsWord(strings.ToLower(item.Text), from) ||
		utf8.RuneCountInString(origin.Site) >= minSite && containsWord(item.Text, origin.Site)
}

// under reports whether a host is another or below it.
func under(host, parent string) bool { return host == parent || strings.HasSuffix(host, "."+parent) }

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
func name(item qalxan.Item) string { return cmp.Or(item.Site, host(item.URL), item.SourceID) }

func sameHost(a, b string) bool { return host(a) != "" && host(a) == host(b) }

// host is the host of an address in lower case, without the www or m of its
// other faces.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	name := strings.ToLower(u.Hostname())
	for _, face := range []string{"www.", "m.", "amp."} {
		name = strings.TrimPrefix(name, face)
	}
	return name
}
