package sqlite

import (
	"context"
	"database/sql"

	"github.com/qalxan/qalxan/store"
)

const userLinkColumns = "user, digest, expires"

var putUserLink = insertion("REPLACE", "links", userLinkColumns)

func userLinkFields(l *store.Link) []any { return []any{&l.User, &l.Digest, instant{&l.Expires}} }

// PutLink implements [store.Links].
func (s *Store) PutLink(ctx context.Context, l store.Link) error {
	return s.write(ctx, "keeping a link for "+l.User, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, putUserLink, userLinkFields(&l)...)
		return err
	})
}

// Link implements [store.Links].
func (s *Store) Link(ctx context.Context, digest string) (store.Link, error) {
	l, err := first(ctx, s.reader, userLinkFields, "SELECT "+userLinkColumns+" FROM links WHERE digest = ?", digest)
	return l, s.explain("reading a link", err)
}

// DropLink implements [store.Links].
func (s *Store) DropLink(ctx context.Context, user string) error {
	return s.write(ctx, "ending the link of "+user, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM links WHERE user = ?", user)
		return err
	})
}
