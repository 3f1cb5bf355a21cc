package edit

import (
	"slices"

	"github.com/qalxan/qalxan"
)

// Same reports whether two versions of a page hold the same words: spacing,
// punctuation, case, and the lines that count readers or tell how long ago
// something was do not matter. Any other number does.
func Same(prev, next qalxan.Item) bool {
	return slices.Equal(read(prev.Title).words(), read(next.Title).words()) &&
		slices.Equal(read(prev.Text).words(), read(next.Text).words())
}
