package lookalike

import "strings"

// judge looks at one host and keeps what scores best.
type judge struct {
	*Detector
	host host
	best Match
}

func (j *judge) propose(n name, k Kind, score float64, detail string) {
	if score > j.best.Score {
		j.best = Match{Host: j.host.text, Brand: j.brands[n.brand].Name, Domain: n.domain, Kind: k, Detail: detail, Score: score, brand: n.brand}
	}
}

// registered judges the name that was registered.
func (j *judge) registered() {
	j.label(j.host.label, j.host.trade(), j.propose)
}

// proposal takes one reading of a label.
type proposal func(n name, k Kind, score float64, detail string)

// label judges one label by itself.
func (j *judge) label(label string, t trade, propose proposal) {
	text := j.latin(compact(label))
	disguised := text != compact(label)
	for _, i := range j.exact[text] {
		if n := j.names[i]; disguised && len(n.text) > 2 {
			propose(n, KindHomoglyph, 0.95, label)
		} else {
			j.same(n, label, t, propose)
		}
	}
	if !commonWords[text] {
		j.alike(text, t, propose)
		j.slips(text, t, propose)
	}
	j.words(label, t, propose)
}

// same judges a host with the very name of a brand.
func (j *judge) same(n name, label string, t trade, propose proposal) {
	kind, score := KindEnding, j.ending(n, t)
	if label != n.label {
		kind = KindHyphen
		if n.strength == strong {
			score = max(score, 0.9)
		} else if t == tradeOld || j.compatriot(n) {
			score = max(score, 0.55)
		}
	}
	propose(n, kind, score, j.host.ending)
}

// ending scores another ending: a common word under a country's own ending is
// somebody else's name, under an ending that is sold to everybody it is not.
func (j *judge) ending(n name, t trade) float64 {
	if len(n.text) < 3 {
		return 0
	}
	if len(n.text) == 3 && t == tradeOld {
		return 0.4
	}
	score := [...][3]float64{
		weak:     {tradeOld: 0.4, tradeNational: 0.4, tradeCheap: 0.7},
		short:    {tradeOld: 0.5, tradeNational: 0.4, tradeCheap: 0.75},
		composed: {tradeOld: 0.6, tradeNational: 0.4, tradeCheap: 0.85},
		strong:   {tradeOld: 0.85, tradeNational: 0.75, tradeCheap: 0.95},
	}[n.strength][t]
	switch {
	case n.strength != weak && j.compatriot(n):
		score = max(score, 0.7)
	case strings.HasPrefix(n.text, "the") && t == tradeOld:
		score = max(score, 0.55)
	}
	return score
}

// compatriot reports whether the host lies in a country of the brand's.
func (j *judge) compatriot(n name) bool {
	for _, e := range n.endings {
		if e[strings.LastIndexByte(e, '.')+1:] == j.host.country() {
			return true
		}
	}
	return false
}

// alike judges names that are the same at a glance.
func (j *judge) alike(text string, t trade, propose proposal) {
	for _, i := range j.looking[j.look(text)] {
		n := j.names[i]
		if n.text == text || len(n.text) < 3 {
			continue
		}
		score := 0.9
		if n.strength != strong {
			score = 0.7
		}
		if len(n.text) < 5 && t != tradeCheap && !j.compatriot(n) {
			score = 0.45
		}
		propose(n, KindHomoglyph, score, text)
	}
}

// slips judges names that are one error of typing away.
func (j *judge) slips(text string, t trade, propose proposal) {
	if len(text) < 4 || len(text) > j.longest+1 || !isASCII(text) {
		return
	}
	deletions(text, make([]byte, 0, 64), func(key []byte) {
		for _, i := range j.near[string(key)] {
			if n := j.names[i]; n.text != text {
				if s, ok := slipBetween(n.text, text); ok {
					propose(n, KindSlip, j.slip(n, text, s, t), s.name)
				}
			}
		}
	})
}

// slip scores one error of typing. What is common to many names proves
// nothing: the slip must leave what is the brand's own, or be small beside it.
func (j *judge) slip(n name, text string, s slip, t trade) float64 {
	near := t == tradeCheap || j.compatriot(n) || t == tradeOld && j.isOld(n)
	score := 0.6
	switch {
	case n.strength == weak && !j.compatriot(n), isDigit(rune(n.text[min(s.at, len(n.text)-1)])):
		return 0
	case n.strength == weak:
		score = 0.55
	case len(n.text) >= 8:
		score = 0.8
	case len(n.text) >= 6:
		score = 0.7
	}
	if s.name == "transposition" || s.name == "doubling" || s.name == "key" {
		score += 0.05
	}
	if _, ok := segments(text); ok {
		score -= 0.4
	}
	if n.strength != weak && len(n.core) < 4 && (!near || !strings.HasPrefix(text, n.core) || s.at < len(n.core)) {
		return 0
	}
	if s.name == "insertion" && s.at < len(n.text) && isDigit(rune(text[s.at])) {
		score -= 0.4
	}
	if s.at == 0 && s.name != "doubling" {
		score -= 0.15
	}
	if !near {
		score -= 0.15
	}
	return score
}

func (j *judge) isOld(n name) bool {
	for _, e := range n.endings {
		if oldEndings[e] {
			return true
		}
	}
	return false
}

// moved judges names whose dots moved: a whole name with another country
// behind it, and a brand cut in two by the dot before the ending.
func (j *judge) moved() {
	if stem, ok := strings.CutSuffix(j.host.text, "."+j.host.country()); ok {
		for _, i := range j.dotted[stem] {
			j.propose(j.names[i], KindEnding, 0.95, j.host.country())
		}
	}
	text := j.latin(joined(compact(j.host.label), j.host.ending))
	for _, i := range j.exact[text] {
		if n := j.names[i]; len(n.text) >= 6 && n.strength >= composed {
			j.propose(n, KindInside, 0.7, j.host.label+"."+j.host.ending)
		}
	}
}

// left judges what stands left of the registered name.
func (j *judge) left() {
	all := append(append([]string{}, j.host.subs...), j.host.label)
	for i := range j.host.subs {
		for to := i + 2; to <= len(all); to++ {
			if domain := strings.Join(all[i:to], "."); j.own[domain] {
				j.proposeDomain(domain)
			}
		}
		j.label(j.host.subs[i], tradeNational, func(n name, k Kind, score float64, detail string) {
			if n.strength == strong || k == KindInside && len(n.text) >= 5 {
				j.propose(n, KindSubdomain, score*0.9, detail)
			}
		})
	}
}

// proposeDomain is for a brand's whole domain within a host.
func (j *judge) proposeDomain(domain string) {
	h, _ := splitBrand(domain)
	for _, i := range j.exact[j.latin(compact(h.label))] {
		j.propose(j.names[i], KindSubdomain, 0.95, domain)
	}
}
