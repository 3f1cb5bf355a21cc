package api

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
)

// maxWording bounds a wording that is tried, in code points.
const maxWording = 500

// Try looks for the items of the last month that hold all words of a wording,
// as they would be found if it were watched: best first, up to 20. It is
// ErrWording where there is nothing to look for.
func (l *Library) Try(ctx context.Context, wording string) (SearchResult, error) {
	words := strings.FieldsFunc(wording, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	if len(words) == 0 || len([]rune(wording)) > maxWording {
		return SearchResult{}, fmt.Errorf("%w: a wording has 1 to %d letters", ErrWording, maxWording)
	}
	for i := range words {
		words[i] = `"` + words[i] + `"`
	}
	found, err := l.Search(ctx, SearchRequest{Query: strings.Join(words, " ") + " after:30d", Sort: index.SortRelevance, NoFacets: true})
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		return found, fmt.Errorf("%w: %s", ErrWording, syntax.Message)
	}
	return found, err
}
