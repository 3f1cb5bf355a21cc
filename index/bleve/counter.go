package bleve

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// counter counts documents by their values.
type counter struct {
	wanted     bool // more than the days
	single     map[query.Field]map[string]int
	narratives map[string]int
	days       map[int32]int
}

func newCounter(wanted bool) *counter {
	c := &counter{wanted: wanted, single: map[query.Field]map[string]int{}, narratives: map[string]int{}, days: map[int32]int{}}
	for _, field := range countedFields {
		c.single[field] = map[string]int{}
	}
	return c
}

// add counts documents of one segment.
func (c *counter) add(of *columns, docs *roaring.Bitmap) {
	if docs.IsEmpty() {
		return
	}
	days := make([]int, of.lastDay-of.firstDay+1)
	eachBlock(docs, func(block []uint32) {
		for _, doc := range block {
			days[of.days[doc]-of.firstDay]++
		}
	})
	for i, n := range days {
		if n > 0 {
			c.days[of.firstDay+int32(i)] += n
		}
	}
	if !c.wanted {
		return
	}
	for field, values := range of.single {
		counts := make([]int, len(values.names))
		eachBlock(docs, func(block []uint32) {
			for _, doc := range block {
				counts[values.of[doc]]++
			}
		})
		for i, n := range counts {
			c.single[field][values.names[i]] += n
		}
	}
	for narrative, has := range of.narratives {
		c.narratives[narrative] += int(docs.AndCardinality(has))
	}
}

// eachBlock visits numbers in order, many at a time.
func eachBlock(docs *roaring.Bitmap, visit func([]uint32)) {
	buffer := make([]uint32, 4096)
	for all := docs.ManyIterator(); ; {
		n := all.NextMany(buffer)
		if n == 0 {
			return
		}
		visit(buffer[:n])
	}
}

// since is the latest day from which on there are so many documents, or the
// first day.
func (c *counter) since(many int) int32 {
	days := make([]int32, 0, len(c.days))
	for d := range c.days {
		days = append(days, d)
	}
	slices.Sort(days)
	for i, d := range slices.Backward(days) {
		if many -= c.days[d]; many <= 0 || i == 0 {
			return d
		}
	}
	return 0
}

// facets are the counts as callers have them.
func (c *counter) facets() store.Facets {
	f := store.Facets{
		Languages: falling(c.single[query.FieldLanguage]), Sources: falling(c.single[query.FieldSource]),
		Levels: falling(c.single[query.FieldLevel]), Statuses: falling(c.single[query.FieldStatus]),
		Narratives: falling(c.narratives),
	}
	for day, n := range c.days {
		value := time.Unix(int64(day)*24*60*60, 0).UTC().Format(time.DateOnly)
		f.Days = append(f.Days, store.Count{Value: value, Count: n})
	}
	slices.SortFunc(f.Days, func(a, b store.Count) int { return strings.Compare(a.Value, b.Value) })
	return f
}

// falling lists counts, the highest first. What has no finding has no value.
func falling(counts map[string]int) []store.Count {
	all := make([]store.Count, 0, len(counts))
	for value, n := range counts {
		if n > 0 && value != "" && value != query.None {
			all = append(all, store.Count{Value: value, Count: n})
		}
	}
	slices.SortFunc(all, func(a, b store.Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	return all
}
