package infrastructure

import (
	"slices"

	"github.com/qalxan/qalxan/crawler/extract/marks"
)

// maxHolders is how many sites of a mark are kept by name; more are counted
// only while they can be told apart, and such a mark ties nobody.
const maxHolders = 512

// shelf knows which sites hold which marks. It has two generations: when the
// young one is full it becomes the old one, and what stood in the old one and
// was not seen since is forgotten. So it is bounded without a window of time.
type shelf struct {
	most       int // marks, of a generation
	young, old map[marks.Mark][]string
	hosts      map[string]bool // sites seen
	oldHosts   map[string]bool
}

func newShelf(most int) *shelf {
	return &shelf{most: max(1, most/2), young: map[marks.Mark][]string{}, hosts: map[string]bool{}}
}

// holders are the sites that were seen with the mark.
func (s *shelf) holders(m marks.Mark) []string {
	if h, ok := s.young[m]; ok {
		return h
	}
	return s.old[m]
}

// size is how many sites were seen.
func (s *shelf) size() int { return max(len(s.hosts), len(s.oldHosts)) }

// put notes that a site holds marks.
func (s *shelf) put(site string, all []marks.Mark) {
	s.turn(len(all))
	s.hosts[site] = true
	for _, m := range all {
		h := s.holders(m)
		if !slices.Contains(h, site) && len(h) < maxHolders {
			h = append(slices.Clip(h), site)
		}
		s.young[m] = h
	}
}

// turn makes room.
func (s *shelf) turn(more int) {
	if len(s.young) > 0 && len(s.young)+more > s.most || len(s.hosts) >= s.most {
		s.old, s.young = s.young, make(map[marks.Mark][]string)
		s.oldHosts, s.hosts = s.hosts, make(map[string]bool)
	}
}
