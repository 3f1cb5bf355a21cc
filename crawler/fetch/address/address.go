// Package address tells addresses of the open internet from those that lead
// into a private network, after the IANA special-purpose address registries
// (RFC 6890 and its updates).
package address

import "net/netip"

// Public reports whether a host of the open internet may stand at the address.
// Loopback, private, link-local, shared (CGNAT), metadata, multicast,
// documentation and reserved ranges are not public; an IPv6 address that
// embeds an IPv4 address is as public as that one.
func Public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsValid() || within(special, a) {
		return false
	}
	if inner, ok := embedded(a); ok {
		return Public(inner)
	}
	return true
}

func within(prefixes []netip.Prefix, a netip.Addr) bool {
	for _, p := range prefixes {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

var (
	sixToFour = netip.MustParsePrefix("2002::/16")    // RFC 3056
	nat64     = netip.MustParsePrefix("64:ff9b::/96") // RFC 6052
)

// embedded is the IPv4 address that a 6to4 or NAT64 address leads to.
func embedded(a netip.Addr) (netip.Addr, bool) {
	b := a.As16()
	switch {
	case sixToFour.Contains(a):
		return netip.AddrFrom4([4]byte(b[2:6])), true
	case nat64.Contains(a):
		return netip.AddrFrom4([4]byte(b[12:16])), true
	}
	return netip.Addr{}, false
}

// special are the ranges where no public host stands.
var special = prefixes(
	"0.0.0.0/8",        // this network
	"10.0.0.0/8",       // private, RFC 1918
	"100.64.0.0/10",    // shared by carriers, RFC 6598
	"127.0.0.0/8",      // loopback
	"168.63.129.16/32", // metadata and name service of one cloud, public by its number only
	"169.254.0.0/16",   // link-local, and the metadata services
	"172.16.0.0/12",    // private
	"192.0.0.0/24",     // protocol assignments
	"192.0.2.0/24",     // documentation
	"192.88.99.0/24",   // former 6to4 relays
	"192.168.0.0/16",   // private
	"198.18.0.0/15",    // benchmarks
	"198.51.100.0/24",  // documentation
	"203.0.113.0/24",   // documentation
	"224.0.0.0/4",      // multicast
	"240.0.0.0/4",      // reserved, broadcast
	"::/96",            // unspecified, loopback, IPv4-compatible
	"::ffff:0:0:0/96",  // IPv4-translated
	"64:ff9b:1::/48",   // NAT64 of a local network, RFC 8215
	"100::/64",         // discard
	"2001::/23",        // protocol assignments, Teredo among them
	"2001:db8::/32",    // documentation
	"3fff::/20",        // documentation
	"5f00::/16",        // segment routing
	"fc00::/7",         // unique local, and metadata services
	"fe80::/10",        // link-local
	"fec0::/10",        // former site-local
	"ff00::/8",         // multicast
)

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, t := range texts {
		list[i] = netip.MustParsePrefix(t)
	}
	return list
}
