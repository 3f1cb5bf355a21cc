package api

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan"
)

// Claims lists every narrative in the order of the record, without counting
// what makes it.
func (l *Library) Claims(ctx context.Context) ([]qalxan.Narrative, error) {
	all, err := l.store.Narratives(ctx)
	if err != nil {
		return nil, fmt.Errorf("list narratives: %w", err)
	}
	return all, nil
}
