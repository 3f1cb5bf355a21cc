package store

import (
	"context"

	"github.com/qalxan/qalxan"
)

// Translations keeps what machines made of the words of items, for as long as
// the words themselves are kept: a translation goes with the text of the last
// item that has them, and with an erasure in it.
type Translations interface {
	TranslationReader
	// Item returns the item that is to be translated, and Source what may be done
	// with it.
	Item(ctx context.Context, id string) (qalxan.Item, error)
	Source(ctx context.Context, id string) (qalxan.Source, error)
	// SaveTranslation adds what was made of the words of an item, or replaces
	// what was made of the same words between the same languages. It is
	// ErrNotFound where the item has other words meanwhile, or none.
	SaveTranslation(ctx context.Context, itemID string, t qalxan.Translation) error
}

// TranslationReader reads translations.
type TranslationReader interface {
	// Translations lists what was made of the words with this digest
	// (qalxan.ItemHash), by target and source.
	Translations(ctx context.Context, digest string) ([]qalxan.Translation, error)
}
