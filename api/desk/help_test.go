package desk

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// TestHelpWorks reads every example and every completion that a search page
// offers, and finds what is said of each in every language.
func TestHelpWorks(t *testing.T) {
	codes, err := spoken()
	if err != nil {
		t.Fatal(err)
	}
	hits := store.Facets{Sources: []store.Count{{Value: "daily"}}, Languages: []store.Count{{Value: "az"}}}
	for _, f := range []store.Facets{{}, hits} {
		for _, e := range examples(f) {
			if _, err := query.Parse(e.Query, time.Now()); err != nil {
				t.Errorf("the example %q: %v", e.Query, err)
			}
			for _, code := range codes {
				w, err := newWords(code)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := w.say("search.help." + e.Key); err != nil {
					t.Error(err)
				}
			}
		}
		for _, term := range terms(f) {
			if term[len(term)-1] == ':' {
				term += "id"
			}
			if term == "lang:id" {
				continue // any code of a language
			}
			if _, err := query.Parse(term, time.Now()); err != nil {
				t.Errorf("the completion %q: %v", term, err)
			}
		}
	}
	if got := examples(hits)[7].Query; got != "source:daily" {
		t.Errorf("the example of a source is %q, not that of the hits", got)
	}
}
