package page_test

import (
	"testing"

	"github.com/qalxan/qalxan/crawler/fetch/terms"
	"github.com/qalxan/qalxan/crawler/source/sourcetest"
)

// Who reserves mining keeps the words; address, title and dates are told.
func TestReadKeepsNoReservedWords(t *testing.T) {
	for name, said := range map[string]terms.Terms{
		"reserved":  {Reservation: &terms.Reservation{Source: terms.SourceFile}},
		"noarchive": {NoArchive: true},
	} {
		t.Run(name, func(t *testing.T) {
			h, _ := read(t, sourcetest.Page{Terms: said}, story, task, xeber)
			if len(h.Items) != 1 {
				t.Fatalf("%d items", len(h.Items))
			}
			if i := h.Items[0]; i.Title != story.Title || i.Identity != address || i.Text != "" || i.Links != nil || i.Withheld == nil {
				t.Errorf("item %+v", i)
			}
		})
	}
}
