package circle

import (
	"context"
	"maps"
	"sync"

	"github.com/qalxan/qalxan"
)

// outlets remembers what the spread of a campaign depends on of all sources, by
// a turn of the record: of those that were written since, that alone is read.
// The zero value is ready for use.
type outlets struct {
	mu   sync.Mutex
	turn int64
	of   map[string]outlet // by the ids of the sources; never changed
}

type outlet struct {
	name  string
	kind  qalxan.Kind
	reach qalxan.Reach
}

// ask is all sources as the record has them now. The map is not to be changed.
func (o *outlets) ask(ctx context.Context, record Record) (map[string]outlet, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	sources, turn, err := record.SourcesSince(ctx, o.turn)
	if err != nil || len(sources) == 0 {
		return o.of, err
	}
	now := maps.Clone(o.of)
	if now == nil {
		now = map[string]outlet{}
	}
	for _, s := range sources {
		now[s.ID] = outlet{s.Name, s.Kind, s.Reach}
	}
	o.of, o.turn = now, turn
	return now, nil
}
