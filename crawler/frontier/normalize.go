package frontier

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// ErrAddress: what was given is not an address that can be fetched. The error
// says why.
var ErrAddress = errors.New("not an address to fetch")

const (
	// MaxURL is the longest address, in bytes, as spelt by Normalize.
	MaxURL = 2083
	maxRaw = 4 * MaxURL
)

// Normalize returns the one spelling of an address, so that the same page is
// not fetched twice. It follows RFC 3986 section 6.2: lower-case scheme and
// host, no default port, no dot segments, percent-escapes in capitals and only
// where needed. It also turns international host names into ASCII (UTS #46)
// and removes the fragment, the dot at the end of a host, and the parameters
// that follow a visitor around instead of naming a page. The order of the
// others is kept. An error is ErrAddress.
//
// Normalize of a normal address is that address.
func Normalize(raw string) (string, error) {
	normal, err := normalize(raw)
	if err != nil {
		return "", fmt.Errorf("%w: %.200q: %w", ErrAddress, raw, err)
	}
	return normal, nil
}

func normalize(raw string) (string, error) {
	if len(raw) > maxRaw {
		return "", fmt.Errorf("it is longer than %d bytes", maxRaw)
	}
	u, err := url.Parse(repair(raw))
	if err != nil {
		return "", errors.Unwrap(err)
	}
	scheme := u.Scheme // url.Parse made it lower case
	switch {
	case scheme != "http" && scheme != "https":
		return "", errors.New("it does not begin with http:// or https://")
	case u.User != nil:
		return "", errors.New("it holds a user name")
	}
	host, err := authority(u)
	if err != nil {
		return "", err
	}
	normal := scheme + "://" + host + path(u) + query(u.RawQuery)
	if len(normal) > MaxURL {
		return "", fmt.Errorf("it is longer than %d bytes", MaxURL)
	}
	return normal, nil
}

// repair does what browsers do before they read an address: space around it
// and line breaks in it are dropped, and a percent sign that begins no escape
// stands for itself (WHATWG URL section 4.4).
func repair(raw string) string {
	raw = strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' })
	var b strings.Builder
	for i := range len(raw) {
		switch c := raw[i]; {
		case c == '\t' || c == '\n' || c == '\r':
		case c == '%' && !escaped(raw[i:]):
			b.WriteString("%25")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// path is the path in its one spelling. Dots and session parameters are looked
// for after escapes are settled: both can hide in them.
func path(u *url.URL) string {
	p := u.RawPath
	if p == "" {
		p = u.EscapedPath()
	}
	segments := strings.Split(strings.TrimPrefix(escape(p, pathBytes), "/"), "/")
	var kept []string
	for i, s := range segments {
		switch s = withoutSession(s); s {
		case "..":
			kept = kept[:max(len(kept)-1, 0)]
		case ".":
		default:
			kept = append(kept, s)
			continue
		}
		if i == len(segments)-1 {
			kept = append(kept, "") // a dot segment at the end leaves a slash
		}
	}
	return "/" + strings.Join(kept, "/")
}

// query is the query with its question mark, without tracking; empty where
// nothing is left.
func query(raw string) string {
	var kept []string
	for _, part := range strings.Split(escape(raw, queryBytes), "&") {
		name, value, _ := strings.Cut(part, "=")
		if part != "" && !follows(name, value) {
			kept = append(kept, part)
		}
	}
	if len(kept) == 0 {
		return ""
	}
	return "?" + strings.Join(kept, "&")
}
