package claimreview

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// fromTools reads an entry of the Fact Check Tools API, version v1alpha1: a
// claim of claims:search, or a page of the markup tool.
func fromTools(v any) []Review {
	m, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	o := object(m)
	var found []Review
	keep := func(r Review) {
		if r, ok := r.tidy(); ok && len(found) < maxReviews {
			found = append(found, r)
		}
	}
	for review := range o.objects("claimReview") {
		publisher := review.object("publisher")
		keep(Review{
			Claim: o.text("text"), Rating: review.text("textualRating"), URL: review.text("url"),
			Publisher: first(publisher.text("name"), publisher.text("site")),
			Published: day(review.text("reviewDate")), Language: review.text("languageCode"),
		})
	}
	for markup := range o.objects("claimReviewMarkups") {
		rating := markup.object("rating")
		keep(Review{
			Claim: markup.text("claimReviewed"), Rating: rating.text("textualRating"), URL: first(markup.text("url"), o.text("pageUrl")),
			Value: rating.number("ratingValue"), Worst: rating.number("worstRating"), Best: rating.number("bestRating"),
			Publisher: o.object("claimReviewAuthor").text("name"), Published: day(o.text("publishDate")),
		})
	}
	return found
}

// objects are the objects of a list.
func (o object) objects(key string) func(yield func(object) bool) {
	return func(yield func(object) bool) {
		for _, v := range several(o[key]) {
			if m, ok := v.(map[string]any); ok && !yield(m) {
				return
			}
		}
	}
}

// columns are the names that the columns of a CSV file may have.
var columns = map[string]string{
	"claim": "claim", "claimreviewed": "claim", "claim_text": "claim", "text": "claim",
	"rating": "rating", "textualrating": "rating", "verdict": "rating", "alternatename": "rating",
	"publisher": "publisher", "organization": "publisher", "author": "publisher",
	"url": "url", "review_url": "url", "reviewurl": "url",
	"date": "date", "datepublished": "date", "reviewdate": "date", "review_date": "date",
	"language": "language", "languagecode": "language", "inlanguage": "language",
}

// readCSV reads a file of RFC 4180 whose first line names the columns.
func readCSV(r io.Reader, see func(Review) bool) error {
	bytes := &allowance{r, maxElement}
	rows := csv.NewReader(bytes)
	rows.FieldsPerRecord, rows.ReuseRecord = -1, true
	names, err := rows.Read()
	if err != nil {
		return wrap(err)
	}
	at := map[string]int{}
	for i, name := range names {
		column := columns[strings.ToLower(strings.TrimSpace(name))]
		if _, ok := at[column]; !ok && column != "" {
			at[column] = i
		}
	}
	if _, ok := at["claim"]; !ok {
		return fmt.Errorf("%w: the first line names no column \"claim\"", ErrFormat)
	}
	for {
		bytes.left = maxElement
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return wrap(err)
		}
		field := func(name string) string {
			if i, ok := at[name]; ok && i < len(row) {
				return row[i]
			}
			return ""
		}
		r, ok := Review{
			Claim: field("claim"), Rating: field("rating"), Publisher: field("publisher"),
			URL: field("url"), Published: day(field("date")), Language: field("language"),
		}.tidy()
		if ok && !see(r) {
			return errEnough
		}
	}
}
