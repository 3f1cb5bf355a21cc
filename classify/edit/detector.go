// Package edit sees pages whose words were changed although they do not say
// so: the date of modification stands still and no note tells of a correction.
package edit

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/span"
)

// The keys of the signals.
const (
	KeySilent   = "silent"   // the text changed
	KeyHeadline = "headline" // only the title changed
)

// How much has to change. A changed number is always enough.
const (
	minWords      = 3 // words taken out and put in, in the text
	minTitleWords = 2 // one word of the title replaced by another
)

// Detector compares versions. It has no state and is safe for concurrent use.
type Detector struct{}

// New makes a detector.
func New() *Detector { return &Detector{} }

// Detect compares two versions of one identity and returns at most one signal
// about the later. There is none where the page announces the change: a date
// of modification or publication that moved, a correction note, or the
// revision of a wiki. Changes of spacing, punctuation, counters and fewer than
// three words without a number are no changes.
//
// The score is 0.5 and up to 0.5 more the larger the share of words that
// changed and by 0.2 where a number did; four fifths of it where the page
// claims no date of modification at all. The spans are the words put in.
func (d *Detector) Detect(prev, next qalxan.Item) []qalxan.Signal {
	if prev.Identity != next.Identity || prev.Hash == next.Hash && prev.Hash != "" || announced(prev, next) {
		return nil
	}
	text := newChange(prev.Text, next.Text)
	title := newChange(prev.Title, next.Title)
	switch {
	case len(text.prev.tokens) > 0 && len(text.next.tokens) > 0 && text.material(minWords):
		return []qalxan.Signal{signal(KeySilent, prev, next, text, title)}
	case len(title.prev.tokens) > 0 && len(title.next.tokens) > 0 && title.material(minTitleWords):
		return []qalxan.Signal{signal(KeyHeadline, prev, next, text, title)}
	}
	return nil
}

// announced reports whether the page itself says that it was changed.
func announced(prev, next qalxan.Item) bool {
	revision := func(d qalxan.Date) bool { return d.Origin == qalxan.OriginRevision }
	return slices.ContainsFunc(next.Dates, revision) ||
		moved(prev.Modified(), next.Modified()) || moved(prev.Published(), next.Published()) ||
		noted(prev.Text, next.Text)
}

func moved(before, after time.Time) bool { return !after.IsZero() && !after.Equal(before) }

// change is the difference between two versions of one field.
type change struct {
	prev, next passage
	difference
	out, in int // words taken out and put in
}

func newChange(before, after string) change {
	c := change{prev: read(before), next: read(after)}
	c.difference = compare(c.prev.words(), c.next.words())
	c.out, c.in = count(c.removed), count(c.added)
	return c
}

func count(marked []bool) int {
	n := 0
	for _, m := range marked {
		if m {
			n++
		}
	}
	return n
}

func (c change) material(words int) bool { return c.out+c.in >= words || c.numbers() }

func (c change) numbers() bool { return c.prev.numbers(c.removed) || c.next.numbers(c.added) }

// share is how much of both versions is not in the other.
func (c change) share() float64 {
	return float64(c.out+c.in) / float64(max(1, len(c.prev.tokens)+len(c.next.tokens)))
}

func signal(key string, prev, next qalxan.Item, text, title change) qalxan.Signal {
	main := text
	if key == KeyHeadline {
		main = title
	}
	spans := span.Of(qalxan.FieldTitle, next.Title, title.next.ranges(title.added))
	spans = append(spans, span.Of(qalxan.FieldText, next.Text, text.next.ranges(text.added))...)
	return qalxan.Signal{
		ID:       qalxan.SignalID(next.ID, qalxan.DetectEdit, key),
		ItemID:   next.ID,
		Detector: qalxan.DetectEdit,
		Key:      key,
		Score:    main.score(!next.Modified().IsZero()),
		Spans:    spans,
		Compared: prev.ID,
		Reason:   main.reason(key, next.Modified()),
		Time:     next.Seen,
	}
}

func (c change) score(dated bool) float64 {
	score := 0.5 + c.share()/2
	if c.numbers() {
		score += 0.2
	}
	score = min(1, score)
	if !dated {
		score *= 0.8
	}
	return score
}

func (c change) reason(key string, modified time.Time) qalxan.Reason {
	facts := map[string]string{
		"removed": c.prev.excerpt(c.removed), "added": c.next.excerpt(c.added),
		"words_removed": strconv.Itoa(c.out), "words_added": strconv.Itoa(c.in),
	}
	field := "text"
	if key == KeyHeadline {
		field = "title"
	}
	claim := "the page claims no date of modification"
	if !modified.IsZero() {
		facts["modified"] = stamp(modified)
		claim = "the page still says that it was last modified on " + moment(modified)
	}
	if c.numbers() {
		facts["numbers"] = "yes"
	}
	text := fmt.Sprintf("The %s was changed (%s put in, %s taken out) without a note, and %s.", field, words(c.in), words(c.out), claim)
	return qalxan.Reason{Code: "edit." + key, Facts: facts, Text: text}
}

func words(n int) string {
	if n == 1 {
		return "1 word"
	}
	return strconv.Itoa(n) + " words"
}
