package feed_test

import (
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/fetch/terms"
	"github.com/qalxan/qalxan/crawler/source/sourcetest"
)

// A feed whose owner reserves mining gives titles and dates, and no words.
func TestTakeKeepsNoReservedWords(t *testing.T) {
	said := terms.Terms{Reservation: &terms.Reservation{Source: terms.SourceHeader}}
	c := collector(map[string]sourcetest.Page{address: {Body: rss, Terms: said}}, nil)
	s := src(qalxan.EntriesTake)
	h := sourcetest.Collect(t, c, s, c.Seeds(s)[0])
	if len(h.Items) == 0 {
		t.Fatal("no items")
	}
	for _, i := range h.Items {
		if i.Title == "" || i.Text != "" || i.Links != nil || i.Withheld == nil || i.Withheld.Place != "header" {
			t.Errorf("item %+v", i)
		}
	}
}
