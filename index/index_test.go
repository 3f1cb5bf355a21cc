package index

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

func TestNewDocument(t *testing.T) {
	d := NewDocument(searchable())
	if d.Host != "www.report.az" || d.Language != "az" || !d.When.Equal(searchable().Item.Seen) {
		t.Errorf("got %+v", d)
	}
}

// Whatever can be searched changes the stamp.
func TestStamp(t *testing.T) {
	same := NewDocument(searchable()).Stamp
	if again := NewDocument(searchable()).Stamp; again != same {
		t.Error("the same item has two stamps")
	}
	for name, change := range map[string]func(*store.Searchable){
		"title":      func(s *store.Searchable) { s.Item.Title = "b" },
		"text":       func(s *store.Searchable) { s.Item.Text = "b" },
		"latest":     func(s *store.Searchable) { s.Latest = false },
		"language":   func(s *store.Searchable) { s.Item.Language.Code = "ru" },
		"level":      func(s *store.Searchable) { s.Level = qalxan.LevelIncident },
		"status":     func(s *store.Searchable) { s.Status = qalxan.StatusConfirmed },
		"campaign":   func(s *store.Searchable) { s.CampaignID = "c-2" },
		"narratives": func(s *store.Searchable) { s.Narratives = []string{"x", "y"} },
		"when":       func(s *store.Searchable) { s.Item.Seen = s.Item.Seen.Add(time.Second) },
	} {
		s := searchable()
		if change(&s); NewDocument(s).Stamp == same {
			t.Errorf("another %s leaves the stamp as it was", name)
		}
	}
}

func searchable() store.Searchable {
	return store.Searchable{
		Latest: true, Level: qalxan.LevelSignal, Status: qalxan.StatusNew, Narratives: []string{"x"},
		Item: qalxan.Item{
			ID: "i-1", SourceID: "report-az", URL: "https://WWW.report.az/a", Title: "a", Text: "a",
			Language: qalxan.Language{Code: "az"}, Seen: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
		},
	}
}
