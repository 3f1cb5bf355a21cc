package monitor

import "github.com/qalxan/qalxan/store"

// Translations keeps what machines made of the words of items.
func (m *Monitor) Translations() store.Translations { return m.record }
