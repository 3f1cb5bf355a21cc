package sqlite

import (
	"context"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

const (
	itemColumns = "id, identity, version, source_id, capture_id, url, canonical, title, author, site, " +
		"language, confidence, script, dates, seen, hash"
	contentColumns = "text, links, withheld"

	// selectItem reads whole items; i is the table, for conditions.
	selectItem = "SELECT " + itemColumns + ", " + contentColumns + " FROM items i JOIN contents ON item_seq = i.seq "
)

var (
	addItem      = insertion("INSERT", "items", itemColumns+", at, latest, place")
	addContent   = insertion("INSERT", "contents", contentColumns+", item_seq")
	addSignature = insertion("INSERT", "signatures", "item_seq, minhash")
)

func itemFields(i *qalxan.Item) []any {
	return []any{
		&i.ID, &i.Identity, &i.Version, &i.SourceID, &i.CaptureID, &i.URL, &i.Canonical, &i.Title, &i.Author, &i.Site,
		&i.Language.Code, &i.Language.Confidence, &i.Language.Script,
		claims{&i.Dates},
		instant{&i.Seen},
		&i.Hash,
	}
}

func contentFields(i *qalxan.Item) []any {
	return []any{&i.Text, document{&i.Links}, document{&i.Withheld}}
}

func wholeItem(i *qalxan.Item) []any { return append(itemFields(i), contentFields(i)...) }

// Item implements [store.Reader].
func (s *Store) Item(ctx context.Context, id string) (qalxan.Item, error) {
	i, err := first(ctx, s.reader, wholeItem, selectItem+"WHERE i.id = ?", id)
	return i, s.explain("item "+id, err)
}

// Latest implements [store.Reader].
func (s *Store) Latest(ctx context.Context, identity string) (qalxan.Item, error) {
	i, err := first(ctx, s.reader, wholeItem, selectItem+"WHERE i.identity = ? AND i.latest = 1", identity)
	return i, s.explain("item about "+identity, err)
}

// Versions implements [store.Reader].
func (s *Store) Versions(ctx context.Context, identity string) ([]qalxan.Item, error) {
	all, err := list(ctx, s.reader, wholeItem, selectItem+"WHERE i.identity = ? ORDER BY i.version", identity)
	return all, s.explain("versions of "+identity, err)
}

// Items implements [store.Reader].
func (s *Store) Items(ctx context.Context, f store.Filter, p store.Page) ([]qalxan.Item, string, error) {
	c := itemsThat(f)
	limit, err := c.turn(p, "i.at", "i.id")
	if err != nil {
		return nil, "", err
	}
	all, err := list(ctx, s.reader, wholeItem, selectItem+"WHERE i.seq IN ("+c.query("SELECT i.seq")+
		" ORDER BY i.at DESC, i.id DESC LIMIT ?) ORDER BY i.at DESC, i.id DESC", append(c.args, limit+1)...)
	if err != nil {
		return nil, "", s.explain("listing items", err)
	}
	all, cursor := cut(all, limit, func(i qalxan.Item) key { return key{i.When(), i.ID} })
	return all, cursor, nil
}
