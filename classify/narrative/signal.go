package narrative

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/span"
	"github.com/qalxan/qalxan/index/analysis"
)

// maxHits bounds the passages that one signal names; the best are kept.
const maxHits = 8

// amplify is DISARM's "Amplify Existing Narrative".
const amplify = "T0118"

// signal makes the signal of one narrative from its hits; false where they are
// only titles that resemble it.
func (d *Detector) signal(number int, p page, hits []hit) (qalxan.Signal, bool) {
	hits = p.distinct(hits)
	weak := slices.IndexFunc(hits, func(h hit) bool { return h.score < Threshold })
	if weak < 0 {
		weak = len(hits)
	}
	if weak == 0 {
		return qalxan.Signal{}, false
	}
	n, best := d.narratives[number], hits[0]
	count, cue := d.count(p, hits)
	s := qalxan.Signal{
		ID:       qalxan.SignalID(p.item.ID, qalxan.DetectNarrative, n.ID),
		ItemID:   p.item.ID,
		Detector: qalxan.DetectNarrative,
		Key:      n.ID,
		Score:    min(1, best.score),
		Stance:   count.stance(),
		Spans:    p.spans(hits[:weak]),
		Time:     p.item.Seen,
	}
	if s.Stance == qalxan.StanceSpreads {
		s.Techniques = []string{amplify}
	}
	s.Reason = d.reason(n, p, best, s.Stance, count, cue)
	return s, true
}

// distinct keeps the best hit of each passage, best first. Two sentences count
// together only where neither counts alone.
func (p page) distinct(hits []hit) []hit {
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.passage, b.passage), cmp.Compare(a.card, b.card), cmp.Compare(a.wording, b.wording))
	})
	taken := make([]bool, len(p.passages)+1)
	var kept []hit
	for _, pair := range []bool{false, true} {
		for _, h := range hits {
			if h.pair != pair || taken[h.passage] || pair && taken[h.passage+1] {
				continue
			}
			taken[h.passage] = true
			if pair {
				taken[h.passage+1] = true
			}
			kept = append(kept, h)
		}
	}
	slices.SortStableFunc(kept, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	return kept
}

// count tallies the manners, of titles that only resemble the claim denials
// alone, and returns a cue of the manner that the stance goes by.
func (d *Detector) count(p page, hits []hit) (tally, string) {
	var count tally
	cues := map[manner]string{}
	for _, h := range hits {
		m, cue := d.judge(p, h)
		if h.score < Threshold && m != denied {
			continue
		}
		count.add(m, p.passages[h.passage].field)
		if cues[m] == "" {
			cues[m] = cue
		}
	}
	switch count.stance() {
	case qalxan.StanceRefutes:
		return count, cues[denied]
	case qalxan.StanceReports:
		return count, cmp.Or(cues[reported], cues[denied])
	}
	return count, ""
}

// spans are the passages of the best hits, then the words in them that match.
func (p page) spans(hits []hit) []qalxan.Span {
	passages := map[qalxan.Field][]analysis.Span{}
	words := map[qalxan.Field][]analysis.Span{}
	for _, h := range hits[:min(len(hits), maxHits)] {
		first, last := p.passages[h.passage], p.last(h)
		passages[first.field] = append(passages[first.field], analysis.Span{From: first.span.From, To: last.span.To})
		for _, at := range h.words {
			t := p.passages[at.passage].tokens[at.at]
			words[first.field] = append(words[first.field], analysis.Span{From: t.From, To: t.To})
		}
	}
	var spans []qalxan.Span
	for _, ranges := range []map[qalxan.Field][]analysis.Span{passages, words} {
		spans = append(spans, span.Of(qalxan.FieldTitle, p.item.Title, ranges[qalxan.FieldTitle])...)
		spans = append(spans, span.Of(qalxan.FieldText, p.item.Text, ranges[qalxan.FieldText])...)
	}
	return spans
}

// reasons are the sentences of a signal, by stance: claim, passage, wording.
var reasons = map[qalxan.Stance]string{
	qalxan.StanceSpreads: "It makes the watched claim “%s”: “%s” says what the wording “%s” says.",
	qalxan.StanceReports: "It reports the watched claim “%s” as the words of others: “%s” says what the wording “%s” says.",
	qalxan.StanceRefutes: "It refutes the watched claim “%s”: “%s” stands beside the wording “%s”.",
}

func (d *Detector) reason(n qalxan.Narrative, p page, best hit, stance qalxan.Stance, count tally, cue string) qalxan.Reason {
	c := d.catalogue.cards[best.card]
	passage, wording := excerpt(p.quoted(best)), excerpt(c.wordings[best.wording].text)
	facts := map[string]string{
		"narrative": n.ID, "claim": n.Claim, "passage": passage, "wording": wording, "language": c.language,
		"asserted": strconv.Itoa(count[plain]), "reported": strconv.Itoa(count[reported]), "denied": strconv.Itoa(count[denied]),
	}
	if cue != "" {
		facts["cue"] = cue
	}
	if n.Parent != "" {
		facts["parent"] = n.Parent
	}
	if best.meaning > 0 {
		facts["meaning"] = strconv.FormatFloat(best.meaning, 'f', 2, 64)
	}
	text := fmt.Sprintf(reasons[stance], excerpt(n.Claim), passage, wording)
	return qalxan.Reason{Code: "narrative." + string(stance), Facts: facts, Text: text}
}

// quoted is the text of a hit.
func (p page) quoted(h hit) string {
	first := p.passages[h.passage]
	return first.text[first.span.From:p.last(h).span.To]
}

const excerptLength = 200 // code points

func excerpt(text string) string {
	points := []rune(strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), ""))
	if len(points) > excerptLength {
		return string(points[:excerptLength]) + "…"
	}
	return string(points)
}
