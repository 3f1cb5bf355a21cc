package qalxan

import (
	"fmt"
	"strings"
	"time"
)

// WithheldBy says who wants the text of an item not to be kept.
type WithheldBy string

// Who withholds a text.
const (
	WithheldReserved WithheldBy = "reserved" // the owner reserves text and data mining
	WithheldNoCopy   WithheldBy = "nocopy"   // the owner wants no copy to be kept
	WithheldPolicy   WithheldBy = "policy"   // our own policy of the source
	// WithheldRest: there is text, but only of the beginning of the page. The
	// rest lies beyond the policy's bound, or is missing in the archive.
	WithheldRest WithheldBy = "rest"
	// WithheldRetention: there was a text, and its time is over. Rule is empty
	// and Time is when it was removed.
	WithheldRetention WithheldBy = "retention"
)

// Withheld is why an item has no text although its page may have had one, or
// only the beginning of it.
type Withheld struct {
	By WithheldBy `json:"by"`
	// Rule is the statement as it stands, and Place where: "header", "meta",
	// "robots.txt", "tdmrep.json" or "policy". Rule and Terms hold foreign
	// text.
	Rule  string `json:"rule"`
	Place string `json:"place"`
	Line  int    `json:"line,omitempty"` // in robots.txt, from 1
	// Terms is where the owner says on which terms mining is possible.
	Terms string `json:"terms,omitempty"`
	// Time is when the owner said so; zero for our own policy.
	Time time.Time `json:"time,omitzero"`
}

// Reason says in words why there is no text, or not all of it.
func (w Withheld) Reason() Reason {
	if w.By == WithheldRest {
		return Reason{
			Code: "withheld.rest", Facts: map[string]string{"rule": w.Rule},
			Text: "Text not whole: only the beginning of the page was taken (" + w.Rule + ").",
		}
	}
	if w.By == WithheldRetention {
		on := w.Time.UTC().Format(time.DateOnly)
		return Reason{
			Code: "withheld.retention", Facts: map[string]string{"on": on},
			Text: "Text not kept any more: its time was over on " + on + ".",
		}
	}
	where := w.Place
	if w.Line > 0 {
		where += fmt.Sprintf(" line %d", w.Line)
	}
	said := ""
	if !w.Time.IsZero() {
		said = ", read " + w.Time.UTC().Format("2006-01-02 15:04 UTC")
	}
	text := map[WithheldBy]string{
		WithheldReserved: "the site reserves text mining ({rule} in {place}{said})",
		WithheldNoCopy:   "the site wants no copy to be kept ({rule} in {place}{said})",
		WithheldPolicy:   "the policy of the source keeps none ({rule})",
	}[w.By]
	r := Reason{
		Code:  "withheld." + string(w.By),
		Facts: map[string]string{"rule": w.Rule, "place": where, "said": said},
	}
	r.Text = "Text not kept: " + strings.NewReplacer("{rule}", w.Rule, "{place}", where, "{said}", said).Replace(text) + "."
	return r
}
