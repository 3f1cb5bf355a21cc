package extract

import (
	"net/url"
	"slices"

	"github.com/qalxan/qalxan/crawler/extract/claimreview"
	"github.com/qalxan/qalxan/crawler/extract/marks"
)

// maxReviews bounds the reviews of one page.
const maxReviews = 100

// reviews are the reviews of claims that the page publishes. Those that lie on
// another site are left out: nobody speaks in the name of others.
func (p *page) reviews() []claimreview.Review {
	var found []claimreview.Review
	for _, t := range p.things {
		for _, r := range claimreview.Read(map[string]any(t)) {
			u, err := url.Parse(r.URL)
			if err != nil || marks.Site(u.Hostname()) != marks.Site(p.url.Hostname()) {
				continue
			}
			if len(found) < maxReviews && !slices.Contains(found, r) {
				found = append(found, r)
			}
		}
	}
	return found
}
