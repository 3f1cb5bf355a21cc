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
// and only say where lines may break are dropped. What is isolated (FSI and PDI)
// stays so, to a depth of 4, and is always closed.
func Clean(text string) string {
	var out strings.Builder
	n, open := 0, 0
	for _, r := range text {
		if n++; n > most {
			out.WriteRune('…')
			break
		}
		switch {
		case r == '\u00ad' || r == '\u200b' || r == '\u2060' || r == '\ufeff':
			continue
		case r == '\n' || r == '\u200c' || r == '\u200d' || r == '\u200e' || r == '\u200f':
		case r == isolate && open < 4:
			open++
		case r == endIsolate && open > 0:
			open--
		case r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			r = ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef:
			r = unicode.ReplacementChar
		}
		out.WriteRune(r)
	}
	return out.String() + strings.Repeat(string(endIsolate), open)
}

// The signs around a text that keeps its direction to itself (UAX #9, 2.4.2).
const (
	isolate    = '\u2068'
	endIsolate = '\u2069'
)

// Isolated keeps the direction of a foreign text to itself in a line that holds
// more than it, so that a number after an Arabic title stands after it. A text
// without letters from right to left is left as it is.
func Isolated(text string) string {
	if !strings.ContainsFunc(text, leftward) {
		return text
	}
	return string(isolate) + Clean(text) + string(endIsolate)
}

func leftward(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko)
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
	return seen(u.String())
}

// seen writes what is not seen in an address, or turns its direction, as percent
// signs (RFC 3986, 2.1).
func seen(address string) string {
	var out strings.Builder
	for _, r := range address {
		if unicode.In(r, unicode.C, unicode.Z) {
			out.WriteString(url.PathEscape(string(r)))
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// longestTag is how long the tag of a language may be (RFC 5646, 4.4.1).
const longestTag = 35

// Tag is the tag of a language as it may stand in markup, and nothing for what
// is none: letters, digits and dashes.
func Tag(code string) string {
	for _, r := range code {
		if r > unicode.MaxASCII || r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return ""
		}
	}
	if len(code) > longestTag {
		return ""
	}
	return code
}
