package claims

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/factcheck"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/crawler/extract/claimreview"
	"github.com/qalxan/qalxan/store"
)

// Files are collections of reviews, and how they are opened.
type Files struct {
	Names []string
	Open  func(name string) (io.ReadCloser, error)
}

// Reviews is what pages told before: a store is one.
type Reviews interface {
	Reviews(ctx context.Context) iter.Seq2[store.Review, error]
}

// Reviewed looks for claims that were reviewed already. It is safe for
// concurrent use.
type Reviewed struct{ *factcheck.Detector }

// NewReviewed returns what looks for the reviewed claims of the files and of
// the record. The error is qalxan.ErrConfig where a file cannot be used.
func NewReviewed(ctx context.Context, f Files, tell *language.Detector, r Reviews) (*Reviewed, error) {
	var known []factcheck.Review
	for _, name := range f.Names {
		reviews, err := f.read(name)
		if err != nil {
			return nil, fmt.Errorf("%w: factcheck.files: %s: %w", qalxan.ErrConfig, name, err)
		}
		known = append(known, reviews...)
	}
	for review, err := range r.Reviews(ctx) {
		if err != nil {
			return nil, fmt.Errorf("reading reviews: %w", err)
		}
		known = append(known, factcheck.From(review.Review))
	}
	d, err := factcheck.New(factcheck.Options{Reviews: known, Language: func(text string) string { return tell.Detect(text).Code }})
	return &Reviewed{d}, err
}

func (f Files) read(name string) ([]factcheck.Review, error) {
	file, err := f.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("it is not there; the path is relative to the configuration")
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var all []factcheck.Review
	for r, err := range claimreview.ReadFile(file) {
		if err != nil {
			return nil, err
		}
		if all = append(all, factcheck.From(r)); len(all) == factcheck.MaxReviews {
			break
		}
	}
	return all, nil
}

// Worth are the reviews on the page of an item that are worth taking up:
// anybody may call a true claim false, so the source has to be one that people
// judged reliable.
func Worth(s qalxan.Source, item qalxan.Item, found []claimreview.Review) []store.Review {
	if s.Grade != "A" && s.Grade != "B" {
		return nil
	}
	var all []store.Review
	for _, r := range found {
		all = append(all, store.Review{Review: r, SourceID: s.ID, Seen: item.Seen})
	}
	return all
}

// Learn takes up reviews that are in the record now.
func (r *Reviewed) Learn(all []store.Review) error {
	if len(all) == 0 {
		return nil
	}
	fresh := make([]factcheck.Review, len(all))
	for i, review := range all {
		fresh[i] = factcheck.From(review.Review)
	}
	_, err := r.Catalogue().Add(fresh...)
	return err
}
