package breakout

import (
	"net/url"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
)

// networks are the platforms that many share, by the ends of their hosts.
var networks = []struct{ name, host string }{
	{"telegram", "t.me"},
	{"telegram", "telegram.me"},
	{"telegram", "telegram.org"},
	{"facebook", "facebook.com"},
	{"facebook", "fb.com"},
	{"instagram", "instagram.com"},
	{"threads", "threads.net"},
	{"x", "x.com"},
	{"x", "twitter.com"},
	{"youtube", "youtube.com"},
	{"youtube", "youtu.be"},
	{"tiktok", "tiktok.com"},
	{"vk", "vk.com"},
	{"vk", "vk.ru"},
	{"vk", "vkvideo.ru"},
	{"ok", "ok.ru"},
	{"rutube", "rutube.ru"},
	{"dzen", "dzen.ru"},
	{"livejournal", "livejournal.com"},
	{"reddit", "reddit.com"},
	{"bluesky", "bsky.app"},
	{"medium", "medium.com"},
	{"substack", "substack.com"},
	{"wiki", "wikipedia.org"},
	{"whatsapp", "whatsapp.com"},
	{"odysee", "odysee.com"},
}

// Platforms that are no network.
const (
	Web  = "web"
	Wiki = "wiki"
)

// Platforms lists every platform, sorted.
func Platforms() []string {
	all := []string{Web, Wiki}
	for _, n := range networks {
		all = append(all, n.name)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// PlatformOf is the platform of an address that a source of a kind brought:
// Wiki, the name of a network, or Web.
func PlatformOf(kind qalxan.Kind, address string) string {
	if kind == qalxan.KindWikipedia {
		return Wiki
	}
	u, err := url.Parse(address)
	if err != nil {
		return Web
	}
	host := strings.ToLower(u.Hostname())
	for _, n := range networks {
		if under, ok := strings.CutSuffix(host, n.host); ok && (under == "" || strings.HasSuffix(under, ".")) {
			return n.name
		}
	}
	return Web
}
