package robots

import "strings"

// pattern is the value of a rule, normalised: a path that begins an address,
// with * for any octets and, at the end, $ for the end (RFC 9309 section
// 2.2.3).
type pattern struct{ text string }

func newPattern(value string) pattern { return pattern{text: normalisePattern(value)} }

// Match reports whether the path of an address begins as a pattern says, with
// the wildcards and the normalisation of rules, and how many octets the pattern
// has: the longer one is the more specific. An empty pattern matches nothing.
func Match(value, rawURL string) (octets int, ok bool) {
	p := newPattern(value)
	return len(p.text), p.text != "" && p.matches(pathOf(rawURL))
}

// matches takes the pieces between the stars in order, each as far left as it
// goes. That finds a match where there is one, because a star gives back
// nothing by ending later, and it never looks at a piece twice.
func (p pattern) matches(path string) bool {
	text, anchored := strings.CutSuffix(p.text, "$")
	first, rest, stars := strings.Cut(text, "*")
	path, ok := strings.CutPrefix(path, first)
	if !ok {
		return false
	}
	if !stars {
		return !anchored || path == ""
	}
	for {
		piece, more, again := strings.Cut(rest, "*")
		if !again && anchored {
			return strings.HasSuffix(path, piece)
		}
		i := strings.Index(path, piece)
		if i < 0 {
			return false
		}
		if !again {
			return true
		}
		path, rest = path[i+len(piece):], more
	}
}

// normalise writes a path as it is compared (section 2.2.2): octets outside
// ASCII escaped, escaped unreserved ASCII plain, escapes in upper case. The
// characters that mean something in a pattern are escaped, so that they can
// only meet their own escape there.
func normalise(path string) string {
	return rewrite(path, func(int) bool { return true })
}

// normalisePattern does the same to a rule and leaves its stars and final
// dollar as they are.
func normalisePattern(value string) string {
	last := len(value) - 1
	return rewrite(value, func(i int) bool { return value[i] == '$' && i != last })
}

// rewrite normalises s; ordinary says whether the * or $ at an index means
// nothing but itself.
func rewrite(s string, ordinary func(i int) bool) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			if o := unhex(s[i+1])<<4 | unhex(s[i+2]); isUnreserved(o) {
				b.WriteByte(o)
			} else {
				escape(&b, o)
			}
			i += 2
		case isForeign(c), (c == '*' || c == '$') && ordinary(i):
			escape(&b, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

const upperHex = "0123456789ABCDEF"

func escape(b *strings.Builder, o byte) {
	b.WriteByte('%')
	b.WriteByte(upperHex[o>>4])
	b.WriteByte(upperHex[o&15])
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return (c | 0x20) - 'a' + 10
}

// isForeign says that an octet cannot stand in an address by itself: it is
// neither reserved nor unreserved in RFC 3986.
func isForeign(c byte) bool {
	return c <= ' ' || c >= 0x7f || strings.IndexByte("\"%<>\\^`{|}", c) >= 0
}

// isUnreserved is RFC 3986 section 2.3.
func isUnreserved(c byte) bool {
	return isToken(rune(c)) || c == '.' || c == '~'
}
