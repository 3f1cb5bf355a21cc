package query

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/qalxan/qalxan/index/analysis"
)

// Bounds of a query.
const (
	MaxLength  = 1000 // code points
	MaxParts   = 100  // words, phrases and values
	MaxNesting = 20
)

// Parse reads a query; relative dates count back from now. The empty query is
// All. Every error is a *SyntaxError. docs/search.md describes the language.
func Parse(s string, now time.Time) (Node, error) {
	p := &parser{in: []rune(s), now: now.UTC().Truncate(time.Second)}
	if len(p.in) > MaxLength {
		return nil, fault(MaxLength, faultLong, "most", strconv.Itoa(MaxLength))
	}
	if p.skipSpace(); p.done() {
		return All{}, nil
	}
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if !p.done() {
		return nil, fault(p.at, faultClosesNone)
	}
	if !versionsOnTop(n) {
		return nil, fault(p.versions, faultVersions)
	}
	return n, nil
}

type parser struct {
	in       []rune
	at       int
	now      time.Time
	parts    int
	depth    int
	versions int // where versions: was last seen
}

// or reads parts between OR.
func (p *parser) or() (Node, error) {
	var parts []Node
	for {
		n, err := p.and()
		if err != nil {
			return nil, err
		}
		parts = append(parts, n)
		if !p.keyword("OR") {
			return anyOf(parts), nil
		}
	}
}

// and reads parts side by side.
func (p *parser) and() (Node, error) {
	p.skipSpace()
	start := p.at
	var parts []Node
	for !p.done() && p.in[p.at] != ')' && !p.sees("OR") {
		if p.keyword("AND") {
			p.skipSpace()
			continue
		}
		n, err := p.not()
		if err != nil {
			return nil, err
		}
		if n != nil {
			parts = append(parts, n)
		}
		p.skipSpace()
	}
	if len(parts) == 0 {
		return nil, fault(start, faultEmpty)
	}
	return allOf(parts), nil
}

// not reads one part and the negations before it. It returns no node for what
// has no letter or digit.
func (p *parser) not() (Node, error) {
	start := p.at
	if !p.keyword("NOT") && !p.minus() {
		return p.primary()
	}
	if err := p.enter(start); err != nil {
		return nil, err
	}
	defer p.leave()
	p.skipSpace()
	if p.done() {
		return nil, fault(start, faultNothingLeft)
	}
	n, err := p.not()
	if err != nil || n == nil {
		return nil, err
	}
	return negate(n), nil
}

// minus takes a minus that stands before something.
func (p *parser) minus() bool {
	if p.in[p.at] != '-' || p.at+1 == len(p.in) || unicode.IsSpace(p.in[p.at+1]) {
		return false
	}
	p.at++
	return true
}

func (p *parser) primary() (Node, error) {
	switch {
	case p.in[p.at] == '(':
		return p.group()
	case closing(p.in[p.at]) != "":
		return p.phrase()
	}
	if name, ok, err := p.field(); ok || err != nil {
		if err != nil {
			return nil, err
		}
		return p.values(name)
	}
	return p.word()
}

func (p *parser) group() (Node, error) {
	start := p.at
	if err := p.enter(start); err != nil {
		return nil, err
	}
	defer p.leave()
	p.at++
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.done() {
		return nil, fault(start, faultParenthesis)
	}
	p.at++
	return n, nil
}

func (p *parser) phrase() (Node, error) {
	text, err := p.quoted()
	if err != nil || len(analysis.Tokens(text)) == 0 {
		return nil, err
	}
	return Phrase{text}, p.count()
}

// quoted reads what stands in quotes, white space made single.
func (p *parser) quoted() (string, error) {
	start := p.at
	end := strings.IndexAny(string(p.in[start+1:]), closing(p.in[start]))
	if end < 0 {
		return "", fault(start, faultQuote)
	}
	text := string(p.in[start+1:])[:end]
	p.at = start + 1 + len([]rune(text)) + 1
	return strings.Join(strings.Fields(strings.ReplaceAll(text, `"`, " ")), " "), nil
}

// word reads a word, or the beginning of one before a star.
func (p *parser) word() (Node, error) {
	start := p.at
	text := p.run(func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == ')' || closing(r) != "" })
	if text == "*" {
		return All{}, p.count()
	}
	tokens := analysis.Tokens(text)
	if len(tokens) == 0 {
		return nil, nil
	}
	if !strings.HasSuffix(text, "*") {
		return Word{text}, p.count()
	}
	if len(tokens) > 1 || len([]rune(tokens[0].Text)) < 2 {
		return nil, fault(start, faultStar)
	}
	return Prefix{text[tokens[0].From:tokens[0].To]}, p.count()
}
