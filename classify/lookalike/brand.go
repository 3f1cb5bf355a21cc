package lookalike

import (
	"fmt"
	"strings"
)

// ParseBrand reads a brand of one line: its domains and, without a dot, further
// labels, parted by spaces or commas. The first domain is its name.
func ParseBrand(line string) (Brand, error) {
	var b Brand
	for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\r' }) {
		if word = clean(word); strings.Contains(word, ".") {
			b.Domains = append(b.Domains, word)
		} else {
			b.Labels = append(b.Labels, word)
		}
	}
	if len(b.Domains) == 0 {
		return Brand{}, fmt.Errorf("lookalike: %q names no domain: %w", line, ErrBrand)
	}
	b.Name = b.Domains[0]
	return b, nil
}
