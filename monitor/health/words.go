package health

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
)

// told is a fact of a sentence: its value for programs and other languages, and
// how English says it.
type told struct{ name, value, english string }

func fact(name, value string) told { return told{name, value, value} }

// moment is a time, in RFC 3339.
func moment(name string, t time.Time, english string) told {
	return told{name, t.UTC().Format(time.RFC3339), english}
}

// lasting is a duration as Go writes it, in whole minutes and at least one.
func lasting(name string, d time.Duration) told {
	return told{name, max(time.Minute, d.Truncate(time.Minute)).String(), span(d)}
}

func count(name string, n int, noun string) told {
	return told{name, strconv.Itoa(n), several(n, noun)}
}

// Codes lists the code of every sentence about a source, with its facts.
func Codes() map[string][]string {
	codes := map[string][]string{
		"robots.kept": {"age", "why"}, "robots.read": {"age"}, "robots.none": {"age", "status"},
	}
	for s, facts := range map[State][]string{
		StateNew: nil, StateWaiting: {"until", "why"}, StateForbidden: {"why"}, StateEmpty: nil, StateUnanswered: {"why"},
		StateFailing: {"runs", "when", "why"}, StateSilent: {"quiet", "limit"}, StateGood: {"when"},
	} {
		codes["health."+string(s)] = facts
	}
	return codes
}

// set sets the state with a sentence.
func (r *Report) set(s State, sentence string, facts ...told) {
	r.State, r.Reason = s, because("health."+string(s), sentence, facts...)
}

// because makes a reason of a sentence and its facts.
func because(code, sentence string, facts ...told) qalxan.Reason {
	r := qalxan.Reason{Code: code, Text: sentence}
	if len(facts) == 0 {
		return r
	}
	r.Facts = make(map[string]string)
	var pairs []string
	for _, f := range facts {
		r.Facts[f.name] = f.value
		pairs = append(pairs, "{"+f.name+"}", strings.TrimRight(f.english, "."))
	}
	r.Text = strings.NewReplacer(pairs...).Replace(sentence)
	return r
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// clock is a time as short as it can be said at now.
func clock(t, now time.Time) string {
	if t.UTC().Format(time.DateOnly) == now.UTC().Format(time.DateOnly) {
		return t.UTC().Format("15:04 UTC")
	}
	return stamp(t)
}

// several counts a noun; one is the noun alone, as in "the last run".
func several(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// span is a time span in the unit that suits it.
func span(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= 2*day:
		return several(int(d/day), "day")
	case d >= 2*time.Hour:
		return several(int(d/time.Hour), "hour")
	case d >= time.Hour:
		return "1 hour"
	case d >= 2*time.Minute:
		return several(int(d/time.Minute), "minute")
	}
	return "1 minute"
}

// String says the pace in words.
func (p Pace) String() string {
	switch {
	case p.Items == nil:
		return "no run with an answer yet"
	case p.Normal == nil:
		return fmt.Sprintf("%s in the last run; what is normal is not known yet (%d of %d runs)", newItems(*p.Items), p.Runs, MinRuns)
	}
	return fmt.Sprintf("%s in the last run, normally %g (median of %d runs)", newItems(*p.Items), *p.Normal, p.Runs)
}

func newItems(n int) string {
	if n == 1 {
		return "1 new item"
	}
	return several(n, "new item")
}
