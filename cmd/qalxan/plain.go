package main

import (
	"strings"
	"unicode"
)

// plain makes crawled text safe for a terminal: on one line, and without
// control characters, which could move the cursor or rename the window, and
// without direction marks, which could reorder what is shown.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == '\r':
			return ' '
		case unicode.IsControl(r), isDirectionMark(r):
			return -1
		}
		return r
	}, s)
}

func isDirectionMark(r rune) bool {
	return r == 0x061c || r == 0x200e || r == 0x200f || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069)
}
