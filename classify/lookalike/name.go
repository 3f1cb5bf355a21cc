package lookalike

import (
	"slices"
	"strings"
)

// strength says how surely a name points to its brand.
type strength int

const (
	weak     strength = iota // a common word: many may bear it
	short                    // up to four letters
	composed                 // of two common words or more
	strong
)

// name is one name of a brand.
type name struct {
	brand    int
	label    string // as in the domain, hyphens and all
	text     string // in plain letters, without hyphens
	look     string
	core     string // what is left without common words at its ends
	strength strength
	domain   string   // the domain that it is from; the brand's first for a bare name
	endings  []string // of the brand's domains, with this name
}

// newName reads one name; core and strength come from its words.
func (r reader) newName(brand int, label, domain string) name {
	n := name{brand: brand, label: label, domain: domain, text: r.latin(compact(label))}
	n.look = r.look(n.text)
	words, ok := segments(n.text)
	bare := strings.TrimLeft(strings.TrimPrefix(n.text, "the"), "0123456789")
	switch {
	case commonWords[bare] || places[bare] || ok && len(words) == 1:
		n.strength = weak
	case len(n.text) <= 4:
		n.strength = short
	case ok:
		n.strength = composed
	default:
		n.strength = strong
	}
	n.core = core(n.text)
	return n
}

func common(word string) bool { return commonWords[word] || addedWords[word] && len(word) > 2 }

// core strips common words from both ends, the longest first. Of a name of
// nothing else, it is the first word.
func core(text string) string {
	rest := text
	for again := true; again && rest != ""; {
		again = false
		for n := len(rest) - 1; n >= 3 && !again; n-- {
			if common(rest[len(rest)-n:]) {
				rest, again = rest[:len(rest)-n], true
			} else if common(rest[:n]) && len(rest)-n >= 3 {
				rest, again = rest[n:], true
			}
		}
	}
	return rest
}

// segments cuts a text into common words, as few as can be.
func segments(text string) ([]string, bool) {
	const maxText = 40
	if len(text) > maxText {
		return nil, false
	}
	best := make([][]string, len(text)+1)
	best[0] = []string{}
	for to := 1; to <= len(text); to++ {
		for from := range to {
			if best[from] == nil || !common(text[from:to]) || best[to] != nil && len(best[from])+1 >= len(best[to]) {
				continue
			}
			best[to] = append(slices.Clip(best[from]), text[from:to])
		}
	}
	return best[len(text)], best[len(text)] != nil
}

// mayslip reports whether a name is long enough to be known with an error in it.
func (n name) mayslip() bool {
	return isASCII(n.text) && (n.strength >= composed || n.strength == weak && len(n.text) >= 6)
}

// isAcronym reports whether a name has no vowels, like BBC: nobody takes it for
// a part of another word.
func isAcronym(text string) bool { return !strings.ContainsAny(text, "aeiouy") }
