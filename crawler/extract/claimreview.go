package extract

import (
	"slices"

	"github.com/qalxan/qalxan/crawler/extract/claimreview"
	"github.com/qalxan/qalxan/crawler/frontier"
)

// maxReviews bounds the reviews of one page.
const maxReviews = 100

// reviews are the reviews of claims that the page publishes. Those that lie on
// another site are left out: nobody speaks in the name of others.
func (p *page) reviews() []claimreview.Review {
	var found []claimreview.Review
	for _, t := range p.things {
		for _, r := range claimreview.Read(map[string]any(t)) {
			if !frontier.SameSite(r.URL, p.url.String()) {
				continue
			}
			if len(found) < maxReviews && !slices.Contains(found, r) {
				found = append(found, r)
			}
		}
	}
	return found
}
