package page

import (
	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/fetch/terms"
)

// Withheld is why no words under these terms are kept for a source; nil where
// they are.
func Withheld(s qalxan.Source, t terms.Terms) *qalxan.Withheld {
	if s.Policy.NoText {
		return &qalxan.Withheld{By: qalxan.WithheldPolicy, Rule: "no_text", Place: "policy"}
	}
	return t.Withheld()
}
