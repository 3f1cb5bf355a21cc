package query

import (
	"strconv"
	"unicode"
)

func (p *parser) done() bool { return p.at == len(p.in) }

func (p *parser) skipSpace() {
	for !p.done() && unicode.IsSpace(p.in[p.at]) {
		p.at++
	}
}

// run takes the characters before the first that stops it.
func (p *parser) run(stops func(rune) bool) string {
	start := p.at
	for !p.done() && !stops(p.in[p.at]) {
		p.at++
	}
	return string(p.in[start:p.at])
}

// sees reports whether the upper-case keyword comes next, after white space,
// as a word of its own.
func (p *parser) sees(keyword string) bool {
	p.skipSpace()
	end := p.at + len(keyword)
	if end > len(p.in) || string(p.in[p.at:end]) != keyword {
		return false
	}
	return end == len(p.in) || unicode.IsSpace(p.in[end]) || p.in[end] == '(' || p.in[end] == ')' || closing(p.in[end]) != ""
}

// keyword takes the keyword if it comes next.
func (p *parser) keyword(keyword string) bool {
	if !p.sees(keyword) {
		return false
	}
	p.at += len(keyword)
	return true
}

// closing lists the characters that close a quote; empty where r opens none.
func closing(r rune) string {
	switch r {
	case '"':
		return `"`
	case '“':
		return `”`
	case '„':
		return `“”`
	case '«':
		return `»`
	}
	return ""
}

// enter and leave bound the nesting, count the number of parts.
func (p *parser) enter(at int) error {
	if p.depth++; p.depth > MaxNesting {
		return fault(at, faultDeep, "most", strconv.Itoa(MaxNesting))
	}
	return nil
}

func (p *parser) leave() { p.depth-- }

func (p *parser) count() error {
	if p.parts++; p.parts > MaxParts {
		return fault(p.at, faultParts, "most", strconv.Itoa(MaxParts))
	}
	return nil
}
