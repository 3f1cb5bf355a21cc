package report

import "net/url"

// Link returns the address if it may be linked to: an absolute http or https
// address with a host. For everything else it returns nothing, and the address
// is to be shown as text.
func Link(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return address
}
