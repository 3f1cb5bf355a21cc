package embedding

import (
	"container/list"
	"context"
	"sync"
)

// Cache keeps vectors by the SHA-256 of model and text for longer than the
// process lives. Implementations are safe for concurrent use.
type Cache interface {
	// Vector returns a vector that was kept; false where none is known.
	Vector(ctx context.Context, key [32]byte) ([]float32, bool, error)
	// KeepVector keeps a vector. It must not change it.
	KeepVector(ctx context.Context, key [32]byte, vector []float32) error
}

// memory keeps the vectors that were used last.
type memory struct {
	mu    sync.Mutex
	most  int
	order *list.List // of entries, the last used first
	at    map[[32]byte]*list.Element
}

type entry struct {
	key    [32]byte
	vector []float32
}

func newMemory(most int) *memory {
	return &memory{most: most, order: list.New(), at: map[[32]byte]*list.Element{}}
}

func (m *memory) get(key [32]byte) ([]float32, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.at[key]
	if !ok {
		return nil, false
	}
	m.order.MoveToFront(e)
	return e.Value.(entry).vector, true
}

func (m *memory) put(key [32]byte, vector []float32) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.at[key]; ok {
		e.Value = entry{key, vector}
		m.order.MoveToFront(e)
		return
	}
	m.at[key] = m.order.PushFront(entry{key, vector})
	if m.order.Len() > m.most {
		oldest := m.order.Back()
		delete(m.at, m.order.Remove(oldest).(entry).key)
	}
}
