package infrastructure

import (
	"compress/gzip"
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/net/html"

	"github.com/qalxan/qalxan/crawler/extract/marks"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/internal/shareddata"
)

// owners are the publishers of the saved pages' sites that are tied. The last
// two have no owner in common, but one company runs both and measures both
// under its own account.
var owners = map[string]string{
	"chron.com": "Hearst", "ctpost.com": "Hearst", "mysanantonio.com": "Hearst", "sfgate.com": "Hearst", "timesunion.com": "Hearst",
	"space.com": "Future", "livescience.com": "Future",
	"vox.com": "Vox Media", "theverge.com": "Vox Media", "dawgsbynature.com": "Vox Media",
	"practicalhorsemanmag.com": "platform of Say Media", "dealbreaker.com": "platform of Say Media",
}

// TestPages ties the saved pages of 181 articles: whom no owner unites must not
// be tied.
func TestPages(t *testing.T) {
	folder := shareddata.Folder(t, "article-extraction-benchmark")
	text, err := os.ReadFile(filepath.Join(folder, "ground-truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth map[string]struct{ URL string }
	if err := json.Unmarshal(text, &truth); err != nil {
		t.Fatal(err)
	}
	d, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	kinds, sites, owned, ties := map[marks.Kind]int{}, map[string]bool{}, map[string]bool{}, map[[2]string]bool{}
	for _, id := range slices.Sorted(maps.Keys(truth)) {
		page, err := url.Parse(truth[id].URL)
		if err != nil {
			t.Fatal(err)
		}
		found := marks.FromPage(readPage(t, filepath.Join(folder, "html", id+".html.gz")), page)
		site := frontier.SiteOf(page.Hostname())
		sites[site] = true
		for _, m := range found {
			kinds[m.Kind]++
			if TierOf(m.Kind) == TierOwner {
				owned[site] = true
			}
		}
		for _, tie := range d.Ties(page.Hostname(), found) {
			if owners[tie.Site] == "" || owners[tie.Site] != owners[tie.Other] {
				t.Errorf("strangers are tied: %s and %s (%.2f): %+v", tie.Site, tie.Other, tie.Score, tie.Shared)
			}
			ties[[2]string{min(tie.Site, tie.Other), max(tie.Site, tie.Other)}] = true
		}
	}
	t.Logf("%d pages of %d sites, %d of them with a mark of an owner; %d pairs are tied", len(truth), len(sites), len(owned), len(ties))
	for _, k := range slices.Sorted(maps.Keys(kinds)) {
		t.Logf("%-13s tier %d: %d", k, TierOf(k), kinds[k])
	}
}

func readPage(t *testing.T, file string) *html.Node {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	plain, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(plain)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
