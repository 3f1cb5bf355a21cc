package paper

import (
	"net/url"
	"strings"
	"unicode"
)

// most is how many code points of one text a paper holds: a title of a
// megabyte is no title.
const most = 2000

// Clean makes a foreign text fit to be set: control characters, those that
// turn the direction of what follows (Unicode 16, UAX #9, 2.1 to 2.4), those
// that no font can show and broken bytes become visible as U+FFFD. What is
// longer than 2,000 code points ends with an ellipsis. Signs that are never seen
// and only say where lines may break are dropped.
func Clean(text string) string {
	var out strings.Builder
	n := 0
	for _, r := range text {
		if n++; n > most {
			out.WriteRune('…')
			break
		}
		switch {
		case r == '\u00ad' || r == '\u200b' || r == '\u2060' || r == '\ufeff':
			continue
		case r == '\n' || r == '\u200c' || r == '\u200d' || r == '\u200e' || r == '\u200f':
		case r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			r = ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef:
			r = unicode.ReplacementChar
		}
		out.WriteRune(r)
	}
	return out.String()
}

// longestLink is how long an address may be that is linked to, in bytes.
const longestLink = 2000

// Link returns the address if it may be linked to: an absolute http or https
// address with a host, of at most 2,000 bytes. For everything else it returns
// nothing, and the address is to be shown as text.
func Link(address string) string {
	u, err := url.Parse(address)
	if err != nil || len(address) > longestLink || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.String()
}
