package pack

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/paper"
)

// hosts says which hosts belong to a platform, without www. and m.
var hosts = map[string]Platform{
	"youtube.com": YouTube, "youtu.be": YouTube, "youtube-nocookie.com": YouTube,
	"facebook.com": Facebook, "fb.com": Facebook, "fb.watch": Facebook,
	"maps.app.goo.gl": Maps,
}

var (
	wikiHost   = regexp.MustCompile(`^([a-z][a-z-]{1,19})(?:\.m)?\.wikipedia\.org$`)
	googleHost = regexp.MustCompile(`^(maps\.)?google\.(?:com|[a-z]{2}|com?\.[a-z]{2})$`)
	revision   = regexp.MustCompile(`^[1-9][0-9]{0,17}$`)
)

// platformOf is the platform on which an address stands.
func platformOf(address string, kind qalxan.Kind) (Platform, Why) {
	u, err := url.Parse(address)
	if err != nil || paper.Link(address) == "" {
		return "", WhySite
	}
	host := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), "m.")
	google := googleHost.FindStringSubmatch(host)
	inMaps := u.Path == "/maps" || strings.HasPrefix(u.Path, "/maps/")
	switch {
	case wikiHost.MatchString(host):
		return Wikipedia, ""
	case hosts[host] != "":
		return hosts[host], ""
	case google != nil && (google[1] != "" || inMaps), host == "goo.gl" && inMaps:
		return Maps, ""
	case kind == qalxan.KindWikipedia:
		return "", WhyWiki
	}
	return "", WhySite
}

// form is how a platform is reported to: where, and in which words of its own
// the behaviours fall under its rules.
type form struct {
	to         string
	limit      int // code points of the details
	categories []category
}

// category is a rule of a platform, by the name that it has there, and the
// behaviours that fall under it.
type category struct {
	name, policy string
	of           []qalxan.Detector // all others where empty
}

// forms are those of the platforms that take one address at a time. YouTube's
// field for details takes 500 signs; the other two bounds are ours.
var forms = map[Platform]form{
	YouTube: {"https://support.google.com/youtube/answer/2802027", 500, []category{
		{"Impersonation", "https://support.google.com/youtube/answer/2801947", []qalxan.Detector{qalxan.DetectLookalike}},
		{"Spam, deceptive practices, & scams", "https://support.google.com/youtube/answer/2801973", nil},
	}},
	Facebook: {"https://www.facebook.com/help/reportlinks", 1000, []category{
		{"Account Integrity", "https://transparency.meta.com/policies/community-standards/account-integrity", []qalxan.Detector{qalxan.DetectLookalike}},
		{"Spam", "https://transparency.meta.com/policies/community-standards/spam", []qalxan.Detector{qalxan.DetectEdit, qalxan.DetectDuplicate}},
		{"Inauthentic Behavior", "https://transparency.meta.com/policies/community-standards/inauthentic-behavior", nil},
	}},
	Maps: {"https://support.google.com/contributionpolicy/answer/7445749", 1000, []category{
		{"Impersonation", "https://support.google.com/contributionpolicy/answer/7400114", []qalxan.Detector{qalxan.DetectLookalike}},
		{"Fake engagement", "https://support.google.com/contributionpolicy/answer/7400114", nil},
	}},
}

// category is the rule under which what was observed first falls.
func (f form) category(seen []qalxan.Detector) category {
	for _, c := range f.categories {
		if len(c.of) == 0 || slices.Contains(c.of, seen[0]) {
			return c
		}
	}
	return category{}
}

// board is a page of a Wikipedia where editors ask for a look.
type board struct {
	title     string // under its own name
	behaviour string // where several sources do the same; title where empty
}

// boards are those of the wikis whose language packs speak. On others the talk
// page of the article is the place.
var boards = map[string]board{
	"az": {title: "Vikipediya:Kənd meydanı"},
	"en": {title: "Wikipedia:Neutral point of view/Noticeboard", behaviour: "Wikipedia:Administrators' noticeboard"},
	"ru": {title: "Википедия:Запросы к администраторам"},
}

// wiki is the host and the language of a wiki.
func wiki(address string) (host, language string) {
	u, err := url.Parse(address)
	if err != nil {
		return "", ""
	}
	host = strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if m := wikiHost.FindStringSubmatch(host); m != nil {
		return m[1] + ".wikipedia.org", m[1]
	}
	return "", ""
}

// revisionOf is the number of the revision that an address of a wiki names;
// empty for none.
func revisionOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if id := u.Query().Get("oldid"); revision.MatchString(id) {
		return id
	}
	return ""
}

// maxAddress bounds an address, in bytes; what is longer is no address of a
// platform.
const maxAddress = 2000

// plain is an address as ASCII: it works where it is pasted, and nothing in it
// can turn the direction of text or end a line. It is empty for what is no web
// address.
func plain(address string) string {
	u, err := url.Parse(address)
	if err != nil || paper.Link(address) == "" || len(address) > maxAddress {
		return ""
	}
	if name, err := idna.Lookup.ToASCII(u.Hostname()); err == nil && u.Port() == "" {
		u.Host = name
	}
	u.User = nil
	var out strings.Builder
	for _, b := range []byte(u.String()) {
		if b <= ' ' || b >= 0x7f || strings.IndexByte("<>\"{}|\\^`", b) >= 0 {
			out.WriteString("%" + hexByte(b))
		} else {
			out.WriteByte(b)
		}
	}
	return out.String()
}

func hexByte(b byte) string {
	const digits = "0123456789ABCDEF"
	return string([]byte{digits[b>>4], digits[b&15]})
}
