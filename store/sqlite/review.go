package sqlite

import (
	"context"
	"database/sql"
	"iter"

	"github.com/qalxan/qalxan/store"
)

// reviewColumns begins with the document, so that the key that pages go on from
// is that of the row: JSON mends what is no UTF-8.
const reviewColumns = "doc, url, claim, source_id, seen"

var putReview = insertion("REPLACE", "reviews", reviewColumns)

func reviewFields(r *store.Review) []any {
	return []any{document{&r.Review}, &r.URL, &r.Claim, &r.SourceID, instant{&r.Seen}}
}

// saveReviews adds reviews; the latest of an address and a claim counts.
func saveReviews(ctx context.Context, tx *sql.Tx, reviews []store.Review) error {
	for _, r := range reviews {
		if _, err := tx.ExecContext(ctx, putReview, reviewFields(&r)...); err != nil {
			return err
		}
	}
	return nil
}

// Reviews implements [store.Traces].
func (s *Store) Reviews(ctx context.Context) iter.Seq2[store.Review, error] {
	return pages(func(after [2]string) ([]store.Review, [2]string, error) {
		page, err := list(ctx, s.reader, reviewFields, "SELECT "+reviewColumns+` FROM reviews
			WHERE (url, claim) > (?, ?) ORDER BY url, claim LIMIT ?`, after[0], after[1], rowsAPage)
		if len(page) > 0 {
			last := page[len(page)-1]
			after = [2]string{last.URL, last.Claim}
		}
		return page, after, s.explain("reading reviews", err)
	})
}
