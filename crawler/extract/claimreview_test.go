package extract

import (
	"strings"
	"testing"
)

func TestReviews(t *testing.T) {
	const review = `{"@type":"ClaimReview","url":"%URL%","claimReviewed":"The dam of Naghylabad has burst","reviewRating":{"alternateName":"False"}}`
	for _, test := range []struct {
		name, url string
		want      int
	}{
		{"its own", "https://www.news.example/checks/dam", 1},
		{"its own, another host", "https://checks.news.example/dam", 1},
		{"in the name of others", "https://checkers.example/dam", 0},
		{"without an address", "", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			script := strings.Replace(review, "%URL%", test.url, 1)
			a := head(t, `<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Checked","review":`+script+`},`+script+`]}</script>`)
			if len(a.Reviews) != test.want {
				t.Errorf("got %+v", a.Reviews)
			}
		})
	}
}
