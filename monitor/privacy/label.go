package privacy

import (
	"iter"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/index/analysis"
)

// Bounds of an author's label: what is longer names nobody.
const (
	maxLabel = 4 << 10 // bytes
	maxParts = 20
)

// parting stands between the authors of one label.
var parting = regexp.MustCompile(`\s*[,;|/•·&\n]\s*|\s+(?:and|və|ve|и|та|und|et|և|და|و)\s+`)

// roles are what those are called who are no person to the reader.
var roles = []string{
	"admin", "administrator", "editor", "editors", "editorial", "newsroom", "staff", "moderator", "webmaster", "news", "press", "author",
	"redaktor", "redaksiya", "redaksiyadan", "muəllif", "xəbər", "редакция", "редактор", "админ", "администратор", "новости", "автор",
	"unregistered",
}

// normal is the form in which a name is compared: its folded words.
func normal(name string) string {
	var words []string
	for _, t := range analysis.Tokens(name) {
		words = append(words, t.Text)
	}
	if len(words) == 0 {
		return strings.TrimSpace(name)
	}
	return strings.Join(words, " ")
}

// labels turns what stands as an author into what is kept.
type labels struct {
	key   key
	named map[string]bool // outlets, offices and roles, in their normal form
}

func newLabels(k key, names []string, sources iter.Seq[qalxan.Source]) labels {
	l := labels{key: k, named: map[string]bool{}}
	for _, name := range slices.Concat(roles, names) {
		l.named[normal(name)] = true
	}
	for s := range sources {
		l.named[normal(s.Name)] = true
	}
	return l
}

// label is what is kept of an author's label on an item of a source. The same
// name is the same pseudonym in every source. What was pseudonym before stays
// where it is known to be ours.
func (l labels) label(label string, s qalxan.Source, site string, ours bool, gone func(string) bool) string {
	var kept []string
	for i, part := range parting.Split(label[:min(len(label), maxLabel)], maxParts+1) {
		if part = strings.TrimSpace(strings.ToValidUTF8(part, "")); part == "" || i == maxParts {
			continue
		}
		if part = l.part(part, s, site, ours, gone); part != "" && !slices.Contains(kept, part) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, ", ")
}

func (l labels) part(part string, s qalxan.Source, site string, ours bool, gone func(string) bool) string {
	name := normal(part)
	known := qalxan.IsPseudonym(part)
	pseudonym := l.key.pseudonym(name)
	if known && ours {
		pseudonym = part
	}
	switch agency := duplicate.Agency(part); {
	case gone(pseudonym):
		return ""
	case known:
		return pseudonym
	case s.Policy.Authors == qalxan.AuthorsNamed, l.named[name], outlet(name, s, site), agency != "" && normal(agency) == name:
		return part
	case agency != "":
		return pseudonym + ", " + agency
	}
	return pseudonym
}

// outlet reports whether a name is that of the source or of the site.
func outlet(name string, s qalxan.Source, site string) bool {
	if name == normal(site) && site != "" || name == normal(s.Name) && s.Name != "" || name == normal(s.ID) {
		return true
	}
	u, err := url.Parse(s.URL)
	return err == nil && u.Hostname() != "" && strings.TrimPrefix(name, "www.") == normal(strings.TrimPrefix(u.Hostname(), "www."))
}
