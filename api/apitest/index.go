package apitest

import (
	"context"
	"testing"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/bleve"
	"github.com/qalxan/qalxan/store"
)

// indexed is an index of everything in the record.
func indexed(t testing.TB, record store.Outbox) index.Index {
	t.Helper()
	ix, err := bleve.Open(t.TempDir(), bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	if err := fill(t.Context(), ix, record); err != nil {
		t.Fatal(err)
	}
	return ix
}

func fill(ctx context.Context, ix index.Index, record store.Outbox) error {
	var docs []index.Document
	for s, err := range record.Searchable(ctx) {
		if err != nil {
			return err
		}
		docs = append(docs, index.NewDocument(s))
	}
	if err := ix.Put(ctx, docs); err != nil {
		return err
	}
	changes, err := record.Pending(ctx, len(docs)+1)
	if err != nil {
		return err
	}
	return record.Settle(ctx, changes)
}
