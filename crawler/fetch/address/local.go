package address

import "net/netip"

// Local reports whether a host, a name or an address without brackets and port,
// is this machine: what is sent there crosses no network.
func Local(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
