package lookalike

import "strings"

// words judges names with words added to a brand's.
func (j *judge) words(label string, t trade, propose proposal) {
	const maxLabel = 63 // RFC 1035, section 2.3.4
	if len(label) > 4*maxLabel {
		return
	}
	text := j.latin(label)
	for from := range len(text) {
		if from > 0 && !j.readableAs(text[:from]) && text[from-1] != '-' && from > maxFragment {
			continue
		}
		for to := from + 3; to <= len(text) && to-from <= j.longest+maxHyphens; to++ {
			if text[from] == '-' || text[to-1] == '-' || to-from == len(text) {
				continue
			}
			for _, i := range j.exact[compact(text[from:to])] {
				n := j.names[i]
				before, after := text[:from], text[to:]
				kind, score := j.combo(n, before, after, t)
				propose(n, kind, score, strings.Trim(before+" "+after, " -"))
			}
		}
	}
}

const (
	maxHyphens  = 3 // within a brand's name
	maxFragment = 2 // letters put before or after a long name
)

// combo scores a brand's name between two rests, of which one may be empty.
func (j *judge) combo(n name, before, after string, t trade) (Kind, float64) {
	hyphens := (before == "" || strings.HasSuffix(before, "-")) && (after == "" || strings.HasPrefix(after, "-"))
	rest := compact(after)
	if before == "" && (j.isEnding(n, rest) || rest == "com" || rest == "net" || rest == "org") {
		return KindInside, [...]float64{weak: 0.55, short: 0.65, composed: 0.75, strong: 0.85}[n.strength]
	}
	if againstWords[compact(before)] || againstWords[rest] {
		return KindWord, 0
	}
	if !j.readableAs(before) || !j.readableAs(after) {
		return KindWord, j.fragment(n, before, after, t, hyphens)
	}
	switch {
	case n.strength == strong:
		return KindWord, 0.8
	case n.strength == composed:
		return KindWord, 0.6
	case n.strength == short && hyphens:
		return KindWord, 0.65
	case n.strength == short && len(before)+len(after) >= 3 && (len(n.text) == 4 || isAcronym(n.text)):
		return KindWord, 0.55
	}
	return KindWord, 0
}

// fragment scores a name with something unknown beside it.
func (j *judge) fragment(n name, before, after string, t trade, hyphens bool) float64 {
	switch {
	case n.strength != strong:
		return 0
	case hyphens && len(n.text) >= 7:
		return 0.55
	case len(n.text) >= 8 && before == "" && len(after) <= maxFragment:
		return 0.6
	case len(n.text) >= 8 && after == "" && len(before) <= maxFragment && t == tradeCheap:
		return 0.55
	}
	return 0
}

func (j *judge) isEnding(n name, rest string) bool {
	for _, e := range n.endings {
		if rest != "" && rest == strings.ReplaceAll(e, ".", "") {
			return true
		}
	}
	return false
}

// readableAs reports whether a rest is nothing but added words, digits and
// hyphens.
func (j *judge) readableAs(rest string) bool {
	rest = compact(rest)
	const most = 24
	if len(rest) > most {
		return false
	}
	var reached [most + 1]bool
	reached[0] = true
	for to := 1; to <= len(rest); to++ {
		for from := range to {
			if w := rest[from:to]; reached[from] && (addedWords[w] || to-from == 1 && isDigit(rune(w[0]))) {
				reached[to] = true
				break
			}
		}
	}
	return reached[len(rest)]
}
