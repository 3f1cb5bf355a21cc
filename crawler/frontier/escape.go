package frontier

import "strings"

const (
	unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
	// pathBytes and queryBytes may stand there as they are (RFC 3986 section
	// 3.3 and 3.4); brackets are common in queries and kept.
	pathBytes  = unreserved + "!$&'()*+,;=:@/"
	queryBytes = unreserved + "!$&'()*+,;=:@/?[]"
)

// escape gives every byte its one spelling: an escape in capitals, or the byte
// itself where it is unreserved, or an escape where it may not stand as it is.
func escape(s, may string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !escaped(s[i:]) {
			put(&b, c, strings.IndexByte(may, c) >= 0)
			continue
		}
		c = unhex(s[i+1])<<4 | unhex(s[i+2])
		put(&b, c, strings.IndexByte(unreserved, c) >= 0)
		i += 2
	}
	return b.String()
}

func put(b *strings.Builder, c byte, plain bool) {
	if plain {
		b.WriteByte(c)
		return
	}
	const digits = "0123456789ABCDEF"
	b.Write([]byte{'%', digits[c>>4], digits[c&15]})
}

// escaped reports whether s begins with a percent-escape.
func escaped(s string) bool {
	return len(s) > 2 && s[0] == '%' && isHex(s[1]) && isHex(s[2])
}

func isHex(c byte) bool { return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0 }

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}
