package api

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/qalxan/qalxan/classify/breakout"
)

// Coverage is what is watched, and what is not: a cell for each language on
// each surface.
type Coverage struct {
	Surfaces []string      `json:"surfaces"`
	Rows     []CoverageRow `json:"rows"` // by language
}

// CoverageRow is one language.
type CoverageRow struct {
	Language string `json:"language"` // ISO 639-1
	// Claims is how many watched claims have wordings in this language.
	Claims int            `json:"claims"`
	Cells  []CoverageCell `json:"cells"` // in the order of Coverage.Surfaces
}

// CoverageCell counts the sources of a language on a surface.
type CoverageCell struct {
	Sources int `json:"sources"`
	Broken  int `json:"broken"` // of them, those that need a look
}

// Watched reports whether any source of the language works.
func (r CoverageRow) Watched() bool {
	return slices.ContainsFunc(r.Cells, func(c CoverageCell) bool { return c.Sources > c.Broken })
}

// Coverage counts sources by the languages that are expected of them and by
// surface: the open web, wikis, and each network. Languages are those of
// sources and those in which claims are worded.
func (l *Library) Coverage(ctx context.Context) (Coverage, error) {
	sources, err := l.standing(ctx)
	if err != nil {
		return Coverage{}, err
	}
	narratives, err := l.Narratives(ctx)
	if err != nil {
		return Coverage{}, err
	}
	surfaces := map[string]bool{"web": true, "wiki": true}
	cells, claims := map[[2]string]CoverageCell{}, map[string]int{}
	for _, s := range sources {
		surface := breakout.PlatformOf(s.Source.Kind, s.Source.URL)
		surfaces[surface] = true
		for _, language := range s.Source.Languages {
			cell := cells[[2]string{language, surface}]
			cell.Sources++
			cell.Broken += alarm(s.Health)
			cells[[2]string{language, surface}] = cell
			claims[language] += 0
		}
	}
	for _, n := range narratives.Narratives {
		for language := range n.Narrative.Wordings {
			claims[language]++
		}
	}
	c := Coverage{Surfaces: slices.Sorted(maps.Keys(surfaces)), Rows: []CoverageRow{}}
	for _, language := range slices.Sorted(maps.Keys(claims)) {
		row := CoverageRow{Language: language, Claims: claims[language]}
		for _, surface := range c.Surfaces {
			row.Cells = append(row.Cells, cells[[2]string{language, surface}])
		}
		c.Rows = append(c.Rows, row)
	}
	slices.SortStableFunc(c.Rows, func(a, b CoverageRow) int { return cmp.Compare(order01(a.Watched()), order01(b.Watched())) })
	return c, nil
}

// order01 puts what is not so before what is.
func order01(so bool) int {
	if so {
		return 1
	}
	return 0
}
