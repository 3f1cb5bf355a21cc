package frontier_test

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
)

func TestPlace(t *testing.T) {
	now := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	hint := func(days int) frontier.Hint {
		return frontier.Hint{Origin: "feed", Published: now.AddDate(0, 0, -days)}
	}
	for name, tt := range map[string]struct {
		task frontier.Task
		want frontier.Place
	}{
		"feed":               {frontier.Task{Role: frontier.RoleFeed, Depth: 2}, frontier.PlaceNews},
		"sitemap for news":   {frontier.Task{Role: frontier.RoleSitemap, URL: "https://a.example/News-Sitemap.xml"}, frontier.PlaceNews},
		"sitemap":            {frontier.Task{Role: frontier.RoleSitemap, URL: "https://a.example/sitemap.xml"}, frontier.PlaceMap},
		"call":               {frontier.Task{Role: frontier.RoleAPI}, frontier.PlaceAPI},
		"start page":         {frontier.Task{Role: frontier.RolePage}, frontier.PlaceStart},
		"announced":          {frontier.Task{Role: frontier.RolePage, Depth: 1, Hint: hint(2)}, frontier.PlaceHint},
		"announced of old":   {frontier.Task{Role: frontier.RolePage, Depth: 1, Hint: hint(31)}, frontier.PlacePage},
		"page":               {frontier.Task{Role: frontier.RolePage, Depth: 1}, frontier.PlacePage},
		"page put off":       {frontier.Task{Role: frontier.RolePage, Depth: 1, Late: true}, frontier.PlaceLate},
		"announced, put off": {frontier.Task{Role: frontier.RolePage, Depth: 1, Late: true, Hint: hint(2)}, frontier.PlaceLate},
	} {
		if got := tt.task.Place(now); got != tt.want {
			t.Errorf("%s: place %d, want %d", name, got, tt.want)
		}
	}
}
