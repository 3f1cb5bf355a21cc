package main

import (
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"
)

// screen writes to a terminal, which obeys what it is shown: signs that command
// it, and those that turn the direction of what follows, are written as JSON
// writes them, \u001b. So a crawled text that nobody made plain is seen and not
// obeyed, and JSON means what it meant.
type screen struct {
	to   io.Writer
	held []byte // the beginning of a sign whose end has not come yet
}

var _ io.Writer = (*screen)(nil)

// Write implements io.Writer.
func (s *screen) Write(p []byte) (int, error) {
	var out []byte
	rest := append(s.held, p...)
	for utf8.FullRune(rest) {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			out = utf8.AppendRune(out, utf8.RuneError)
		case r != '\n' && r != '\t' && unicode.IsControl(r), isDirectionMark(r):
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = append(out, rest[:size]...)
		}
		rest = rest[size:]
	}
	s.held = rest
	if _, err := s.to.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}
