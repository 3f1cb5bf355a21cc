package apitest

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
)

// claim says that an item makes the claim about the bridge: in its title, and
// in a passage of its text that overlaps what other signals point at.
func claim(i qalxan.Item) qalxan.Signal {
	likelihood := 0.74
	spans := []qalxan.Span{{Field: qalxan.FieldTitle, From: 0, To: 5}, {Field: qalxan.FieldText, From: 0, To: 5}}
	if s, ok := spanOf(i.Text, "körpü gizli bağlanır və heç kim"); ok {
		spans = append(spans, s)
	}
	s := signal(i, qalxan.DetectNarrative, "bridge-closed", spans)
	s.Stance, s.Likelihood, s.Techniques = qalxan.StanceSpreads, &likelihood, []string{"T0022"}
	s.Reason = qalxan.Reason{Code: "narrative.claim", Text: "The text makes the claim bridge-closed " + Hostile}
	return s
}

// copying says that an item holds the text of another.
func copying(i, original qalxan.Item) qalxan.Signal {
	span, _ := spanOf(i.Text, strings.TrimSuffix(Text, "."))
	s := signal(i, qalxan.DetectDuplicate, original.ID, []qalxan.Span{span})
	s.Compared = original.ID
	s.Reason = qalxan.Reason{Code: "duplicate.copy", Text: "The text stands in " + original.Title + ", published 2h earlier."}
	return s
}

// edit says that a version changed without saying so.
func edit(i, before qalxan.Item) qalxan.Signal {
	span, _ := spanOf(i.Text, "bəzi saytlar bu barədə artıq yazır")
	s := signal(i, qalxan.DetectEdit, before.ID, []qalxan.Span{span})
	s.Compared = before.ID
	s.Reason = qalxan.Reason{Code: "edit.silent", Text: "Words changed and the page does not say so."}
	return s
}

func signal(i qalxan.Item, d qalxan.Detector, key string, spans []qalxan.Span) qalxan.Signal {
	return qalxan.Signal{
		ID: qalxan.SignalID(i.ID, d, key), ItemID: i.ID, Detector: d, Key: key, Score: 0.91, Spans: spans,
		Time: i.Seen.Add(time.Second),
	}
}

// spanOf finds a passage of a text.
func spanOf(text, passage string) (qalxan.Span, bool) {
	at := strings.Index(text, passage)
	if at < 0 {
		return qalxan.Span{}, false
	}
	from := utf8.RuneCountInString(text[:at])
	return qalxan.Span{Field: qalxan.FieldText, From: from, To: from + utf8.RuneCountInString(passage)}, true
}
