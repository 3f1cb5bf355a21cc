// Package claimreview reads reviews of claims as fact checkers publish them for
// machines (https://schema.org/ClaimReview). It tells what stands there; what a
// rating means is for others to say.
package claimreview

import (
	"html"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Review is one claim with what a fact checker found.
type Review struct {
	Claim     string
	Rating    string  // in the checker's own words
	Value     float64 // the rating as a number; means nothing unless Worst < Best
	Worst     float64
	Best      float64
	Publisher string    // a name, or the host of the review
	URL       string    // of the review; http or https
	Published time.Time // zero where it is not told
	Language  string    // as told; often absent
}

// Bounds of one review, in code points.
const (
	minClaim = 10
	maxClaim = 1000
	maxLabel = 200
	maxURL   = 2048
)

// maxReviews bounds the reviews of one page or value.
const maxReviews = 100

// maxDepth bounds how deep a review may lie in a value.
const maxDepth = 8

// Read finds reviews in decoded JSON-LD: the value itself, lists, and what
// stands under @graph, mainEntity, review and the like. Anything may be given;
// what is no review with a claim and an address is left out.
func Read(v any) []Review {
	var found []Review
	walk(v, 0, func(o object) {
		if r, ok := o.review(); ok && len(found) < maxReviews && !slices.Contains(found, r) {
			found = append(found, r)
		}
	})
	return found
}

// object is a JSON object.
type object map[string]any

// holders are the properties under which a page puts reviews.
var holders = []string{"@graph", "mainEntity", "mainEntityOfPage", "review", "item", "hasPart"}

func walk(v any, depth int, see func(object)) {
	if depth > maxDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			walk(e, depth+1, see)
		}
	case map[string]any:
		if object(v).is("ClaimReview") {
			see(v)
			return
		}
		for _, key := range holders {
			walk(v[key], depth+1, see)
		}
	}
}

// review reads a ClaimReview.
func (o object) review() (Review, bool) {
	rating, reviewed := o.object("reviewRating"), o.object("itemReviewed")
	r := Review{
		Claim:  first(o.text("claimReviewed"), reviewed.text("claimReviewed"), reviewed.text("name")),
		Rating: first(rating.text("alternateName"), rating.text("name")),
		Value:  rating.number("ratingValue"), Worst: rating.number("worstRating"), Best: rating.number("bestRating"),
		Publisher: first(o.object("author").text("name"), o.object("publisher").text("name"), o.text("author")),
		URL:       o.text("url"),
		Published: day(o.text("datePublished")),
		Language:  o.text("inLanguage"),
	}
	return r.tidy()
}

// tidy bounds a review; false where it says too little.
func (r Review) tidy() (Review, bool) {
	r.Claim, r.Rating, r.Publisher = line(r.Claim, maxClaim), line(r.Rating, maxLabel), line(r.Publisher, maxLabel)
	r.Language, _, _ = strings.Cut(strings.ToLower(line(r.Language, maxLabel)), "-")
	host, ok := hostOf(r.URL)
	if !ok || utf8.RuneCountInString(r.Claim) < minClaim {
		return Review{}, false
	}
	if r.Publisher == "" {
		r.Publisher = host
	}
	return r, true
}

// line is a text on one line, without HTML entities and not longer than most
// code points.
func line(text string, most int) string {
	text = strings.Join(strings.Fields(html.UnescapeString(strings.ToValidUTF8(text, ""))), " ")
	points := 0
	for i := range text {
		if points == most {
			return text[:i] + "…"
		}
		points++
	}
	return text
}

func first(texts ...string) string {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}
