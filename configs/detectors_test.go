package configs_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/lookalike"
	"github.com/qalxan/qalxan/configs"
)

// TestReliableSourcesAreWatchedNames holds that what people judged reliable is
// watched once a site, unless it is a brand or trusted.
func TestReliableSourcesAreWatchedNames(t *testing.T) {
	c := configs.Default()
	brand := lookalike.Brand{Name: "Brand", Domains: []string{"brand.example"}}
	c.Brands, c.Trusted = []lookalike.Brand{brand}, []string{"quiet.example"}
	c.Sources = []qalxan.Source{
		{ID: "daily", Name: "Daily", URL: "https://www.daily.example/", Grade: "A"},
		{ID: "daily-feed", Name: "Daily's feed", URL: "https://feeds.daily.example/rss", Grade: "A", Kind: qalxan.KindFeed},
		{ID: "brand", Name: "Brand's site", URL: "https://brand.example/", Grade: "B"},
		{ID: "quiet", Name: "Quiet", URL: "https://quiet.example/", Grade: "B"},
		{ID: "rumours", Name: "Rumours", URL: "https://rumours.example/", Grade: "D"},
		{ID: "wiki", Name: "Wiki", URL: "https://az.wiki.example", Grade: "A", Kind: qalxan.KindWikipedia},
		{ID: "number", Name: "Number", URL: "http://192.0.2.7/", Grade: "A"},
	}
	want := []lookalike.Brand{brand, {Name: "Daily", Domains: []string{"daily.example"}}}
	if diff := cmp.Diff(want, c.Lookalikes().Brands); diff != "" {
		t.Error(diff)
	}
}
