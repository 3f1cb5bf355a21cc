package sqlite

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date. A migration is one transaction: it is
// there whole or not at all.
func (s *Store) migrate(ctx context.Context) error {
	if err := s.writer.PingContext(ctx); err != nil {
		return err
	}
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	// A migration that took longer to make than the next one has the lower
	// number and comes later to records that have that one already.
	provider, err := goose.NewProvider(goose.DialectSQLite3, s.writer, folder,
		goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true))
	if err != nil {
		return err
	}
	has, wants, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if has > wants {
		return fmt.Errorf("%s was written by a newer qalxan (schema %d, this one knows %d); install that version, or restore a backup of before",
			s.path, has, wants)
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return fmt.Errorf("bringing %s from schema %d to %d: %w", s.path, has, wants, err)
	}
	if len(done) > 0 {
		s.log.InfoContext(ctx, "record brought up to date", "file", s.path, "from", has, "to", wants)
	}
	return nil
}
