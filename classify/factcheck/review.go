// Package factcheck finds claims that were reviewed already: texts that say what
// a fact checker has rated, and how they stand to it. It judges nothing itself
// and repeats who found what, and where that can be read.
package factcheck

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/qalxan/qalxan/crawler/extract/claimreview"
)

// ErrReview says that a review cannot be used.
var ErrReview = errors.New("not a review")

// Review is a claim with what a fact checker found.
type Review struct {
	Claim     string
	Rating    Rating
	Words     string // the rating in the checker's own words
	Publisher string
	URL       string    // where the review is to be read
	Date      time.Time // of the review; zero where it is not told
	Languages []string  // of the claim's text (ISO 639-1); empty where unknown
}

// From reads what stands in a review as it was published.
func From(r claimreview.Review) Review {
	review := Review{Claim: r.Claim, Rating: ratingOf(r), Words: r.Rating, Publisher: r.Publisher, URL: r.URL, Date: r.Published}
	if len(r.Language) == 2 {
		review.Languages = []string{r.Language}
	}
	return review
}

// Validate reports what is missing.
func (r Review) Validate() error {
	u, err := url.Parse(r.URL)
	switch {
	case strings.TrimSpace(r.Claim) == "":
		return fmt.Errorf("%w: the claim is empty", ErrReview)
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return fmt.Errorf("%w: %q is no http or https address", ErrReview, r.URL)
	case r.Rating != False && r.Rating != Misleading && r.Rating != True && r.Rating != Other:
		return fmt.Errorf("%w: rating %q is none of false, misleading, true, other", ErrReview, r.Rating)
	}
	return nil
}

// id is the same for the same claim at the same address.
func (r Review) id() string {
	sum := sha256.Sum256([]byte(r.URL + "\x00" + r.Claim))
	return "r" + hex.EncodeToString(sum[:12])
}

// host is the site of the review.
func (r Review) host() string { return hostOf(r.URL) }

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}
