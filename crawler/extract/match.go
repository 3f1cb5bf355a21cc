package extract

import (
	"regexp"
	"slices"
	"strings"
)

// Bounds of the search for chosen blocks that are not found by their key.
const (
	maxSearches = 100
	window      = 1 << 10 // bytes
	minPart     = 20      // bytes: shorter text is found in too many places
)

// match replaces the chosen blocks by those blocks of the page that they were
// made of: there, spaces, links and surroundings are the page's own.
func match(all, chosen []block) []block {
	where := make(map[string]block, len(all))
	for i := len(all) - 1; i >= 0; i-- {
		where[all[i].key] = all[i]
	}
	var found []block
	searches := 0
	for _, b := range chosen {
		if original, ok := where[b.key]; ok {
			found = append(found, original)
			continue
		}
		if searches++; searches > maxSearches {
			continue
		}
		for _, part := range search(all, b, len(chosen) == 1) {
			if len(found) == 0 || found[len(found)-1].key != part.key {
				found = append(found, part)
			}
		}
	}
	return found
}

// search finds what a chosen block was made of: a longer block that it is the
// rest of, or several that it joins. Where it is all that was chosen, nothing
// was sorted out and the densest of its parts are the text.
func search(all []block, b block, alone bool) []block {
	if whole, ok := wholeOf(all, b); ok {
		return []block{whole}
	}
	parts := partsOf(all, b)
	if dense := densest(parts); alone && size(dense) > fewWords/2 {
		return dense
	}
	if parts != nil {
		return parts
	}
	// Of a very short page the remover gives all its text twice, run together.
	if own := slices.DeleteFunc(slices.Clone(all), func(o block) bool { return isBeside(o.node) }); alone && len(own) > 0 && size(own) < fewWords {
		return own
	}
	b.text = loose.ReplaceAllString(b.text, "$1")
	return []block{b}
}

// loose is the space before punctuation that comes from taking inline
// elements as words of their own.
var loose = regexp.MustCompile(`\s+([.,;:!?…)\]»”])`)

// wholeOf is the block of the page that holds b, if b is most of it.
func wholeOf(all []block, b block) (block, bool) {
	if len(b.key) < minPart {
		return block{}, false
	}
	for _, whole := range all {
		if len(whole.key) < 2*len(b.key) && strings.Contains(whole.key, b.key) {
			return whole, true
		}
	}
	return block{}, false
}

// partsOf are the blocks of the page that b joins, if they are most of b.
func partsOf(all []block, b block) []block {
	var parts []block
	rest, covered := b.key, 0
	for _, part := range all {
		i := strings.Index(rest[:min(len(rest), window+len(part.key))], part.key)
		if part.key != "" && (i == 0 || i > 0 && len(part.key) >= minPart) {
			parts, rest = append(parts, part), rest[i+len(part.key):]
			covered += len(part.key)
		}
	}
	if covered*5 < len(b.key)*4 {
		return nil
	}
	return parts
}
