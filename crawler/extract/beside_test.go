package extract

import (
	"strings"
	"testing"
)

func TestMarkedBeside(t *testing.T) {
	const first = "The old bridge is being mended, and the works will take twelve days, the town hall said on Monday."
	const last = "It was built in 1978 and last repaired ten years ago, when the river carried off one of its four pillars."
	story := func(between, after string) string {
		return "<html><body><article><h1>The bridge</h1><div class=\"text\"><p>" + first + "</p>" + between + "<p>" + last + "</p>" + after + "</div></article></body></html>"
	}
	for name, tt := range map[string]struct {
		page    string
		without string
	}{
		"a comment":        {story("", `<div class="list comments"><p>I never liked that old bridge, to be honest with you all.</p></div>`), "never liked"},
		"an advertisement": {story(`<div class="Ad-Slot"><p>New flats by the river, forty percent off until Friday, call us.</p></div>`, ""), "New flats"},
		"marked by its id": {story("", `<section id="disqus_thread"><p>Somebody should have a look at the lower road as well.</p></section>`), "lower road"},
	} {
		a, err := New(Options{Now: fixed}).Extract([]byte(tt.page), "https://a.example/bridge")
		if err != nil || strings.Contains(a.Text, tt.without) || !strings.Contains(a.Text, first) || !strings.Contains(a.Text, last) {
			t.Errorf("%s: %q, %v", name, a.Text, err)
		}
	}
	// A theme that calls all of its text so is not believed.
	whole := strings.Replace(story("", ""), `class="text"`, `class="comment"`, 1)
	if a, err := New(Options{Now: fixed}).Extract([]byte(whole), "https://a.example/bridge"); err != nil || !strings.Contains(a.Text, first) {
		t.Errorf("all marked: %q, %v", a.Text, err)
	}
}
