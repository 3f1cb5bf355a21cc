package duplicate

import (
	"cmp"
	"slices"
	"time"

	"github.com/qalxan/qalxan/store"
)

// shelf holds items by signature.
type shelf struct {
	tables  *tables
	entries []store.Signed // in the order of their numbers in the tables
	latest  map[string]int // by identity: the number of its item
}

func newShelf(threshold float64) shelf {
	return shelf{tables: newTables(threshold), latest: map[string]int{}}
}

func (s *shelf) put(item store.Signed) {
	s.tables.put(item.Signature)
	s.latest[item.Identity] = len(s.entries)
	s.entries = append(s.entries, item)
}

// forget leaves the entry where it is; near passes over it.
func (s *shelf) forget(identity string) { delete(s.latest, identity) }

func (s *shelf) knows(identity string) bool {
	_, ok := s.latest[identity]
	return ok
}

// since returns a shelf with only the items that are still known and not
// earlier.
func (s *shelf) since(t time.Time, threshold float64) shelf {
	tidy := newShelf(threshold)
	for number, e := range s.entries {
		if s.current(number) && !e.When.Before(t) {
			tidy.put(e)
		}
	}
	return tidy
}

// current reports whether the entry was not forgotten or replaced.
func (s *shelf) current(number int) bool {
	latest, ok := s.latest[s.entries[number].Identity]
	return ok && latest == number
}

// near lists the items whose signature is estimated to be as similar as least
// and that pass, earliest first.
func (s *shelf) near(signature []uint32, least float64, passes func(store.Signed) bool) []store.Signed {
	var found []store.Signed
	for _, number := range s.tables.near(signature) {
		e := s.entries[number]
		if s.current(int(number)) && estimate(signature, e.Signature) >= least && passes(e) {
			found = append(found, e)
		}
	}
	slices.SortFunc(found, func(a, b store.Signed) int {
		return cmp.Or(a.When.Compare(b.When), cmp.Compare(a.ItemID, b.ItemID))
	})
	return found
}
