package frontier

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// lookup is the profile by which names are looked up, but for underscores and
// doubled dashes, which live host names have.
var lookup = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false),
	idna.StrictDomainName(false), idna.CheckHyphens(false))

// authority is the host in its one spelling, with a port that is not the
// scheme's own.
func authority(u *url.URL) (string, error) {
	host, err := hostname(u.Hostname())
	if err != nil {
		return "", err
	}
	port := u.Port()
	if port == "" {
		return host, nil
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return "", fmt.Errorf("%s is not a port", port)
	}
	if n == 80 && u.Scheme == "http" || n == 443 && u.Scheme == "https" {
		return host, nil
	}
	return fmt.Sprintf("%s:%d", host, n), nil
}

func hostname(raw string) (string, error) {
	if strings.Contains(raw, ":") {
		ip, err := netip.ParseAddr(raw)
		if err != nil || ip.Zone() != "" {
			return "", fmt.Errorf("%q is not a host", raw)
		}
		return "[" + ip.String() + "]", nil
	}
	host, err := lookup.ToASCII(raw)
	if err != nil {
		return "", fmt.Errorf("%q is not a host name", raw)
	}
	host = strings.TrimSuffix(host, ".")
	// What was mapped to something that would be mapped again is no name: it
	// would have two spellings.
	if again, err := lookup.ToASCII(host); err != nil || again != host {
		return "", fmt.Errorf("%q is not a host name", raw)
	}
	if err := checkName(host); err != nil {
		return "", fmt.Errorf("%q is not a host name: %w", raw, err)
	}
	return host, nil
}

// checkName checks what the profile was told to let through (RFC 1035 section
// 2.3.4 for the lengths).
func checkName(host string) error {
	if host == "" || len(host) > 253 {
		return errors.New("it needs 1 to 253 characters")
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 {
			return errors.New("each part needs 1 to 63 characters")
		}
		if strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return errors.New("only letters, digits, dashes and dots may stand there")
		}
	}
	return nil
}

// Host is the host of an address in its one spelling, without port; empty
// where it has none.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host, err := hostname(u.Hostname())
	if err != nil {
		return ""
	}
	return strings.Trim(host, "[]")
}

// Site is the part of an address's host that somebody registered: example.az
// of https://news.example.az/. Where nothing can be registered (an IP address,
// localhost, a public suffix itself) it is the host.
func Site(address string) string { return SiteOf(Host(address)) }

// SiteOf is Site for a host's name.
func SiteOf(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if _, err := netip.ParseAddr(host); err == nil {
		return host
	}
	if site, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return site
	}
	return host
}

// SameSite reports whether two addresses lie under one registered domain.
func SameSite(a, b string) bool {
	site := Site(a)
	return site != "" && site == Site(b)
}
