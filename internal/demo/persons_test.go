package demo_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/internal/demo"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// checkAuthors looks for the names of those who wrote the scenario's stories
// wherever an author may stand. The index is compared with the record elsewhere.
func checkAuthors(t *testing.T, d *demo.Demo, m *monitor.Monitor) {
	t.Helper()
	nobody := []string{"Redaksiya", "Редакция", "Mərkəz Xəbər Agentliyi"}
	wrote := map[string]bool{}
	for _, site := range d.Scenario.Sites {
		for _, story := range site.Articles {
			if story.Author != "" && !slices.Contains(nobody, story.Author) {
				wrote[story.Author] = true
			}
		}
	}
	pseudonyms := 0
	for page := (store.Page{Limit: 1000}); ; {
		items, next, err := m.Record().Items(t.Context(), store.Filter{}, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range items {
			for author := range wrote {
				if strings.Contains(i.Author, author) {
					t.Errorf("%s is signed by %s", i.URL, i.Author)
				}
			}
			if strings.HasPrefix(i.Author, "person-") {
				pseudonyms++
			}
		}
		if page.Cursor = next; next == "" {
			break
		}
	}
	if pseudonyms == 0 || len(wrote) == 0 {
		t.Errorf("%d pseudonyms of %d authors", pseudonyms, len(wrote))
	}
}
