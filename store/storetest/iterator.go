package storetest

import (
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

func collect[T any](t *testing.T, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var all []T
	for one, err := range seq {
		ok(t, err)
		all = append(all, one)
	}
	return all
}

func testCaptures(t *testing.T, s store.Store) {
	var e store.Entry
	for n := range 1100 {
		e.Captures = append(e.Captures, qalxan.Capture{ID: fmt.Sprintf("urn:uuid:%04d", n), Time: start})
	}
	commit(t, s, e)
	seq := s.Captures(t.Context())
	same(t, "captures", collect(t, seq), e.Captures)
	same(t, "captures again", len(collect(t, seq)), 1100)
	for range seq {
		break
	}
}

func testSignatures(t *testing.T, s store.Store) {
	e := entry(itemAt("old", start.Add(-time.Second), nil), itemAt("late", start.Add(time.Hour), nil), item("story", 1), item("story", 2),
		itemAt("edge", start, nil), itemAt("short", start, nil))
	for n := range e.Items[:5] {
		e.Items[n].Signature = []uint32{uint32(n), 1 << 31}
	}
	commit(t, s, e)
	var want []store.Signed
	for _, n := range []int{4, 3, 1} {
		i := e.Items[n].Item
		want = append(want, store.Signed{
			ItemID: i.ID, Identity: i.Identity, SourceID: i.SourceID, URL: i.URL, When: i.When(), Signature: e.Items[n].Signature,
		})
	}
	same(t, "signatures", collect(t, s.Signatures(t.Context(), start)), want)
	same(t, "all signatures", len(collect(t, s.Signatures(t.Context(), time.Time{}))), 4)
}
