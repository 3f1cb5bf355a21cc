package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan/store"
)

// Facets implements [store.Reader].
func (s *Store) Facets(ctx context.Context, f store.Filter) (store.Facets, error) {
	return s.facets(ctx, itemsThat(f))
}

// FacetsOf implements [store.Reader].
func (s *Store) FacetsOf(ctx context.Context, itemIDs []string) (store.Facets, error) {
	c := &conditions{from: "items i"}
	c.add("i.id IN (SELECT value FROM json_each(?))", document{itemIDs})
	return s.facets(ctx, c)
}

// facets counts the items that c selects: once by all columns together, in the
// order of the index items_counted, which the tally then takes apart.
func (s *Store) facets(ctx context.Context, c *conditions) (store.Facets, error) {
	var sums []sum
	var narratives []store.Count
	err := s.read(ctx, "counting items", func(tx *sql.Tx) (err error) {
		sums, err = list(ctx, tx, sumFields,
			c.query("SELECT i.source_id, i.language, i.level, i.status, i.day, count(*)")+" GROUP BY 1, 2, 3, 4, 5", c.args...)
		if err != nil {
			return err
		}
		c.from += " JOIN signals g ON g.item_id = i.id AND g.detector = 'narrative'"
		narratives, err = list(ctx, tx, countFields, c.query("SELECT g.key, count(*)")+" GROUP BY g.key", c.args...)
		return err
	})
	f := takeApart(sums)
	f.Narratives = append([]store.Count{}, narratives...)
	slices.SortFunc(f.Narratives, compareCounts)
	return f, err
}

// sum is how many items share all of these values.
type sum struct {
	source, language, level, status string
	day                             int64 // since 1970
	count                           int
}

func sumFields(s *sum) []any {
	return []any{&s.source, &s.language, &s.level, &s.status, &s.day, &s.count}
}

func countFields(c *store.Count) []any { return []any{&c.Value, &c.Count} }

func takeApart(sums []sum) store.Facets {
	languages, sources, levels, statuses := tally{}, tally{}, tally{}, tally{}
	days := map[int64]int{}
	for _, s := range sums {
		languages[s.language] += s.count
		sources[s.source] += s.count
		levels[s.level] += s.count
		statuses[s.status] += s.count
		days[s.day] += s.count
	}
	delete(levels, "")
	delete(statuses, "")
	return store.Facets{
		Languages: languages.counts(), Sources: sources.counts(),
		Levels: levels.counts(), Statuses: statuses.counts(), Days: inOrder(days),
	}
}

// tally is how often each value occurs.
type tally map[string]int

func (t tally) counts() []store.Count {
	counts := make([]store.Count, 0, len(t))
	for v, n := range t {
		counts = append(counts, store.Count{Value: v, Count: n})
	}
	slices.SortFunc(counts, compareCounts)
	return counts
}

func compareCounts(a, b store.Count) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
}

func inOrder(days map[int64]int) []store.Count {
	numbers := make([]int64, 0, len(days))
	for d := range days {
		numbers = append(numbers, d)
	}
	slices.Sort(numbers)
	counts := make([]store.Count, len(numbers))
	for i, d := range numbers {
		counts[i] = store.Count{Value: time.Unix(d*24*60*60, 0).UTC().Format(time.DateOnly), Count: days[d]}
	}
	return counts
}
