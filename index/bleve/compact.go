package bleve

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// Compact writes the files of the index anew, so that no word stands in them
// that is in no document any more. It takes about as long as copying them.
func (x *Index) Compact(ctx context.Context) error {
	x.mu.RLock()
	defer x.mu.RUnlock()
	inner, err := x.live.Advanced()
	if err == nil {
		if s, ok := inner.(*scorch.Scorch); ok {
			err = s.ForceMerge(ctx, nil)
		}
	}
	if err != nil {
		return fmt.Errorf("compact the index: %w", failure(err))
	}
	return nil
}
