package alert

import (
	"regexp"
	"strings"
	"unicode"
)

// ellipsis ends what was cut.
const ellipsis = "…"

// clean makes crawled text fit for any receiver: valid, on one line, without
// control characters and those that turn the direction of what follows (UAX #9,
// 2.1 to 2.4), and at most limit code points long. It looks at no more of the
// text than it needs.
func clean(text string, limit int) string {
	var out strings.Builder
	n, space := 0, false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			space = true
			continue
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) && r != '\u200c' && r != '\u200d':
			continue // the two joiners are letters' shapes in Persian and Hindi
		}
		if n >= limit {
			out.WriteString(ellipsis)
			break
		}
		if space && n > 0 {
			out.WriteByte(' ')
			n++
		}
		space = false
		out.WriteRune(r)
		n++
	}
	return scheme.ReplaceAllString(out.String(), "hxxp$1")
}

// scheme is what makes programs turn an address into a link. Crawled text never
// becomes one: its addresses are written as people who report attacks do.
var scheme = regexp.MustCompile(`(?i)\bhttp(s?://)`)

// The signs between which a text of unknown direction leaves its surroundings
// alone (UAX #9, 2.4.2).
const (
	isolate    = "\u2068"
	endIsolate = "\u2069"
)

// isolated keeps the direction of a cleaned text to itself.
func isolated(text string) string {
	if text == "" {
		return ""
	}
	return isolate + text + endIsolate
}
