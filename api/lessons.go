package api

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/qalxan/qalxan/store"
)

// lessons keeps what people decided about signals, because all of it is what
// quality is measured on: of what changed since, that alone is read. It holds
// some hundred bytes a finding that was decided about.
type lessons struct {
	mu     sync.Mutex
	number int64 // of the record
	judged []store.Judged
}

// follow is everything that was decided, by finding and detector. The list is
// shared, and never changed.
func (k *lessons) follow(ctx context.Context, record Reader) ([]store.Judged, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	news, err := record.JudgedSince(ctx, k.number)
	if err != nil {
		return nil, err
	}
	if len(news.Findings) > 0 {
		k.judged = slices.DeleteFunc(slices.Clone(k.judged), func(j store.Judged) bool {
			_, anew := slices.BinarySearch(news.Findings, j.FindingID)
			return anew
		})
	}
	if len(news.Judged) > 0 {
		k.judged = append(slices.Clip(k.judged), news.Judged...)
		slices.SortFunc(k.judged, func(a, b store.Judged) int {
			return cmp.Or(cmp.Compare(a.FindingID, b.FindingID), cmp.Compare(a.Detector, b.Detector))
		})
	}
	k.number = news.Number
	return k.judged, nil
}
