package lookalike

import (
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// maxHost is the longest host name (RFC 1035, section 2.3.4).
const maxHost = 253

// host is a host name in parts, in Unicode and lower case.
type host struct {
	text   string   // all of it
	subs   []string // labels left of the registered name
	label  string   // the registered name without its ending
	ending string   // the public suffix
	sold   bool     // the ending is let by a company and not by a registry
}

// split reads a host name. An address, a name of one label, and what is no
// host name are not read.
func split(name string) (host, bool) {
	name = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(name), "."))
	if len(name) == 0 || len(name) > maxHost || !plausible(name) {
		return host{}, false
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return host{}, false
	}
	ending, icann := publicsuffix.PublicSuffix(name)
	rest, ok := strings.CutSuffix(name, "."+ending)
	if !ok || rest == "" {
		return host{}, false
	}
	labels := strings.Split(readable(rest), ".")
	last := len(labels) - 1
	return host{
		text: readable(name), subs: labels[:last], label: labels[last], ending: readable(ending),
		sold: !icann && strings.Contains(ending, "."),
	}, true
}

// splitBrand reads a brand's domain, which may be a public suffix itself, like
// nhs.uk.
func splitBrand(domain string) (host, bool) {
	if h, ok := split(domain); ok {
		return h, true
	}
	domain = clean(domain)
	label, ending, ok := strings.Cut(domain, ".")
	if !ok || label == "" || ending == "" || len(domain) > maxHost || !plausible(domain) {
		return host{}, false
	}
	return host{text: domain, label: label, ending: ending}, true
}

// plausible reports whether a name has only what host names have.
func plausible(name string) bool {
	if strings.Contains(name, "..") || name[0] == '.' {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool {
		return r <= ' ' || r == 0x7f || r == 0xfffd || r < 0x80 && !isLetter(r) && !isDigit(r) && r != '-' && r != '.' && r != '_'
	})
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' }
func isDigit(r rune) bool  { return r >= '0' && r <= '9' }

// readable turns Punycode (RFC 3492) into letters, where it can be.
func readable(name string) string {
	if !strings.Contains(name, "xn--") {
		return name
	}
	if u, err := idna.Punycode.ToUnicode(name); err == nil {
		return strings.ToLower(u)
	}
	return name
}

// trade says how an ending is come by.
type trade int

const (
	tradeOld      trade = iota // com, net, org: outlets everywhere have them
	tradeNational              // of one country
	tradeCheap                 // sold to everybody: the new endings, some country codes, companies' own
)

func (h host) trade() trade {
	top := h.country()
	switch {
	case oldEndings[h.ending]:
		return tradeOld
	case h.sold, len(top) > 2, soldEndings[top]:
		return tradeCheap
	}
	return tradeNational
}

// country is the last label.
func (h host) country() string { return h.ending[strings.LastIndexByte(h.ending, '.')+1:] }

// compact leaves out hyphens.
func compact(label string) string { return strings.ReplaceAll(label, "-", "") }

// joined is labels without the dots between them.
func joined(labels ...string) string { return strings.ReplaceAll(strings.Join(labels, ""), ".", "") }
