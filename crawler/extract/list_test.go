package extract

import (
	"fmt"
	"strings"
	"testing"
)

// teaser is the summary of one story, a paragraph that could begin it.
const teaser = "The council has agreed to mend the road before winter, after two years of letters from those who use it. " +
	"Work begins on Monday and will take three weeks, during which buses stop at the mill."

// entryLayouts are ways to mark up an entry: a number, a headline, a summary.
var entryLayouts = map[string]string{
	"heading":  `<div class="item"><h2><a href="/news/%[1]d">%[2]s</a></h2><p>%[3]s</p></div>`,
	"flat":     `<h3><a href="/news/%[1]d">%[2]s</a></h3><p>%[3]s</p>`,
	"flat dl":  `<dt><a href="/news/%[1]d">%[2]s</a></dt><dd>%[3]s</dd>`,
	"class":    `<div class="row"><div class="title"><a href="/news/%[1]d">%[2]s</a></div><div class="text">%[3]s</div></div>`,
	"bare":     `<li><a href="/news/%[1]d">%[2]s</a><p>%[3]s</p></li>`,
	"card":     `<a href="/news/%[1]d"><h3>%[2]s</h3></a>`,
	"numbered": `<article class="post-%[1]d"><h2><a href="/news/%[1]d">%[2]s</a></h2><p>20 November 2026</p><p>%[3]s</p><p>%[3]s</p></article>`,
	"more":     `<section><h2>%[2]s</h2><p>%[3]s</p><a href="/news/%[1]d">Read more</a></section>`,
	"subsite":  `<div><h2><a href="https://city.news.example/%[1]d">%[2]s</a></h2><p>%[3]s</p></div>`,
}

func entriesOf(layout string, n int) string {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, layout, 100+i, fmt.Sprintf("Headline of the story number %d", i), fmt.Sprintf("In town %d: ", i)+teaser)
	}
	return s.String()
}

func TestListsAreNoArticles(t *testing.T) {
	for name, layout := range entryLayouts {
		for _, kind := range []string{"", "website", "article"} {
			for n := 3; n <= 9; n++ {
				a := head(t, fmt.Sprintf(`<title>Roads | The News</title><meta property="og:type" content="%s">
					<meta property="article:published_time" content="2026-11-20"><h1>Roads</h1><main>%s</main>`, kind, entriesOf(layout, n)))
				if a.IsArticle {
					t.Errorf("%d entries, %s, og:type %q: taken for an article:\n%s", n, name, kind, a.Text)
				}
			}
		}
	}
}

func TestStoriesStayArticles(t *testing.T) {
	story := strings.Repeat("<p>"+teaser+" Nobody on the street believes it.</p>", 6)
	tests := map[string]string{
		"headings":       strings.Repeat("<h2>What comes next</h2>"+story, 3),
		"linked heading": `<h2><a href="/topic/roads">All about the roads</a></h2>` + story,
		"live blog":      strings.Repeat(`<article><h3><a href="#post">The road is closed</a></h3><p>`+teaser+`</p></article>`, 5),
		"other sites":    entriesOf(`<div><h2><a href="https://shop.example/%[1]d">%[2]s</a></h2><p>%[3]s</p></div>`, 5),
		"rubrics":        entriesOf(`<div><h2><a href="/topic/roads">All about the roads</a></h2><p>%[3]s</p></div>`, 5),
	}
	for name, layout := range entryLayouts {
		tests["story with related, "+name] = "<article>" + story + `</article><div class="more">` + entriesOf(layout, 3) + `</div>`
	}
	for name, body := range tests {
		a := head(t, `<title>The road will be mended</title><meta property="og:type" content="website">
			<meta property="article:published_time" content="2026-11-20"><h1>The road will be mended</h1><main>`+body+`</main>`)
		if !a.IsArticle {
			t.Errorf("%s: taken for a list", name)
		}
	}
}

func TestAddressSpellsHeadline(t *testing.T) {
	tests := map[string]bool{ // by the headline "Village digs its own well"
		"https://news.example/2026/village-digs-its-own-well":     true,
		"https://news.example/village_digs_its_own_well-412.html": true,
		"https://news.example/village/digs/its/own/well":          false,
		"https://news.example/village-well":                       false,
		"https://news.example/412":                                false,
	}
	for address, want := range tests {
		a, err := New(Options{Now: fixed}).Extract([]byte("<title>Village digs its own well</title><p>"+strings.Repeat(teaser, 3)), address)
		if err != nil {
			t.Fatal(err)
		}
		if a.IsArticle != want {
			t.Errorf("%s: got %v, want %v", address, a.IsArticle, want)
		}
	}
}
