package api

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
)

// maxWording bounds a wording that is tried, in code points.
const maxWording = 500

// mostParted bounds the words of a wording that items may lack one of.
const mostParted = 8

// Near looks for the items of the last month that hold all words of a wording
// but one: best first, up to 20. A wording of one word, or of more than eight,
// has no such items.
func (l *Library) Near(ctx context.Context, wording string) (SearchResult, error) {
	words := quoted(wording)
	if len(words) < 2 || len(words) > mostParted {
		return SearchResult{}, nil
	}
	var lacking []string
	for i := range words {
		some := slices.Delete(slices.Clone(words), i, i+1)
		lacking = append(lacking, "("+strings.Join(some, " ")+" -"+words[i]+")")
	}
	found, err := l.Search(ctx, SearchRequest{Query: "(" + strings.Join(lacking, " OR ") + ") after:30d", Sort: index.SortRelevance, NoFacets: true})
	if errors.As(err, new(*query.SyntaxError)) {
		return SearchResult{}, nil // words so long that no query holds them this often
	}
	return found, err
}

// quoted are the words of a wording, each as it is searched for.
func quoted(wording string) []string {
	words := strings.FieldsFunc(wording, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	for i := range words {
		words[i] = `"` + words[i] + `"`
	}
	return words
}

// Try looks for the items of the last month that hold all words of a wording,
// as they would be found if it were watched: best first, up to 20. It is
// ErrWording where there is nothing to look for.
func (l *Library) Try(ctx context.Context, wording string) (SearchResult, error) {
	words := quoted(wording)
	if len(words) == 0 || len([]rune(wording)) > maxWording {
		return SearchResult{}, fmt.Errorf("%w: a wording has 1 to %d letters", ErrWording, maxWording)
	}
	found, err := l.Search(ctx, SearchRequest{Query: strings.Join(words, " ") + " after:30d", Sort: index.SortRelevance, NoFacets: true})
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		return found, fmt.Errorf("%w: %s", ErrWording, syntax.Message)
	}
	return found, err
}
