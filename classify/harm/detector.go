// Package harm sees what is at stake in a text: a call to violence, advice by
// which people endanger their lives, what misleads them about an election, and
// what hinders rescue. It says nothing about whether anybody manipulates, and
// the criteria ask for it only where something is an incident already.
//
// It knows phrases of Azerbaijani, English, Russian, Turkish, Armenian and
// Persian. A warning that is wrong but harms nobody who heeds it is no harm.
package harm

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/span"
	"github.com/qalxan/qalxan/index/analysis"
)

// The keys of the signals.
const (
	KeyViolence  = "violence"
	KeyLife      = "life"
	KeyElections = "elections"
	KeyEmergency = "emergency"
)

// The bounds of one item.
const (
	maxText = 200_000 // bytes that are read
	maxHits = 16      // phrases that one signal names
)

// Detector looks for phrases. It is read only and safe for concurrent use.
type Detector struct{ patterns []pattern }

// New makes a detector.
func New() *Detector { return &Detector{patterns(lexicon)} }

// meanings are what the keys mean, for the reason.
var meanings = map[string]string{
	KeyViolence:  "It calls to violence",
	KeyLife:      "People who follow it endanger their lives",
	KeyElections: "It misleads about how, when or whether there is a vote",
	KeyEmergency: "It hinders rescue or emergency services",
}

// hit is a phrase in a field, in bytes.
type hit struct {
	field qalxan.Field
	at    analysis.Span
}

// Detect returns at most one signal for each kind of harm. A phrase counts where
// its sentence neither negates it nor gives it as the words of others. The
// score is 0.7 for one phrase and comes near 1 with more; there are no data by
// which a likelihood could be told.
func (d *Detector) Detect(item qalxan.Item) []qalxan.Signal {
	found := map[string][]hit{}
	d.search(found, qalxan.FieldTitle, item.Title)
	d.search(found, qalxan.FieldText, item.Text)
	var signals []qalxan.Signal
	for _, key := range []string{KeyViolence, KeyLife, KeyElections, KeyEmergency} {
		if hits := found[key]; len(hits) > 0 {
			signals = append(signals, signal(item, key, hits))
		}
	}
	return signals
}

func (d *Detector) search(found map[string][]hit, field qalxan.Field, text string) {
	text = head(text)
	for _, s := range analysis.Sentences(text) {
		words := analysis.Tokens(text[s.From:s.To])
		for _, p := range d.patterns {
			if len(found[p.key]) >= maxHits {
				continue
			}
			first, last, ok := p.in(words, 0)
			if !ok || disowned(text[s.From:s.To], words, first, last) {
				continue
			}
			found[p.key] = append(found[p.key], hit{field, analysis.Span{From: s.From + words[first].From, To: s.From + words[last].To}})
		}
	}
}

// head is the beginning of a text, whole letters only.
func head(text string) string {
	if len(text) <= maxText {
		return text
	}
	end := maxText
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

func signal(item qalxan.Item, key string, hits []hit) qalxan.Signal {
	fields := map[qalxan.Field][]analysis.Span{}
	for _, h := range hits {
		fields[h.field] = append(fields[h.field], h.at)
	}
	first := hits[0]
	phrase := item.Text
	if first.field == qalxan.FieldTitle {
		phrase = item.Title
	}
	phrase = strings.ToValidUTF8(phrase[first.at.From:first.at.To], "")
	return qalxan.Signal{
		ID: qalxan.SignalID(item.ID, qalxan.DetectHarm, key), ItemID: item.ID, Detector: qalxan.DetectHarm, Key: key,
		Score: 1 - 0.3/float64(len(hits)),
		Spans: append(
			span.Of(qalxan.FieldTitle, item.Title, fields[qalxan.FieldTitle]),
			span.Of(qalxan.FieldText, item.Text, fields[qalxan.FieldText])...,
		),
		Reason: qalxan.Reason{
			Code: "harm." + key, Facts: map[string]string{"phrase": phrase, "phrases": fmt.Sprint(len(hits))},
			Text: fmt.Sprintf("%s: “%s”.", meanings[key], phrase),
		},
		Time: item.Seen,
	}
}
